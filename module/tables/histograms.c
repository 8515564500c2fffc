// SPDX-License-Identifier: GPL-2.0
/*
 * Histograms of times, all with the same bounds: in ms, or in us for a port search.
 *
 * Times in ms are measured in jiffies, the clock of the kernel's own timers for these
 * sockets: reading it costs a handler nothing.
 *
 * A set of histograms is four times as large as all counters. So not each CPU has its own: a
 * namespace has up to TWSTAT_HISTOGRAM_SHARDS sets, and on a machine with more CPUs several
 * CPUs add to the same.
 */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <net/tcp.h>

#include "tables/blocks.h"
#include "tables/histograms.h"
#include "tables/net.h"

/*
 * The upper bounds of the buckets, inclusive; closer together near 2MSL. The unit is a
 * thousandth of a ms or us: us, or ns for a port search, which is measured in ns.
 */
static const u64 twstat_bounds[TWSTAT_BUCKETS] = {
	1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000,
	1000000, 2000000, 5000000, 10000000, 20000000, 30000000, 40000000,
	50000000, 60000000, 70000000, 120000000, U64_MAX,
};

/* The longest time in a bucket, in jiffies: a whole number of them is compared. */
#define TWSTAT_BOUND(ms)	((u32)((ms) * (u64)HZ / 1000))

static const u32 twstat_bounds_jiffies[TWSTAT_BUCKETS - 1] = {
	TWSTAT_BOUND(1), TWSTAT_BOUND(2), TWSTAT_BOUND(5), TWSTAT_BOUND(10),
	TWSTAT_BOUND(20), TWSTAT_BOUND(50), TWSTAT_BOUND(100), TWSTAT_BOUND(200),
	TWSTAT_BOUND(500), TWSTAT_BOUND(1000), TWSTAT_BOUND(2000),
	TWSTAT_BOUND(5000), TWSTAT_BOUND(10000), TWSTAT_BOUND(20000),
	TWSTAT_BOUND(30000), TWSTAT_BOUND(40000), TWSTAT_BOUND(50000),
	TWSTAT_BOUND(60000), TWSTAT_BOUND(70000), TWSTAT_BOUND(120000),
};

/* The buckets of most lifetimes, a bit above 2MSL, and of most delays of a timer for 2MSL. */
#define TWSTAT_BUCKET_LIFETIME	18
#define TWSTAT_BUCKET_LATE	8

/* Finds the bucket of a time, in jiffies, by a search that begins at a bucket near it. */
static __always_inline unsigned int twstat_histogram_bucket_near(u32 time, unsigned int bucket)
{
	while (bucket < TWSTAT_BUCKETS - 1 && time > twstat_bounds_jiffies[bucket])
		bucket++;
	while (bucket && time <= twstat_bounds_jiffies[bucket - 1])
		bucket--;
	return bucket;
}

/**
 * twstat_histogram_bucket() - find the bucket of a time
 * @time: in jiffies
 *
 * Return: the bucket's number.
 */
unsigned int twstat_histogram_bucket(u32 time)
{
	return twstat_histogram_bucket_near(time, TWSTAT_BUCKET_LIFETIME);
}

NOKPROBE_SYMBOL(twstat_histogram_bucket);

/**
 * twstat_histogram_bound() - return the upper bound of a bucket
 * @bucket: its number
 *
 * Return: the longest time in it, in ms or us; 0 for the last bucket, which has no bound.
 */
unsigned int twstat_histogram_bound(unsigned int bucket)
{
	return bucket < TWSTAT_BUCKETS - 1 ? twstat_bounds[bucket] / 1000 : 0;
}

static __always_inline void
twstat_histogram_add_to(struct twstat_net *tn, enum twstat_histogram_id id,
			unsigned int bucket, u64 time)
{
	struct twstat_histogram_shard *shard = &this_cpu_read(tn->cpu->histograms)->of[id];

	atomic64_inc(&shard->bucket[bucket]);
	atomic64_add(time, &shard->sum);
}

static void twstat_histogram_add(struct twstat_net *tn,
				 enum twstat_histogram_id id, u32 time)
{
	twstat_histogram_add_to(tn, id, twstat_histogram_bucket(time), time);
}

NOKPROBE_SYMBOL(twstat_histogram_add);

/* The timer wheel has steps of half a second for the time of 2MSL. */
static __always_inline void twstat_histogram_add_late(struct twstat_net *tn, u32 late)
{
	twstat_histogram_add_to(tn, TWSTAT_TIMER_LATE,
				twstat_histogram_bucket_near(late, TWSTAT_BUCKET_LATE), late);
}

/**
 * twstat_histograms_end() - record the end of a mini-socket
 * @tn: its namespace
 * @exit: the cause, TWSTAT_EXIT_EXPIRED to TWSTAT_EXIT_OTHER
 * @age: how long it was in its last sub-state, in jiffies; NULL if unknown
 * @left: time until its timer would have fired, in jiffies; negative if it was late
 * @in_2msl: the timer was that of TIME_WAIT
 *
 * Context: handlers, interrupts off.
 */
void twstat_histograms_end(struct twstat_net *tn, enum twstat_counter exit,
			   const u32 *age, s32 left, bool in_2msl)
{
	if (age)
		twstat_histogram_add(tn, TWSTAT_LIFETIME + exit -
				     TWSTAT_EXIT_EXPIRED, *age);

	if (exit < TWSTAT_EXIT_REUSED) {
		twstat_histogram_add_late(tn, max(-left, 0));
		return;
	}

	left = max(left, 0);
	twstat_histogram_add(tn, TWSTAT_LEFT_AT_END + exit - TWSTAT_EXIT_REUSED,
			     left);
	if (exit <= TWSTAT_EXIT_TAKEN_OVER && in_2msl)
		twstat_histogram_add(tn, TWSTAT_AGE_AT_REUSE,
				     max(TCP_TIMEWAIT_LEN - left, 0));
}

NOKPROBE_SYMBOL(twstat_histograms_end);

/**
 * twstat_histograms_expired() - record that the timer ended a socket in TIME_WAIT
 * @tn: its namespace
 * @age: how long it was in TIME_WAIT, in jiffies
 * @late: how late the timer fired, in jiffies
 *
 * It is twstat_histograms_end() for most ends.
 *
 * Context: handlers, interrupts off.
 */
void twstat_histograms_expired(struct twstat_net *tn, u32 age, u32 late)
{
	twstat_histogram_add_to(tn, TWSTAT_LIFETIME,
				twstat_histogram_bucket_near(age, TWSTAT_BUCKET_LIFETIME), age);
	twstat_histogram_add_late(tn, late);
}

NOKPROBE_SYMBOL(twstat_histograms_expired);

/**
 * twstat_histograms_search() - record how long a port search took
 * @tn: its namespace
 * @took: the duration, in ns
 *
 * Context: handlers; any context without preemption.
 */
void twstat_histograms_search(struct twstat_net *tn, u64 took)
{
	unsigned int bucket = 0;

	/* A linear search: most port searches take a few microseconds. */
	while (took > twstat_bounds[bucket])
		bucket++;
	twstat_histogram_add_to(tn, TWSTAT_PORT_SEARCH, bucket, took);
}

NOKPROBE_SYMBOL(twstat_histograms_search);

/**
 * twstat_histograms_sum() - add up a histogram
 * @tn: the namespace
 * @id: the histogram
 * @sum: filled in
 */
void twstat_histograms_sum(const struct twstat_net *tn, enum twstat_histogram_id id,
			   struct twstat_histogram *sum)
{
	const struct twstat_histogram_shard *one;
	unsigned int shard, i;

	memset(sum, 0, sizeof(*sum));
	if (!twstat_net_counts(tn))
		return;
	for (shard = 0; shard < twstat_block_shards(); shard++) {
		one = &tn->block->shards[shard].of[id];
		for (i = 0; i < TWSTAT_BUCKETS; i++)
			sum->bucket[i] += atomic64_read(&one->bucket[i]);
		sum->sum += atomic64_read(&one->sum);
	}
}
