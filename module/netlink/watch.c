// SPDX-License-Identifier: GPL-2.0
/*
 * What those are told who listen.
 *
 * Nothing that a connection passes looks for it: ten times a second a work item compares
 * numbers with what they were, in namespaces where somebody listens. While nobody does,
 * all it does is to look whether anybody does, and it wakes no idle CPU for that.
 */
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include "message.h"
#include "netns.h"
#include "watch.h"

#define TWSTAT_WATCH_PERIOD	(HZ / 10)

static void twstat_watch(struct work_struct *work);
static DECLARE_DELAYED_WORK(twstat_watch_busy, twstat_watch);
static DECLARE_DEFERRABLE_WORK(twstat_watch_idle, twstat_watch);

/* Both can be due at once. */
static DEFINE_MUTEX(twstat_watch_lock);

static bool twstat_watch_stopped;

/**
 * struct twstat_watch_round - a look at all namespaces
 * @heard: somebody listens in one
 * @events: to other events than those of destinations
 */
struct twstat_watch_round {
	bool heard;
	bool events;
};

static void twstat_watch_events(struct twstat_net *tn,
				struct twstat_watch_round *round)
{
	if (!round->events)
		twstat_watch_hooks_look();
	round->events = true;
	twstat_watch_overflow(tn);
	twstat_watch_hooks_tell(tn);
}

/* Whoever begins to listen is told what happens from now on, and not before. */
static void twstat_watch_net(struct twstat_net *tn,
			     struct twstat_watch_round *round)
{
	bool destinations = genl_has_listeners(&twstat_nl_family, tn->net,
					       TWSTAT_NLGRP_DESTINATIONS);
	bool events = genl_has_listeners(&twstat_nl_family, tn->net,
					 TWSTAT_NLGRP_EVENTS);

	if (destinations)
		twstat_watch_destinations(tn);
	if (events)
		twstat_watch_events(tn, round);
	tn->destinations_heard = destinations;
	tn->events_heard = events;
	round->heard |= destinations || events;
}

/* As long as a namespace is in the list, what is kept for it stays. */
static void twstat_watch(struct work_struct *work)
{
	struct twstat_watch_round round = { };
	struct twstat_net *tn;
	struct net *net;

	if (READ_ONCE(twstat_watch_stopped))
		return;
	mutex_lock(&twstat_watch_lock);
	down_read(&net_rwsem);
	for_each_net(net) {
		tn = twstat_netns_watched(net);
		if (tn)
			twstat_watch_net(tn, &round);
	}
	up_read(&net_rwsem);
	if (!round.events)
		twstat_watch_hooks_forget();
	mutex_unlock(&twstat_watch_lock);
	if (!READ_ONCE(twstat_watch_stopped))
		queue_delayed_work(system_wq, round.heard ? &twstat_watch_busy :
				   &twstat_watch_idle, TWSTAT_WATCH_PERIOD);
}

/**
 * twstat_watch_init() - look from now on
 */
void twstat_watch_init(void)
{
	queue_delayed_work(system_wq, &twstat_watch_idle, 0);
}

/**
 * twstat_watch_now() - look whether anybody listens, and not only when it suits
 *
 * Context: process, may sleep.
 */
void twstat_watch_now(void)
{
	mod_delayed_work(system_wq, &twstat_watch_idle, 0);
	flush_delayed_work(&twstat_watch_idle);
}

/**
 * twstat_watch_stop() - look no more
 *
 * Context: process, may sleep.
 */
void twstat_watch_stop(void)
{
	WRITE_ONCE(twstat_watch_stopped, true);
	twstat_watch_exit();
}

/**
 * twstat_watch_exit() - wait for looks that nobody can ask for any more
 *
 * One that has not seen that it shall stop may have queued the other one.
 *
 * Context: process, may sleep.
 */
void twstat_watch_exit(void)
{
	cancel_delayed_work_sync(&twstat_watch_idle);
	cancel_delayed_work_sync(&twstat_watch_busy);
	cancel_delayed_work_sync(&twstat_watch_idle);
}
