// SPDX-License-Identifier: GPL-2.0
/* Numbers at two moments, for rates. */
#include <errno.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "ask/sample.h"
#include "base/fail.h"
#include "recording/recording.h"

/**
 * clock_now() - read the monotonic clock, or that of the recording
 *
 * Return: seconds.
 */
double clock_now(void)
{
	struct timespec now;

	if (recording_replayed())
		return recording_clock();
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

/**
 * clock_wait() - wait
 * @when: until clock_now() shows so many seconds, which a recording shows at once
 */
void clock_wait(double when)
{
	struct timespec until = {
		.tv_sec = when,
		.tv_nsec = (when - floor(when)) * 1e9,
	};

	if (recording_replayed())
		return;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) ==
	       EINTR)
		;
}

/* They are asked for only if there are any. */
static void take_conflicts(struct sample *sample, struct client *client)
{
	const __u64 *value = sample->stats.counters.value;

	if (value[TWSTAT_A_COUNTERS_BIND_IN_TIME_WAIT] ||
	    value[TWSTAT_A_COUNTERS_CONNECT_TUPLE_BUSY])
		fetch_conflicts(client, &sample->conflicts);
}

/* There is nothing to list, by the gauge that counts it. */
static bool has_none(const struct sample *sample, int gauge)
{
	const struct record *gauges = &sample->stats.gauges;

	return gauges->known[gauge] && !gauges->value[gauge];
}

/* No TCP socket was ever of interest: nothing is wrong, whatever the settings are. */
static bool is_idle(const struct sample *sample)
{
	const struct record *counters = &sample->stats.counters;
	unsigned int i;

	for (i = 0; i < RECORD_SIZE; i++)
		if (counters->known[i] && counters->value[i])
			return false;
	return has_none(sample, TWSTAT_A_GAUGES_DESTINATIONS);
}

static void take(struct sample *sample, struct client *client,
		 const struct destination_filter *filter)
{
	memset(sample, 0, sizeof(*sample));
	fetch_stats(client, &sample->stats);
	sample->at = clock_now();
	settings_read(&sample->settings);
	sample->hidden = !destinations_seen(client, filter, &sample->destinations);
	if (sample->hidden)
		return;
	take_conflicts(sample, client);
	services_fetch(client, &sample->services);
	incidents_fetch(client, 0, filter, &sample->incidents);
}

/* Of many namespaces, most are idle: these are asked for their counters only. */
static void take_one_of_many(struct sample *sample, struct client *client,
			     const struct destination_filter *filter, bool rates_only)
{
	memset(sample, 0, sizeof(*sample));
	fetch_stats(client, &sample->stats);
	sample->at = clock_now();
	if (!has_none(sample, TWSTAT_A_GAUGES_DESTINATIONS))
		sample->hidden = !destinations_seen(client, filter, &sample->destinations);
	if (sample->hidden)
		return;
	take_conflicts(sample, client);
	if (!has_none(sample, TWSTAT_A_GAUGES_SERVICES))
		services_fetch(client, &sample->services);
	if (rates_only || is_idle(sample))
		return;
	settings_read(&sample->settings);
	incidents_fetch(client, 0, filter, &sample->incidents);
}

/**
 * period_begin() - take the first sample
 * @period: filled in
 * @client: the client
 * @filter: which destinations to read
 */
void period_begin(struct period *period, struct client *client,
		  const struct destination_filter *filter)
{
	memset(period, 0, sizeof(*period));
	take(&period->is, client, filter);
}

static void keep_last(struct period *period)
{
	destinations_free(&period->was.destinations);
	services_free(&period->was.services);
	conflicts_free(&period->was.conflicts);
	incidents_free(&period->was.incidents);
	period->was = period->is;
}

/**
 * period_next() - take another sample; the last one becomes the earlier one
 * @period: from period_begin()
 * @client: the client
 * @filter: which destinations to read
 */
void period_next(struct period *period, struct client *client,
		 const struct destination_filter *filter)
{
	keep_last(period);
	take(&period->is, client, filter);
	period->seconds = period->is.at - period->was.at;
}

/**
 * period_next_of_many() - take a sample of one of many network namespaces
 * @period: all 0 at first; the last sample becomes the earlier one
 * @client: the client
 * @filter: which destinations to read
 * @rates_only: it will only be the earlier one, which needs no settings
 */
void period_next_of_many(struct period *period, struct client *client,
			 const struct destination_filter *filter, bool rates_only)
{
	keep_last(period);
	take_one_of_many(&period->is, client, filter, rates_only);
	if (period->was.at)
		period->seconds = period->is.at - period->was.at;
}

/**
 * period_measure() - take two samples
 * @period: filled in
 * @client: the client
 * @filter: which destinations to read
 * @seconds: time between them, unless it is that of a recording; 0: take one only, without
 *	rates
 */
void period_measure(struct period *period, struct client *client,
		    const struct destination_filter *filter, double seconds)
{
	if (recording_replayed() && !kept_number(recording_replayed()->head, "seconds"))
		seconds = 0;
	recording_at(seconds ? 0 : LAST);
	period_begin(period, client, filter);
	if (!seconds)
		return;
	clock_wait(period->is.at + seconds);
	recording_at(LAST);
	period_next(period, client, filter);
}

/**
 * period_is_seen() - fail if this user may see counters only
 * @period: from period_begin()
 */
void period_is_seen(const struct period *period)
{
	if (period->is.hidden)
		fail(EXIT_NOT_ALLOWED,
		     "Permission denied: only root may see destinations; it needs CAP_NET_ADMIN.");
}

/**
 * period_end() - free both samples
 * @period: from period_begin()
 */
void period_end(struct period *period)
{
	destinations_free(&period->was.destinations);
	destinations_free(&period->is.destinations);
	services_free(&period->was.services);
	services_free(&period->is.services);
	conflicts_free(&period->was.conflicts);
	incidents_free(&period->was.incidents);
	conflicts_free(&period->is.conflicts);
	incidents_free(&period->is.incidents);
}

/**
 * counter_rate() - the rate of a counter
 * @period: the time to measure it over
 * @counter: TWSTAT_A_COUNTERS_*
 *
 * Return: the growth per second; NAN if it is not known.
 */
double counter_rate(const struct period *period, int counter)
{
	const struct record *is = &period->is.stats.counters;
	const struct record *was = &period->was.stats.counters;

	if (!period->seconds || !is->known[counter] || !was->known[counter])
		return NAN;
	/* Smaller if the module was loaded again in between. */
	if (is->value[counter] < was->value[counter])
		return NAN;
	return (is->value[counter] - was->value[counter]) / period->seconds;
}
