/* SPDX-License-Identifier: GPL-2.0 */
/* What those are told who listen. */
#ifndef _TWSTAT_NETLINK_WATCH_H
#define _TWSTAT_NETLINK_WATCH_H

#include <linux/jiffies.h>
#include <linux/types.h>

struct twstat_net;

/* The same thing is told once in that time. */
#define TWSTAT_WATCH_SILENCE	HZ

/**
 * twstat_watch_may_tell() - is it time to tell something again?
 * @at: when it was told last, in jiffies
 *
 * Return: whether it is.
 */
static inline bool twstat_watch_may_tell(u32 at)
{
	return (u32)jiffies - at >= TWSTAT_WATCH_SILENCE;
}

void twstat_watch_destinations(struct twstat_net *tn);
void twstat_watch_hooks_look(void);
void twstat_watch_hooks_forget(void);
void twstat_watch_hooks_tell(struct twstat_net *tn);
void twstat_watch_overflow(struct twstat_net *tn);

void twstat_watch_init(void);
void twstat_watch_now(void);
void twstat_watch_stop(void);
void twstat_watch_exit(void);

#endif
