/* SPDX-License-Identifier: GPL-2.0 */
/* How often the same thing may be sent. */
#ifndef _TWSTAT_NETLINK_EVENT_INTERVAL_H
#define _TWSTAT_NETLINK_EVENT_INTERVAL_H

#include <linux/jiffies.h>
#include <linux/types.h>

/* The same thing is told once in that time. */
#define TWSTAT_EVENTS_INTERVAL	HZ

/**
 * twstat_events_is_due() - is it time to tell something again?
 * @at: when it was told last, in jiffies
 *
 * Return: whether it is.
 */
static inline bool twstat_events_is_due(u32 at)
{
	return (u32)jiffies - at >= TWSTAT_EVENTS_INTERVAL;
}

#endif
