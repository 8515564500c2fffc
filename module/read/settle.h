/* SPDX-License-Identifier: GPL-2.0 */
/* Settling: counts the results that handlers left pending. */
#ifndef _TWSTAT_READ_SETTLE_H
#define _TWSTAT_READ_SETTLE_H

#include <linux/types.h>

struct twstat_net;

/**
 * struct twstat_settled - a namespace whose numbers are settled
 * @tn: the namespace
 *
 * Functions that read numbers which handlers may leave pending take this struct.
 * twstat_settle() makes it. Code that reads without settling must say so: it calls
 * twstat_unsettled().
 */
struct twstat_settled {
	struct twstat_net *tn;
};

struct twstat_settled twstat_settle(struct twstat_net *tn);
struct twstat_settled twstat_settle_once(struct twstat_net *tn, bool done);

/**
 * twstat_unsettled() - read the numbers without settling them
 * @tn: the namespace
 *
 * For notifications, which must not wait.
 *
 * Return: for readers.
 */
static inline struct twstat_settled twstat_unsettled(struct twstat_net *tn)
{
	return (struct twstat_settled) { tn };
}

#endif
