// SPDX-License-Identifier: GPL-2.0
/* The only place where conflicts are read. */
#include <linux/jiffies.h>

#include "read/conflicts.h"

static u32 twstat_conflict_left(u64 ends)
{
	u64 now = get_jiffies_64();

	return ends > now ? jiffies_to_msecs(ends - now) : 0;
}

/**
 * twstat_conflict_read() - read a conflict
 * @settled: its namespace
 * @at: its number, from 0 on
 * @conflict: filled in
 *
 * Context: process.
 * Return: whether there is such a conflict.
 */
bool twstat_conflict_read(struct twstat_settled settled, unsigned int at,
			  struct twstat_conflict_now *conflict)
{
	const struct twstat_holder *holder = &conflict->of.holder;

	if (!twstat_conflicts_copy(settled.tn, at, &conflict->of))
		return false;
	conflict->waits = holder->ends;
	conflict->left = twstat_conflict_left(holder->ends);
	conflict->left_unset = twstat_conflict_left(holder->ends_unset);
	return true;
}
