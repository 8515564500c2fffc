// SPDX-License-Identifier: GPL-2.0
/*
 * Histograms of times, all with the same bounds: in ms, or in us for a search.
 *
 * What is in ms is kept in jiffies, which is what the kernel's own timers for these
 * sockets count: reading that clock costs a handler nothing.
 */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <net/tcp.h>

#include "tables/histograms.h"
#include "tables/net.h"

/*
 * The bounds, which belong to the bucket below them; finer towards 2MSL. In thousandths of
 * a ms or us, as the times of searches are.
 */
static const u64 twstat_bounds[TWSTAT_BUCKETS] = {
	1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000,
	1000000, 2000000, 5000000, 10000000, 20000000, 30000000, 40000000,
	50000000, 60000000, 70000000, 120000000, U64_MAX,
};

/**
 * twstat_histogram_bucket() - in which bucket a time is
 * @time: in jiffies
 *
 * Return: the bucket's number.
 */
unsigned int twstat_histogram_bucket(u32 time)
{
	unsigned int low = 0, high = TWSTAT_BUCKETS - 1, middle;
	u64 time_hz = (u64)time * 1000 * 1000;

	while (low < high) {
		middle = (low + high) / 2;
		if (time_hz > twstat_bounds[middle] * HZ)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

NOKPROBE_SYMBOL(twstat_histogram_bucket);

/**
 * twstat_histogram_bound() - up to where a bucket goes
 * @bucket: its number
 *
 * Return: the longest time in it, in ms or us; 0 for the last one, which has no end.
 */
unsigned int twstat_histogram_bound(unsigned int bucket)
{
	return bucket < TWSTAT_BUCKETS - 1 ? twstat_bounds[bucket] / 1000 : 0;
}

static __always_inline void
twstat_histogram_add_to(struct twstat_net *tn, enum twstat_histogram_id id,
			unsigned int bucket, u64 time)
{
	this_cpu_inc(tn->cpu->histogram[id].bucket[bucket]);
	this_cpu_add(tn->cpu->histogram[id].sum, time);
}

static void twstat_histogram_add(struct twstat_net *tn,
				 enum twstat_histogram_id id, u32 time)
{
	twstat_histogram_add_to(tn, id, twstat_histogram_bucket(time), time);
}

NOKPROBE_SYMBOL(twstat_histogram_add);

/**
 * twstat_histograms_end() - a mini-socket has ended
 * @tn: its namespace
 * @exit: why, one of TWSTAT_EXIT_EXPIRED to TWSTAT_EXIT_OTHER
 * @age: how long it was in the sub-state, in jiffies; NULL if that is not known
 * @left: when its timer would have fired, in jiffies from now; may be past
 * @in_2msl: that timer was the one of TIME_WAIT
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
		twstat_histogram_add(tn, TWSTAT_TIMER_LATE, max(-left, 0));
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
 * twstat_histograms_search() - a connect() has looked for a port
 * @tn: its namespace
 * @took: how long, in ns
 *
 * Context: handlers; any context without preemption.
 */
void twstat_histograms_search(struct twstat_net *tn, u64 took)
{
	unsigned int bucket = 0;

	/* Most take a few microseconds. */
	while (took > twstat_bounds[bucket])
		bucket++;
	twstat_histogram_add_to(tn, TWSTAT_PORT_SEARCH, bucket, took);
}

NOKPROBE_SYMBOL(twstat_histograms_search);
