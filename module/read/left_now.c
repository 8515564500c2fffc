// SPDX-License-Identifier: GPL-2.0
/* Reads how much time the mini-sockets have left, which is when their ports become free. */
#include <linux/jiffies.h>
#include <linux/string.h>

#include "read/left_now.h"
#include "tables/entries.h"

/**
 * struct twstat_left_walk - a walk through the entries of all mini-sockets
 * @tn: the namespace whose mini-sockets are counted
 * @left: the histograms, by sub-state
 */
struct twstat_left_walk {
	const struct twstat_net *tn;
	struct twstat_histogram *left;
};

static bool twstat_left_one(struct twstat_entry *entry, void *data)
{
	struct twstat_left_walk *walk = data;
	struct twstat_histogram *histogram;
	s32 time;

	if (twstat_endpoint_net(entry->endpoint) == walk->tn) {
		histogram = &walk->left[entry->state];
		time = max((s32)(entry->expires - (u32)jiffies), 0);
		histogram->bucket[twstat_histogram_bucket(time)]++;
		histogram->sum += time;
	}
	return false;
}

/**
 * twstat_left_now() - read how much time the mini-sockets of a namespace have left
 * @tn: the namespace
 * @left: filled in: TWSTAT_SUBSTATES histograms, one per sub-state, their sums in ms
 *
 * Context: process, may sleep.
 */
void twstat_left_now(struct twstat_net *tn, struct twstat_histogram *left)
{
	struct twstat_left_walk walk = { .tn = tn, .left = left };
	int i;

	memset(left, 0, TWSTAT_SUBSTATES * sizeof(*left));
	twstat_entries_walk_minis(twstat_left_one, &walk);
	for (i = 0; i < TWSTAT_SUBSTATES; i++)
		left[i].sum = left[i].sum * MSEC_PER_SEC / HZ;
}
