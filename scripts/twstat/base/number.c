// SPDX-License-Identifier: GPL-2.0
/* Numbers on the command line. */
#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/number.h"

/**
 * number_read() - read a whole number
 * @text: the argument
 * @value: filled in
 *
 * Return: whether @text is a whole number without a sign.
 */
bool number_read(const char *text, unsigned long *value)
{
	char *end;

	errno = 0;
	*value = strtoul(text, &end, 10);
	return !errno && *text >= '0' && *text <= '9' && !*end;
}

/**
 * number_seconds() - read a number of seconds, or fail
 * @text: the argument
 *
 * Return: the number, from 0 to a day.
 */
double number_seconds(const char *text)
{
	double seconds;
	char *end;

	errno = 0;
	seconds = strtod(text, &end);
	if (errno || end == text || *end || !(seconds >= 0 && seconds <= 86400))
		usage("'%s' is not a number of seconds from 0 to 86400.", text);
	return seconds;
}

/**
 * number_top() - read how many destinations have metrics of their own, or fail
 * @text: the argument
 *
 * Return: the number, from 0 to 10000.
 */
long number_top(const char *text)
{
	unsigned long number;

	if (!number_read(text, &number) || number > 10000)
		usage("'%s' is not a number of destinations from 0 to 10000.", text);
	return number;
}
