/* SPDX-License-Identifier: GPL-2.0 */
/* Histograms of times. */
#ifndef _TWSTAT_TABLES_HISTOGRAMS_H
#define _TWSTAT_TABLES_HISTOGRAMS_H

#include <linux/types.h>

#include "tables/counters.h"

struct twstat_net;

#define TWSTAT_BUCKETS	21

/* The exits whose lifetime is kept, and those among them that are early. */
#define TWSTAT_EXITS		(TWSTAT_EXIT_OTHER - TWSTAT_EXIT_EXPIRED + 1)
#define TWSTAT_EARLY_EXITS	(TWSTAT_EXIT_OTHER - TWSTAT_EXIT_REUSED + 1)

/**
 * enum twstat_histogram_id - the histograms that are kept
 * @TWSTAT_LIFETIME: how long a socket was in the sub-state in which it ended; one
 *	histogram for each exit from TWSTAT_EXIT_EXPIRED to TWSTAT_EXIT_OTHER.
 *	Not: adopted ones, whose beginning nobody saw
 * @TWSTAT_LEFT_AT_END: how much of its time was left when it ended early; one for
 *	each exit from TWSTAT_EXIT_REUSED to TWSTAT_EXIT_OTHER
 * @TWSTAT_TIMER_LATE: how late a timer that ended a socket was
 * @TWSTAT_AGE_AT_REUSE: how long ago 2MSL had been started, of those that a
 *	connect() took. Not: those in FIN_WAIT2
 * @TWSTAT_PORT_SEARCH: how long a connect() looked for a port, or whether its tuple is
 *	free, in ns. Not: with TCP_FASTOPEN_CONNECT
 * @TWSTAT_HISTOGRAMS: how many there are
 */
enum twstat_histogram_id {
	TWSTAT_LIFETIME,
	TWSTAT_LEFT_AT_END = TWSTAT_LIFETIME + TWSTAT_EXITS,
	TWSTAT_TIMER_LATE = TWSTAT_LEFT_AT_END + TWSTAT_EARLY_EXITS,
	TWSTAT_AGE_AT_REUSE,
	TWSTAT_PORT_SEARCH,
	TWSTAT_HISTOGRAMS
};

/**
 * struct twstat_histogram - how often a time was how long
 * @bucket: how often it was above the bound before this one's, and not above
 *	this one's; the last has no bound
 * @sum: all the times, in jiffies or ns
 */
struct twstat_histogram {
	u64 bucket[TWSTAT_BUCKETS];
	u64 sum;
};

unsigned int twstat_histogram_bucket(u32 time);
unsigned int twstat_histogram_bound(unsigned int bucket);

void twstat_histograms_end(struct twstat_net *tn, enum twstat_counter exit,
			   const u32 *age, s32 left, bool in_2msl);
void twstat_histograms_search(struct twstat_net *tn, u64 took);

#endif
