// SPDX-License-Identifier: GPL-2.0
/*
 * Gives memory back that the pools no longer need.
 *
 * After a burst the pools have much more free memory than they need. While one of them has, a
 * work item looks at them from time to time. If a pool had plenty for all the time since the
 * last look, it gives back what it can. So memory is given back within a minute, and never
 * while it may be needed again at once. Nothing of this wakes an idle CPU.
 */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/workqueue.h>

#include "tables/give_back.h"

#define TWSTAT_GIVE_BACK_PERIOD	(20 * HZ)

static void twstat_give_back_begin_do(struct work_struct *work);
static DECLARE_WORK(twstat_give_back_begin, twstat_give_back_begin_do);

static void twstat_give_back_look_do(struct work_struct *work);
static DECLARE_DEFERRABLE_WORK(twstat_give_back_look, twstat_give_back_look_do);

/* It looks, or is about to. */
static bool twstat_give_back_looks;

static bool (*twstat_give_back_look_at[TWSTAT_POOLS])(void);

/**
 * twstat_give_back_by() - set how a pool gives memory back
 * @pool: the pool
 * @look: looks at the pool, and may give memory back; returns whether to look again
 */
void twstat_give_back_by(enum twstat_pool pool, bool (*look)(void))
{
	twstat_give_back_look_at[pool] = look;
}

/**
 * twstat_give_back_want() - look from time to time whether there is memory to give back
 *
 * Context: any. The timer is started by a work item, since the interrupted code may be that of
 *	timers.
 */
void twstat_give_back_want(void)
{
	if (READ_ONCE(twstat_give_back_looks))
		return;
	WRITE_ONCE(twstat_give_back_looks, true);
	queue_work(system_percpu_wq, &twstat_give_back_begin);
}

NOKPROBE_SYMBOL(twstat_give_back_want);

static void twstat_give_back_begin_do(struct work_struct *work)
{
	queue_delayed_work(system_long_wq, &twstat_give_back_look, TWSTAT_GIVE_BACK_PERIOD);
}

static void twstat_give_back_look_do(struct work_struct *work)
{
	bool again = false;
	int pool;

	/* A pool that has plenty after this wants a look itself. */
	WRITE_ONCE(twstat_give_back_looks, false);
	for (pool = 0; pool < TWSTAT_POOLS; pool++)
		again |= twstat_give_back_look_at[pool]();
	if (again)
		twstat_give_back_want();
}

/**
 * twstat_give_back_exit() - stop looking; no handler may run any more
 *
 * Context: process, may sleep.
 */
void twstat_give_back_exit(void)
{
	WRITE_ONCE(twstat_give_back_looks, true);
	cancel_work_sync(&twstat_give_back_begin);
	cancel_delayed_work_sync(&twstat_give_back_look);
	/* The one may have queued the other meanwhile. */
	cancel_work_sync(&twstat_give_back_begin);
	cancel_delayed_work_sync(&twstat_give_back_look);
}
