// SPDX-License-Identifier: GPL-2.0
/* Reads the histograms. */
#include <linux/jiffies.h>

#include "read/histograms.h"
#include "tables/net.h"

/**
 * twstat_histogram_name() - return the name of a histogram
 * @id: the histogram
 * @what: set to the name of the time that it shows
 * @of: set to the name of the counter that moves with it, or to NULL
 */
void twstat_histogram_name(enum twstat_histogram_id id, const char **what,
			   const char **of)
{
	*of = NULL;
	if (id < TWSTAT_LEFT_AT_END) {
		*what = "lifetime";
		*of = twstat_counter_name(TWSTAT_EXIT_EXPIRED + id -
					  TWSTAT_LIFETIME);
	} else if (id < TWSTAT_TIMER_LATE) {
		*what = "left_at_end";
		*of = twstat_counter_name(TWSTAT_EXIT_REUSED + id -
					  TWSTAT_LEFT_AT_END);
	} else if (id == TWSTAT_TIMER_LATE) {
		*what = "timer_late";
	} else if (id == TWSTAT_AGE_AT_REUSE) {
		*what = "age_at_reuse";
	} else {
		*what = "port_search_us";
	}
}

/**
 * twstat_histogram_read() - read a histogram
 * @settled: the namespace
 * @id: the histogram
 * @sum: filled in with the sum over all CPUs; its @sum is in the unit of the bounds
 */
void twstat_histogram_read(struct twstat_settled settled,
			   enum twstat_histogram_id id,
			   struct twstat_histogram *sum)
{
	twstat_histograms_sum(settled.tn, id, sum);
	if (twstat_histogram_unit(id) == TWSTAT_US)
		sum->sum /= NSEC_PER_USEC;
	else
		sum->sum = sum->sum * MSEC_PER_SEC / HZ;
}
