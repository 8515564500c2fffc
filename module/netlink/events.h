/* SPDX-License-Identifier: GPL-2.0 */
/* What those are told who listen. */
#ifndef _TWSTAT_NETLINK_EVENTS_H
#define _TWSTAT_NETLINK_EVENTS_H

#include <linux/jiffies.h>
#include <linux/types.h>

#include "read/settle.h"

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

void twstat_events_destinations(struct twstat_settled settled);
void twstat_events_look_at_hooks(void);
void twstat_events_forget_hooks(void);
void twstat_events_hooks(struct twstat_net *tn);
void twstat_events_overflow(struct twstat_settled settled);

void twstat_events_init(void);
void twstat_events_look_now(void);
void twstat_events_stop(void);
void twstat_events_exit(void);

#endif
