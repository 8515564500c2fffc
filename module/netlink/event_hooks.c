// SPDX-License-Identifier: GPL-2.0
/* Notifications of hooks that missed calls or no longer fire. */
#include "netlink/event_audience.h"
#include "netlink/event_hooks.h"
#include "netlink/event_interval.h"
#include "netlink/hooks.h"
#include "tables/net.h"

/**
 * struct twstat_hook_told - what was last reported of a hook
 * @missed: its count of missed calls in the last report
 * @silent: whether it didn't fire in the last report
 * @at: when the last report was sent, in jiffies
 * @now: its current status
 * @tell: whether to send a report in this round
 */
struct twstat_hook_told {
	u64 missed;
	bool silent;
	u32 at;
	struct twstat_hook_status now;
	bool tell;
};

/* Hooks belong to the whole machine, so there is one array for all namespaces. */
static struct twstat_hook_told twstat_hooks_told[TWSTAT_HOOKS];
static bool twstat_hooks_heard;

static bool twstat_hook_is_silent(const struct twstat_hook_status *status)
{
	return status->condition == TWSTAT_HOOK_SILENT;
}

/* Whether it has missed more calls, or has stopped firing since the last report. */
static bool twstat_hook_is_lost(const struct twstat_hook_told *told)
{
	return told->now.missed > told->missed ||
	       (twstat_hook_is_silent(&told->now) && !told->silent);
}

static void twstat_events_look_at_hook(struct twstat_hook_told *told,
				       enum twstat_hook_id id)
{
	if (told->tell) {
		told->missed = told->now.missed;
		told->silent = twstat_hook_is_silent(&told->now);
		told->at = jiffies;
	}
	twstat_hook_status(id, &told->now);
	if (!twstat_hooks_heard) {
		told->missed = told->now.missed;
		told->silent = twstat_hook_is_silent(&told->now);
		told->at = (u32)jiffies - TWSTAT_EVENTS_INTERVAL;
	}
	if (!twstat_hook_is_silent(&told->now))
		told->silent = false;
		/* While its group is switched off, the count can be too high for a moment. */
	told->missed = min(told->missed, told->now.missed);
	told->tell = twstat_hook_is_lost(told) &&
		     twstat_events_is_due(told->at);
}

/* Determines which hooks are to be reported; returns whether any is. */
static bool twstat_events_look_at_hooks(void)
{
	bool tell = false;
	int id;

	for (id = 0; id < TWSTAT_HOOKS; id++) {
		twstat_events_look_at_hook(&twstat_hooks_told[id], id);
		tell |= twstat_hooks_told[id].tell;
	}
	twstat_hooks_heard = true;
	return tell;
}

static void twstat_events_tell_hooks(struct twstat_net *tn)
{
	const struct twstat_hook_told *told;
	struct twstat_message message;
	int id;

	for (id = 0; id < TWSTAT_HOOKS; id++) {
		told = &twstat_hooks_told[id];
		if (!told->tell || !twstat_changes_heard(tn, TWSTAT_AUDIENCE_EVENTS))
			continue;
		twstat_message_event(&message, TWSTAT_CMD_HOOK_LOST_NTF);
		twstat_put_hook(&message, &told->now, tn->net);
		twstat_put_uint(&message, TWSTAT_A_HOOK_SUPPRESSED,
				max(told->now.missed - told->missed, 1ULL) - 1);
		twstat_audience_tell(&message, tn, TWSTAT_AUDIENCE_EVENTS);
	}
}

/**
 * twstat_events_hooks_begin() - report only what happens to hooks from now on
 *
 * Context: process; the caller prevents concurrent calls of functions in this file.
 */
void twstat_events_hooks_begin(void)
{
	twstat_hooks_heard = false;
	twstat_events_look_at_hooks();
}

/**
 * twstat_events_hooks() - report hooks to all namespaces with listeners
 *
 * Hooks belong to the whole machine, and are rarely lost: only then this walks all namespaces.
 *
 * Context: as twstat_events_hooks_begin(), may sleep.
 */
void twstat_events_hooks(void)
{
	struct twstat_net *tn = NULL;

	if (!twstat_events_look_at_hooks())
		return;
	twstat_changes_lock();
	while ((tn = twstat_netlink_net_next(tn))) {
		mutex_lock(&tn->netlink->lock);
		twstat_events_tell_hooks(tn);
		mutex_unlock(&tn->netlink->lock);
		cond_resched();
	}
	twstat_changes_unlock();
}
