// SPDX-License-Identifier: GPL-2.0
/*
 * Notices when listeners for events come and go.
 *
 * A client that joins a group and then asks for the settings is noticed at once, see
 * twstat_listeners_greet(). For others, newer kernels call the family when a group is joined or
 * left. On kernels that don't, a work item looks once a second; while nobody listens, it wakes no
 * idle CPU for that.
 *
 * While there are listeners for it, the work item also looks for hooks that no longer fire:
 * nothing announces these.
 */
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

#include "netlink/event_hooks.h"
#include "netlink/event_listeners.h"
#include "netlink/events.h"
#include "tables/changes.h"

#define TWSTAT_LISTENERS_PERIOD	HZ

static void twstat_listeners_look(struct work_struct *work);
static DECLARE_DELAYED_WORK(twstat_listeners_work, twstat_listeners_look);
static DECLARE_DEFERRABLE_WORK(twstat_listeners_idle, twstat_listeners_look);

/* Protects the following, and what event_hooks.c keeps; serializes writes to twstat_hearing. */
static DEFINE_MUTEX(twstat_listeners_lock);
static bool twstat_listeners_stopped = true;

/*
 * Groups are the same in all namespaces: genl_has_listeners() doesn't ask for a certain one. Old
 * kernels lack a group, see family.c.
 */
static bool twstat_listeners_any(enum twstat_audience_id id)
{
	return id < twstat_nl_family.n_mcgrps &&
	       genl_has_listeners(&twstat_nl_family, &init_net, id);
}

static void twstat_listeners_on(enum twstat_audience_id id)
{
	if (twstat_hearing.on[id])
		return;
	if (id == TWSTAT_AUDIENCE_EVENTS)
		twstat_events_hooks_begin();
	WRITE_ONCE(twstat_hearing.since[id], twstat_hearing.since[id] + 1);
	/* Handlers read it before they read @since. */
	smp_store_release(&twstat_hearing.on[id], true);
}

/* Returns whether this was the last listener. */
static bool twstat_listeners_off(enum twstat_audience_id id)
{
	bool was = twstat_hearing.on[id];

	WRITE_ONCE(twstat_hearing.on[id], false);
	return was;
}

/* Begins a new era: those who came without asking are noticed in it. */
static void twstat_listeners_era(void)
{
	WRITE_ONCE(twstat_hearing.era, twstat_hearing.era + 1 ?: 1);
}

static void twstat_listeners_look_again(void)
{
	bool on = twstat_hearing.on[TWSTAT_AUDIENCE_EVENTS];

#ifndef TWSTAT_GENL_BIND
	on |= twstat_hearing.on[TWSTAT_AUDIENCE_DESTINATIONS];
	if (!on)
		queue_delayed_work(system_long_wq, &twstat_listeners_idle,
				   TWSTAT_LISTENERS_PERIOD);
#endif
	if (on)
		queue_delayed_work(system_long_wq, &twstat_listeners_work,
				   TWSTAT_LISTENERS_PERIOD);
}

static void twstat_listeners_look(struct work_struct *work)
{
	bool gone = false;
	int id;

	mutex_lock(&twstat_listeners_lock);
	if (twstat_listeners_stopped)
		goto out;
	twstat_listeners_era();
	for (id = 0; id < TWSTAT_AUDIENCES; id++)
		if (twstat_listeners_any(id))
			twstat_listeners_on(id);
		else
			gone |= twstat_listeners_off(id);
	if (gone) {
		/* Nothing that was listed for these may be left when others come. */
		synchronize_rcu();
		twstat_events_round();
	}
	if (twstat_hearing.on[TWSTAT_AUDIENCE_EVENTS])
		twstat_events_hooks();
	twstat_listeners_look_again();
out:
	mutex_unlock(&twstat_listeners_lock);
}

/**
 * twstat_listeners_greet() - list changes for listeners in a namespace from now on
 * @tn: the namespace, in which a client asks for the settings
 *
 * It costs the same however many namespaces and listeners there are.
 *
 * Context: process, may sleep.
 */
void twstat_listeners_greet(struct twstat_net *tn)
{
	int id, any = 0;

	for (id = 0; id < TWSTAT_AUDIENCES; id++) {
		if (!twstat_listeners_any(id))
			continue;
		any++;
		if (READ_ONCE(twstat_hearing.on[id]))
			continue;
		mutex_lock(&twstat_listeners_lock);
		if (!twstat_listeners_stopped)
			twstat_listeners_on(id);
		mutex_unlock(&twstat_listeners_lock);
		queue_delayed_work(system_long_wq, &twstat_listeners_work,
				   TWSTAT_LISTENERS_PERIOD);
	}
	if (any)
		twstat_events_skip(tn);
}

#ifdef TWSTAT_GENL_BIND
/*
 * The client isn't in the group yet, and its namespace is not known, which may be deaf in this
 * era. A look a second later begins the next one.
 */
static int twstat_listeners_joined(int group)
{
	/* Nothing is listed for the others. */
	if (group >= TWSTAT_AUDIENCES)
		return 0;
	if (!READ_ONCE(twstat_hearing.on[group])) {
		mutex_lock(&twstat_listeners_lock);
		if (!twstat_listeners_stopped)
			twstat_listeners_on(group);
		mutex_unlock(&twstat_listeners_lock);
	}
	queue_delayed_work(system_long_wq, &twstat_listeners_work, TWSTAT_LISTENERS_PERIOD);
	return 0;
}

static void twstat_listeners_left(int group)
{
	queue_delayed_work(system_long_wq, &twstat_listeners_work, TWSTAT_LISTENERS_PERIOD);
}
#endif

/**
 * twstat_listeners_family() - have the kernel say when groups are joined and left, if it can
 * @family: the family, before it is registered
 */
void twstat_listeners_family(struct genl_family *family)
{
#ifdef TWSTAT_GENL_BIND
	family->bind = twstat_listeners_joined;
	family->unbind = twstat_listeners_left;
#endif
}

/**
 * twstat_listeners_init() - be ready for listeners, before the family is registered
 */
void twstat_listeners_init(void)
{
	twstat_events_init();
	twstat_listeners_stopped = false;
}

/**
 * twstat_listeners_begin() - look for listeners, after the family is registered
 */
void twstat_listeners_begin(void)
{
	mutex_lock(&twstat_listeners_lock);
	twstat_listeners_look_again();
	mutex_unlock(&twstat_listeners_lock);
}

/**
 * twstat_listeners_stop() - notice no more listeners
 *
 * Context: process, may sleep.
 */
void twstat_listeners_stop(void)
{
	int id;

	mutex_lock(&twstat_listeners_lock);
	twstat_listeners_stopped = true;
	for (id = 0; id < TWSTAT_AUDIENCES; id++)
		twstat_listeners_off(id);
	mutex_unlock(&twstat_listeners_lock);
}

/**
 * twstat_listeners_exit() - stop all work; the family must not be registered any more
 *
 * Context: process, may sleep.
 */
void twstat_listeners_exit(void)
{
	cancel_delayed_work_sync(&twstat_listeners_idle);
	cancel_delayed_work_sync(&twstat_listeners_work);
	/* Handlers that saw a listener have queued their work after this. */
	synchronize_rcu();
	twstat_events_exit();
}
