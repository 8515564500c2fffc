// SPDX-License-Identifier: GPL-2.0
/* Moments on the command line, by the system's clock. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/fail.h"
#include "base/moment.h"

/**
 * moment_now() - read the system's clock
 *
 * Return: ns since 1970.
 */
__u64 moment_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * MOMENT_SECOND + now.tv_nsec;
}

/* "90s", "10m", "2h", "1d" ago; returns whether the text is that. */
static bool read_ago(const char *text, time_t *when)
{
	static const struct {
		char letter;
		unsigned int seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	unsigned long number;
	unsigned int i;
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	number = strtoul(text, &end, 10);
	for (i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (*end != units[i].letter || end[1] || number > 100000000)
			continue;
		*when = time(NULL) - (time_t)(number * units[i].seconds);
		return true;
	}
	return false;
}

/* A time of day: the last one that has been. */
static bool read_clock(const char *text, time_t *when)
{
	time_t now = time(NULL);
	struct tm at = *localtime(&now);
	const char *end;

	at.tm_sec = 0;
	end = strptime(text, "%H:%M:%S", &at);
	if (!end || *end)
		end = strptime(text, "%H:%M", &at);
	if (!end || *end)
		return false;
	at.tm_isdst = -1;
	*when = mktime(&at);
	if (*when > now) {
		at.tm_mday--;
		at.tm_isdst = -1;
		*when = mktime(&at);
	}
	return true;
}

/* "+01:00", "-0530" or "Z" after a date, in seconds; returns whether the text is that. */
static bool read_zone(const char *text, long *offset)
{
	unsigned int hours, minutes;
	int length = 0;

	*offset = 0;
	if (!strcmp(text, "Z") || !strcmp(text, "z"))
		return true;
	if ((*text != '+' && *text != '-') ||
	    (sscanf(text + 1, "%2u:%2u%n", &hours, &minutes, &length) != 2 &&
	     sscanf(text + 1, "%2u%2u%n", &hours, &minutes, &length) != 2) ||
	    text[1 + length] || hours > 23 || minutes > 59)
		return false;
	*offset = (hours * 60 + minutes) * 60;
	if (*text == '-')
		*offset = -*offset;
	return true;
}

/* A date, with or without a time of day and a zone, as RFC 3339 has it; or a blank for the T. */
static bool read_date(const char *text, time_t *when)
{
	static const char *const formats[] = {
		"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M",
		"%Y-%m-%d"
	};
	const char *end = NULL;
	unsigned int i;
	struct tm at;
	long offset;

	for (i = 0; !end && i < sizeof(formats) / sizeof(*formats); i++) {
		at = (struct tm){ .tm_isdst = -1 };
		end = strptime(text, formats[i], &at);
	}
	if (!end)
		return false;
	/* The part of a second that the tool itself prints. */
	if (*end == '.')
		for (end++; isdigit((unsigned char)*end); )
			end++;
	if (!*end) {
		*when = mktime(&at);
		return true;
	}
	if (!read_zone(end, &offset))
		return false;
	*when = timegm(&at) - offset;
	return true;
}

/**
 * moment_read() - read a moment, or fail
 * @text: a date as "2026-11-30T03:12:05+01:00" or shorter, a time of day as "03:12", or how long
 *	ago as "10m"
 *
 * Return: ns since 1970.
 */
__u64 moment_read(const char *text)
{
	time_t when;

	if (!read_ago(text, &when) && !read_clock(text, &when) && !read_date(text, &when))
		usage("'%s' is not a time, such as 2026-11-30T03:12, 03:12, or 10m (ago).", text);
	return when > 0 ? when * MOMENT_SECOND : 0;
}
