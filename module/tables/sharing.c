// SPDX-License-Identifier: GPL-2.0
/*
 * Which endpoints have shares. A work item gives them to an endpoint that several CPUs use, and
 * folds them into the endpoint's own numbers when it was not used for a while.
 */
#include <linux/bits.h>
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

#include "tables/endpoint_refs.h"
#include "tables/program_places.h"
#include "tables/shares.h"
#include "tables/sharing.h"
#include "tables/troubles.h"

/* An endpoint that was not used for so long loses its shares; or if another one needs them. */
#define TWSTAT_SHARE_COLD	(10 * HZ)
#define TWSTAT_SHARE_COOL	HZ

/* While an endpoint has shares, its own @refs can't fall to 0. */
#define TWSTAT_SHARE_REFS	((int)BIT(28))

/* The endpoints with shares; only the work items use this. */
static struct twstat_endpoint *twstat_share_owner[TWSTAT_SHARES];

/* An endpoint that wants shares, with a reference; or NULL. */
static struct twstat_endpoint *twstat_share_wanted;

/* Both work items can run at once, and that of tables/program_turns.c. */
static DEFINE_MUTEX(twstat_shares_dealing);

static void twstat_shares_deal(struct work_struct *work);
static DECLARE_WORK(twstat_shares_work, twstat_shares_deal);
static DECLARE_DEFERRABLE_WORK(twstat_shares_look, twstat_shares_deal);

static u8 twstat_share_number(unsigned int slot)
{
	return 1 + slot * TWSTAT_SHARE_UNITS;
}

/**
 * twstat_share_want() - ask for shares for an endpoint that several CPUs use
 * @endpoint: the endpoint, held
 *
 * Context: interrupts off.
 */
void twstat_share_want(struct twstat_endpoint *endpoint)
{
	if (READ_ONCE(twstat_share_wanted) || !twstat_endpoint_hold(endpoint))
		return;
	if (cmpxchg(&twstat_share_wanted, NULL, endpoint))
		twstat_endpoint_drop(endpoint);
	else
		queue_work(system_percpu_wq, &twstat_shares_work);
}

NOKPROBE_SYMBOL(twstat_share_want);

/* Adds a CPU's share to the endpoint, and empties it; no CPU uses it any more. */
static int twstat_share_fold_cpu(struct twstat_endpoint *endpoint,
				 struct twstat_share *share)
{
	int refs = share->refs, state, kind, i;

	atomic_add(share->ports, &endpoint->ports);
	for (state = 0; state < TWSTAT_SUBSTATES; state++)
		for (kind = 0; kind < TWSTAT_KINDS; kind++)
			atomic_add(share->mini[state][kind],
				   &endpoint->mini[state][kind]);
	for (i = 0; i < TWSTAT_DST_COUNTS; i++)
		atomic64_add(share->count[i], &endpoint->count[i]);
	memset(share, 0, sizeof(*share));
	return refs;
}

/* Folds the shares of a slot, after a grace period without them. */
static void twstat_share_fold(unsigned int slot)
{
	struct twstat_endpoint *endpoint = twstat_share_owner[slot];
	int cpu, ports, refs = 0;

	local_irq_disable();
	write_seqcount_begin(&twstat_share_seq);
	twstat_programs_fold(endpoint, endpoint->folding);
	for_each_possible_cpu(cpu)
		refs += twstat_share_fold_cpu(endpoint,
					      per_cpu_ptr(twstat_share_at(endpoint->folding),
							  cpu));
	/* Pairs with the acquire in twstat_program_has_shares(). */
	smp_store_release(&endpoint->folding, 0);
	write_seqcount_end(&twstat_share_seq);

	ports = atomic_read(&endpoint->ports);
	if (ports > atomic_read(&endpoint->peak))
		atomic_set(&endpoint->peak, ports);
	/* An endpoint in its table has a namespace, and keeps it as long as interrupts are off. */
	if (ports >= READ_ONCE(endpoint->alarm) && READ_ONCE(endpoint->hash) != TWSTAT_NO_HASH)
		twstat_trouble_alarm(endpoint);
	twstat_share_owner[slot] = NULL;
	/* One reference is left to be dropped, so that an endpoint without sockets is listed. */
	atomic_add(refs - (TWSTAT_SHARE_REFS - 1), &endpoint->refs);
	twstat_endpoint_put(endpoint);
	local_irq_enable();
}

static bool twstat_share_is_older(unsigned int slot, u32 age)
{
	const struct twstat_endpoint *endpoint = twstat_share_owner[slot];

	return endpoint && (READ_ONCE(endpoint->hash) == TWSTAT_NO_HASH ||
			    (u32)jiffies - READ_ONCE(endpoint->used) > age);
}

/* Takes the shares of all endpoints that were not used for @age jiffies. */
static void twstat_shares_take_back(u32 age)
{
	bool any = false;
	unsigned int i;

	for (i = 0; i < TWSTAT_SHARES; i++) {
		if (!twstat_share_is_older(i, age))
			continue;
		WRITE_ONCE(twstat_share_owner[i]->folding, twstat_share_number(i));
		/* A reader that finds no @share finds @folding. */
		smp_store_release(&twstat_share_owner[i]->share, 0);
		any = true;
	}
	if (!any)
		return;
	synchronize_rcu();
	for (i = 0; i < TWSTAT_SHARES; i++)
		if (twstat_share_owner[i] && twstat_share_owner[i]->folding)
			twstat_share_fold(i);
}

/* Returns a slot without an owner, or TWSTAT_SHARES. */
static unsigned int twstat_share_free(void)
{
	unsigned int i;

	for (i = 0; i < TWSTAT_SHARES && twstat_share_owner[i]; i++)
		;
	return i;
}

/* Gives an endpoint shares if there are any left; the reference goes with them. */
static void twstat_share_give(struct twstat_endpoint *endpoint)
{
	unsigned int slot = twstat_share_free();

	if (slot == TWSTAT_SHARES) {
		twstat_shares_take_back(TWSTAT_SHARE_COOL);
		slot = twstat_share_free();
	}
	if (slot == TWSTAT_SHARES || endpoint->share) {
		local_irq_disable();
		twstat_endpoint_drop(endpoint);
		local_irq_enable();
		return;
	}
	twstat_share_owner[slot] = endpoint;
	atomic_add(TWSTAT_SHARE_REFS - 1, &endpoint->refs);
	atomic_set(&endpoint->told_ports, atomic_read(&endpoint->ports));
	/* No handler gives a place to a program meanwhile, since it would miss the shares. */
	twstat_programs_lock(&endpoint->programs);
	/* Handlers that use the shares find the reference. */
	smp_store_release(&endpoint->share, twstat_share_number(slot));
	twstat_programs_unlock(&endpoint->programs);
}

static void twstat_shares_deal(struct work_struct *work)
{
	struct twstat_endpoint *wanted;
	unsigned int i;

	mutex_lock(&twstat_shares_dealing);
	twstat_shares_take_back(TWSTAT_SHARE_COLD);
	wanted = xchg(&twstat_share_wanted, NULL);
	if (wanted)
		twstat_share_give(wanted);
	for (i = 0; i < TWSTAT_SHARES; i++)
		if (twstat_share_owner[i])
			break;
	if (i < TWSTAT_SHARES)
		queue_delayed_work(system_percpu_wq, &twstat_shares_look, TWSTAT_SHARE_COLD);
	mutex_unlock(&twstat_shares_dealing);
}

/**
 * twstat_sharing_lock() - keep all endpoints from getting or losing shares
 *
 * Context: process, may sleep.
 */
void twstat_sharing_lock(void)
{
	mutex_lock(&twstat_shares_dealing);
}

/**
 * twstat_sharing_unlock() - undo twstat_sharing_lock()
 */
void twstat_sharing_unlock(void)
{
	mutex_unlock(&twstat_shares_dealing);
}

/**
 * twstat_sharing_exit() - stop the work items; no handler may run any more
 */
void twstat_sharing_exit(void)
{
	cancel_work_sync(&twstat_shares_work);
	cancel_delayed_work_sync(&twstat_shares_look);
}
