// SPDX-License-Identifier: GPL-2.0
/* Messages on stderr, and the exit status. */
#include <stdarg.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>

#include "base/fail.h"

static void (*action_before)(void);

static void say(const char *format, va_list arguments)
{
	/* The output so far comes first. */
	fflush(stdout);
	fputs("twstat: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
}

/**
 * before_failing() - set a function that fail() calls before its message
 * @action: the function, which gives the terminal back for instance
 */
void before_failing(void (*action)(void))
{
	action_before = action;
}

/**
 * note() - print a message on stderr
 * @format: a sentence, in printf() format
 */
void note(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
}

/**
 * fail() - print why it failed, and exit
 * @code: the exit status
 * @format: a sentence, in printf() format
 */
void fail(enum exit_code code, const char *format, ...)
{
	va_list arguments;

	if (action_before)
		action_before();
	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	exit(code);
}

/**
 * usage() - print what is wrong with the command line, and exit
 * @format: a sentence, in printf() format
 */
void usage(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	exit(EXIT_USAGE);
}

/**
 * finish_output() - flush stdout, or fail
 */
void finish_output(void)
{
	if (fflush(stdout) || ferror(stdout))
		fail(EXIT_FAILED, "Can't write to standard output: %s.", strerror(errno));
}
