// SPDX-License-Identifier: GPL-2.0
/*
 * Netlink notifications of changes.
 *
 * A round looks only at what handlers have listed since the previous round, a tenth of a second
 * before, and at what was told less than a second ago. There is no round if nothing was listed.
 */
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "netlink/event_audience.h"
#include "netlink/event_destinations.h"
#include "netlink/event_overflow.h"
#include "netlink/events.h"
#include "tables/net.h"

/* Returns whether to look again after a grace period. */
static bool twstat_events_look(struct twstat_net *tn)
{
	bool again;

	mutex_lock(&tn->netlink->lock);
	again = twstat_events_destinations(tn);
	again |= twstat_events_overflow(tn);
	mutex_unlock(&tn->netlink->lock);
	return again;
}

static void twstat_events_look_again(struct twstat_net *tn)
{
	mutex_lock(&tn->netlink->lock);
	twstat_events_destinations_again(tn);
	twstat_events_overflow_again(tn);
	mutex_unlock(&tn->netlink->lock);
}

/**
 * twstat_events_round() - send what is due in the namespaces with changes
 *
 * Context: process, may sleep.
 */
void twstat_events_round(void)
{
	struct twstat_net *tn, *settling = NULL;
	struct llist_node *nets;

	twstat_changes_lock();
	nets = twstat_changes_take();
	while ((tn = twstat_changes_next(&nets))) {
		if (!twstat_events_look(tn))
			continue;
		tn->netlink->settling = settling;
		settling = tn;
	}
	if (settling)
		synchronize_rcu();
	for (tn = settling; tn; tn = settling) {
		settling = tn->netlink->settling;
		twstat_events_look_again(tn);
		cond_resched();
	}
	twstat_changes_unlock();
}

static void twstat_events_work(struct work_struct *unused)
{
	twstat_events_round();
}

/**
 * twstat_events_skip() - begin to list changes for those who may have joined in a namespace
 * @tn: the namespace
 *
 * Call this when @on of twstat_hearing is set, or else it does nothing. If nobody is known to
 * have listened before, what happened up to now is never told.
 *
 * Context: process, may sleep.
 */
void twstat_events_skip(struct twstat_net *tn)
{
	mutex_lock(&tn->netlink->lock);
	if (READ_ONCE(twstat_hearing.on[TWSTAT_AUDIENCE_DESTINATIONS]) &&
	    twstat_audience_welcome(tn, TWSTAT_AUDIENCE_DESTINATIONS))
		twstat_events_destinations_skip(tn);
	if (READ_ONCE(twstat_hearing.on[TWSTAT_AUDIENCE_EVENTS]) &&
	    twstat_audience_welcome(tn, TWSTAT_AUDIENCE_EVENTS))
		twstat_events_overflow_skip(tn);
	mutex_unlock(&tn->netlink->lock);
}

/**
 * twstat_events_init() - prepare the work item
 */
void twstat_events_init(void)
{
	twstat_changes_init(twstat_events_work);
}

/**
 * twstat_events_exit() - stop the work item, and drop what is listed
 *
 * Nobody may listen any more, and handlers must have noticed.
 *
 * Context: process, may sleep.
 */
void twstat_events_exit(void)
{
	twstat_changes_exit();
	twstat_events_round();
}
