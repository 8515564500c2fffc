// SPDX-License-Identifier: GPL-2.0
/* Numbers that a user gives. */
#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/number.h"

/**
 * number_read() - read a whole number
 * @text: what was given
 * @value: filled in
 *
 * Return: whether it is one, without a sign.
 */
bool number_read(const char *text, unsigned long *value)
{
	char *end;

	errno = 0;
	*value = strtoul(text, &end, 10);
	return !errno && *text >= '0' && *text <= '9' && !*end;
}

/**
 * number_seconds() - read how many seconds
 * @text: what was given
 *
 * Return: a number, from 0 to a day.
 */
double number_seconds(const char *text)
{
	double seconds;
	char *end;

	errno = 0;
	seconds = strtod(text, &end);
	if (errno || end == text || *end || !(seconds >= 0 && seconds <= 86400))
		usage("'%s' is no number of seconds from 0 to 86400.", text);
	return seconds;
}
