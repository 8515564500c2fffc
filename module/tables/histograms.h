/* SPDX-License-Identifier: GPL-2.0 */
/* Histograms of times. */
#ifndef _TWSTAT_TABLES_HISTOGRAMS_H
#define _TWSTAT_TABLES_HISTOGRAMS_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/types.h>

#include "tables/counters.h"

struct twstat_net;

#define TWSTAT_BUCKETS	21

/* The exits that have a histogram of lifetimes, and those of them that are early. */
#define TWSTAT_EXITS		(TWSTAT_EXIT_OTHER - TWSTAT_EXIT_EXPIRED + 1)
#define TWSTAT_EARLY_EXITS	(TWSTAT_EXIT_OTHER - TWSTAT_EXIT_REUSED + 1)

/**
 * enum twstat_histogram_id - the histograms of a namespace
 * @TWSTAT_LIFETIME: how long a socket was in the sub-state in which it ended; one
 *	histogram for each exit from TWSTAT_EXIT_EXPIRED to TWSTAT_EXIT_OTHER.
 *	Not: adopted sockets, whose beginning is unknown
 * @TWSTAT_LEFT_AT_END: how much of a socket's time was left when it ended early; one
 *	histogram for each exit from TWSTAT_EXIT_REUSED to TWSTAT_EXIT_OTHER
 * @TWSTAT_TIMER_LATE: how late a timer that ended a socket fired
 * @TWSTAT_AGE_AT_REUSE: time since the start of 2MSL, for sockets that a connect() took.
 *	Not: sockets in FIN_WAIT2
 * @TWSTAT_PORT_SEARCH: how long a connect() searched for a port, or checked whether the
 *	tuple of its bound port is free, in ns. Not: with TCP_FASTOPEN_CONNECT
 * @TWSTAT_HISTOGRAMS: number of histograms
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
 * struct twstat_histogram - a histogram of times
 * @bucket: how many times were above the previous bucket's bound and not above this bucket's
 *	own; the last bucket has no bound
 * @sum: the sum of all times, in jiffies or ns
 */
struct twstat_histogram {
	u64 bucket[TWSTAT_BUCKETS];
	u64 sum;
};

/* Each namespace has at most so many sets of histograms, and each is used by some of the CPUs. */
#define TWSTAT_HISTOGRAM_SHARDS	8

/**
 * struct twstat_histogram_shard - a histogram of times that several CPUs add to
 * @bucket: as in struct twstat_histogram
 * @sum: the same
 */
struct twstat_histogram_shard {
	atomic64_t bucket[TWSTAT_BUCKETS];
	atomic64_t sum;
};

/**
 * struct twstat_histograms - all histograms of a namespace, of some of the CPUs
 * @of: by enum twstat_histogram_id
 */
struct twstat_histograms {
	struct twstat_histogram_shard of[TWSTAT_HISTOGRAMS];
} ____cacheline_aligned_in_smp;

unsigned int twstat_histogram_bucket(u32 time);
unsigned int twstat_histogram_bound(unsigned int bucket);

void twstat_histograms_end(struct twstat_net *tn, enum twstat_counter exit,
			   const u32 *age, s32 left, bool in_2msl);
void twstat_histograms_expired(struct twstat_net *tn, u32 age, u32 late);
void twstat_histograms_search(struct twstat_net *tn, u64 took);
void twstat_histograms_sum(const struct twstat_net *tn, enum twstat_histogram_id id,
			   struct twstat_histogram *sum);

#endif
