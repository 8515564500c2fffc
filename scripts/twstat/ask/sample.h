/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_SAMPLE_H
#define TWSTAT_ASK_SAMPLE_H

#include "ask/destinations.h"
#include "ask/fetch.h"
#include "ask/settings.h"

/**
 * struct sample - all that rates are made of, at one moment
 * @at: when, in seconds
 * @stats: counters and gauges
 * @destinations: those that were asked for
 * @settings: the namespace's settings
 */
struct sample {
	double at;
	struct stats stats;
	struct destinations destinations;
	struct settings settings;
};

/**
 * struct period - two moments
 * @was: the one before
 * @is: now
 * @seconds: between them; 0 if there is only now, and so no rate
 */
struct period {
	struct sample was;
	struct sample is;
	double seconds;
};

double clock_now(void);
void period_begin(struct period *period, struct client *client,
		  const struct destination_filter *filter);
void period_next(struct period *period, struct client *client,
		 const struct destination_filter *filter);
void period_measure(struct period *period, struct client *client,
		    const struct destination_filter *filter, double seconds);
void period_end(struct period *period);

double counter_rate(const struct period *period, int counter);

#endif
