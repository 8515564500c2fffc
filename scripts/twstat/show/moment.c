// SPDX-License-Identifier: GPL-2.0
/* Moments and durations as text. */
#include <stdio.h>
#include <time.h>

#include "base/moment.h"
#include "show/moment.h"

/**
 * format_moment() - a moment with date and zone
 * @moment: ns since 1970
 *
 * Return: as RFC 3339, to the millisecond: 2026-11-30T03:12:05.123+01:00.
 */
struct text format_moment(__u64 moment)
{
	time_t seconds = moment / MOMENT_SECOND;
	char date[32], zone[16];
	struct text text;
	struct tm at;

	localtime_r(&seconds, &at);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &at);
	/* +0100, of which RFC 3339 wants a colon in the middle. */
	strftime(zone, sizeof(zone), "%z", &at);
	snprintf(text.is, FORMAT_SIZE, "%s.%03u%.3s:%.2s", date,
		 (unsigned int)(moment % MOMENT_SECOND / 1000000), zone, zone + 3);
	return text;
}

/**
 * format_moment_short() - a moment for a table
 * @moment: ns since 1970
 *
 * Return: date and time of day to the second, in the local zone.
 */
struct text format_moment_short(__u64 moment)
{
	time_t seconds = moment / MOMENT_SECOND;
	struct text text;
	struct tm at;

	localtime_r(&seconds, &at);
	strftime(text.is, FORMAT_SIZE, "%Y-%m-%d %H:%M:%S", &at);
	return text;
}

/**
 * format_duration() - a duration
 * @ms: milliseconds
 *
 * Return: in its two largest units: 2 h 5 min, 3 min 20 s, 4.2 s.
 */
struct text format_duration(__u64 ms)
{
	__u64 seconds = ms / 1000;
	struct text text;

	if (seconds < 60)
		snprintf(text.is, FORMAT_SIZE, "%.1f s", ms / 1000.0);
	else if (seconds < 3600)
		snprintf(text.is, FORMAT_SIZE, "%llu min %llu s", seconds / 60, seconds % 60);
	else if (seconds < 86400)
		snprintf(text.is, FORMAT_SIZE, "%llu h %llu min", seconds / 3600,
			 seconds / 60 % 60);
	else
		snprintf(text.is, FORMAT_SIZE, "%llu d %llu h", seconds / 86400,
			 seconds / 3600 % 24);
	return text;
}
