/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_SAMPLE_H
#define TWSTAT_ASK_SAMPLE_H

#include "ask/conflicts.h"
#include "ask/destinations.h"
#include "ask/fetch.h"
#include "ask/incidents.h"
#include "ask/services.h"
#include "ask/settings.h"

/**
 * struct sample - the numbers at one moment
 * @at: when, in seconds
 * @stats: counters and gauges
 * @destinations: those that match the filter
 * @services: all of them
 * @settings: the namespace's settings
 * @conflicts: why bind() and connect() calls failed
 * @incidents: those of such destinations
 * @hidden: this user may see counters only: what lists addresses is empty
 */
struct sample {
	double at;
	struct stats stats;
	struct destinations destinations;
	struct services services;
	struct settings settings;
	struct conflicts conflicts;
	struct incidents incidents;
	bool hidden;
};

/**
 * struct period - two samples
 * @was: the earlier one
 * @is: the later one
 * @seconds: time between them; 0 if there is only one, and so no rate
 */
struct period {
	struct sample was;
	struct sample is;
	double seconds;
};

double clock_now(void);
void clock_wait(double when);
void period_begin(struct period *period, struct client *client,
		  const struct destination_filter *filter);
void period_next(struct period *period, struct client *client,
		 const struct destination_filter *filter);
void period_next_of_many(struct period *period, struct client *client,
			 const struct destination_filter *filter, bool rates_only);
void period_measure(struct period *period, struct client *client,
		    const struct destination_filter *filter, double seconds);
void period_end(struct period *period);

void period_is_seen(const struct period *period);
double counter_rate(const struct period *period, int counter);

#endif
