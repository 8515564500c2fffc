// SPDX-License-Identifier: GPL-2.0
/* One clear sentence, and the end. */
#include <stdarg.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>

#include "base/fail.h"

static void (*action_before)(void);

static void say(const char *format, va_list arguments)
{
	/* What was printed until now comes first. */
	fflush(stdout);
	fputs("twstat: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
}

/**
 * before_failing() - have something done before a sentence is printed
 * @action: what, for instance giving the terminal back
 */
void before_failing(void (*action)(void))
{
	action_before = action;
}

/**
 * note() - say something that is no output
 * @format: a sentence, as printf() takes it
 */
void note(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
}

/**
 * fail() - say why, and end
 * @code: the exit status
 * @format: a sentence, as printf() takes it
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
 * usage() - say what was asked for that does not exist, and end
 * @format: a sentence, as printf() takes it
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
 * finish_output() - write what was printed; what could not be written was not said
 */
void finish_output(void)
{
	if (fflush(stdout) || ferror(stdout))
		fail(EXIT_FAILED, "Can't write: %s.", strerror(errno));
}
