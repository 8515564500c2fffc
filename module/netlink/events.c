// SPDX-License-Identifier: GPL-2.0
/*
 * Netlink notifications.
 *
 * No code on the path of a connection checks for events. Ten times a second a work item
 * compares numbers with their previous values, in namespaces that have listeners. While there
 * are no listeners, the work item only checks for new ones, and it wakes no idle CPU for that.
 */
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include "netlink/event_destinations.h"
#include "netlink/event_hooks.h"
#include "netlink/event_overflow.h"
#include "netlink/events.h"
#include "netlink/message.h"
#include "netlink/per_net.h"
#include "tables/net.h"

#define TWSTAT_EVENTS_PERIOD	(HZ / 10)

static void twstat_events_work(struct work_struct *work);
static DECLARE_DELAYED_WORK(twstat_events_busy, twstat_events_work);
static DECLARE_DEFERRABLE_WORK(twstat_events_idle, twstat_events_work);

/* Both work items can run at once. */
static DEFINE_MUTEX(twstat_events_lock);

static bool twstat_events_stopped;

/**
 * struct twstat_events_round - one pass through all namespaces
 * @heard: some namespace has a listener
 * @events: some namespace has a listener for other events than those of destinations
 */
struct twstat_events_round {
	bool heard;
	bool events;
};

static void twstat_events_other(struct twstat_net *tn,
				struct twstat_events_round *round)
{
	if (!round->events)
		twstat_events_look_at_hooks();
	round->events = true;
	twstat_events_overflow(tn);
	twstat_events_hooks(tn);
}

/* A new listener is sent only what happens after it has joined. */
static void twstat_events_net(struct twstat_net *tn,
			      struct twstat_events_round *round)
{
	bool destinations = genl_has_listeners(&twstat_nl_family, tn->net,
					       TWSTAT_NLGRP_DESTINATIONS);
	bool events = genl_has_listeners(&twstat_nl_family, tn->net,
					 TWSTAT_NLGRP_EVENTS);

	if (destinations)
		twstat_events_destinations(tn);
	if (events)
		twstat_events_other(tn, round);
	tn->netlink->destinations = destinations;
	tn->netlink->events = events;
	round->heard |= destinations || events;
}

/* While a namespace is in the list, its struct twstat_net exists. */
static void twstat_events_work(struct work_struct *work)
{
	struct twstat_events_round round = { };
	struct twstat_net *tn;
	struct net *net;

	if (READ_ONCE(twstat_events_stopped))
		return;
	mutex_lock(&twstat_events_lock);
	down_read(&net_rwsem);
	for_each_net(net) {
		tn = twstat_net_of_reader(net);
		if (tn)
			twstat_events_net(tn, &round);
	}
	up_read(&net_rwsem);
	if (!round.events)
		twstat_events_forget_hooks();
	mutex_unlock(&twstat_events_lock);
	if (!READ_ONCE(twstat_events_stopped))
		queue_delayed_work(system_wq, round.heard ? &twstat_events_busy :
				   &twstat_events_idle, TWSTAT_EVENTS_PERIOD);
}

/**
 * twstat_events_init() - start the work item
 */
void twstat_events_init(void)
{
	queue_delayed_work(system_wq, &twstat_events_idle, 0);
}

/**
 * twstat_events_look_now() - check for new listeners at once
 *
 * Context: process, may sleep.
 */
void twstat_events_look_now(void)
{
	mod_delayed_work(system_wq, &twstat_events_idle, 0);
	flush_delayed_work(&twstat_events_idle);
}

/**
 * twstat_events_stop() - stop the work items
 *
 * Context: process, may sleep.
 */
void twstat_events_stop(void)
{
	WRITE_ONCE(twstat_events_stopped, true);
	twstat_events_exit();
}

/**
 * twstat_events_exit() - wait for work items that requests have queued
 *
 * Call this when there can be no new requests. A work item that has not seen the stop flag may
 * still queue the other work item.
 *
 * Context: process, may sleep.
 */
void twstat_events_exit(void)
{
	cancel_delayed_work_sync(&twstat_events_idle);
	cancel_delayed_work_sync(&twstat_events_busy);
	cancel_delayed_work_sync(&twstat_events_idle);
}
