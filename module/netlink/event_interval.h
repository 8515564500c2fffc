/* SPDX-License-Identifier: GPL-2.0 */
/* How often the same event may be reported. */
#ifndef _TWSTAT_NETLINK_EVENT_INTERVAL_H
#define _TWSTAT_NETLINK_EVENT_INTERVAL_H

#include <linux/jiffies.h>
#include <linux/types.h>

/* The same event is reported at most once in this time, in jiffies. */
#define TWSTAT_EVENTS_INTERVAL	HZ

/**
 * twstat_events_is_due() - check whether an event may be reported again
 * @at: when it was last reported, in jiffies
 *
 * Return: whether it may.
 */
static inline bool twstat_events_is_due(u32 at)
{
	return (u32)jiffies - at >= TWSTAT_EVENTS_INTERVAL;
}

#endif
