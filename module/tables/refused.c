// SPDX-License-Identifier: GPL-2.0
/*
 * Failed bind() calls to a given port and connect() calls from one, from the handler that
 * notices the failure to the work item that finds its cause.
 *
 * Calls that ask for the same share a slot, so a program that tries again and again needs only
 * one. A namespace may use as many slots as are still free: alone it gets half of them, and
 * with N others that want more each gets one part of N + 2. So there is a free slot for a
 * namespace that has none, unless as many namespaces as there are slots use one each.
 */
#include <linux/jhash.h>
#include <linux/kprobes.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <net/ipv6.h>
#include <net/netns/hash.h>

#include "tables/net.h"
#include "tables/refused.h"

/* How many slots there are: each costs the work item one search. */
#define TWSTAT_REFUSED		256

#define TWSTAT_REFUSED_CHAINS	128

static DEFINE_RAW_SPINLOCK(twstat_refused_lock);
static struct twstat_refused twstat_refused[TWSTAT_REFUSED];
static struct hlist_head twstat_refused_chain[TWSTAT_REFUSED_CHAINS];

/* Free slots that were used before, and how many were ever used. */
static struct hlist_head twstat_refused_free;
static unsigned int twstat_refused_used;

/* The slots in use, in the order in which they are examined. */
static struct twstat_refused *twstat_refused_order[TWSTAT_REFUSED];
static unsigned int twstat_refused_in, twstat_refused_out;

/* A namespace can't choose its net_hash_mix(), so it can't make a chain long. */
static struct hlist_head *
twstat_refused_hash(const struct twstat_net *tn, const struct twstat_call *call)
{
	const struct twstat_bind_request *request = &call->request;
	const struct twstat_claim *claim = &request->claim;
	const u32 key[] = {
		(__force u32)claim->address.s6_addr32[0],
		(__force u32)claim->address.s6_addr32[1],
		(__force u32)claim->address.s6_addr32[2],
		(__force u32)claim->address.s6_addr32[3],
		request->port | request->reuse << 16 | request->reuseport << 17 |
			claim->every4 << 18 | claim->every6 << 19 |
			call->connect << 20,
		request->device,
		request->l3mdev,
		(u32)(unsigned long)request->sk,
		(__force u32)call->remote.s6_addr32[0],
		(__force u32)call->remote.s6_addr32[1],
		(__force u32)call->remote.s6_addr32[2],
		(__force u32)call->remote.s6_addr32[3],
		call->remote_port,
	};

	return &twstat_refused_chain[jhash2(key, ARRAY_SIZE(key),
					    net_hash_mix(tn->net)) %
				     TWSTAT_REFUSED_CHAINS];
}

NOKPROBE_SYMBOL(twstat_refused_hash);

static bool twstat_refused_is(const struct twstat_call *a,
			      const struct twstat_call *b)
{
	return a->connect == b->connect && a->remote_port == b->remote_port &&
	       ipv6_addr_equal(&a->remote, &b->remote) &&
	       twstat_bind_request_equal(&a->request, &b->request);
}

NOKPROBE_SYMBOL(twstat_refused_is);

/* Finds the slot of an equal call; the table is locked. */
static struct twstat_refused *
twstat_refused_find(const struct hlist_head *chain, const struct twstat_net *tn,
		    const struct twstat_call *call)
{
	struct twstat_refused *refused;

	hlist_for_each_entry(refused, chain, node)
		if (refused->tn == tn && twstat_refused_is(&refused->call, call))
			return refused;
	return NULL;
}

NOKPROBE_SYMBOL(twstat_refused_find);

/* Gets a free slot, if the namespace may have one; the table is locked. */
static struct twstat_refused *twstat_refused_slot(const struct twstat_net *tn)
{
	unsigned int waiting = twstat_refused_in - twstat_refused_out;
	struct hlist_node *node = twstat_refused_free.first;

	if (tn->refused_waiting >= TWSTAT_REFUSED - waiting)
		return NULL;
	if (!node)
		return &twstat_refused[twstat_refused_used++];
	hlist_del(node);
	return hlist_entry(node, struct twstat_refused, node);
}

NOKPROBE_SYMBOL(twstat_refused_slot);

/**
 * twstat_refused_add() - add a failed call
 * @tn: the namespace
 * @call: what it asked for
 *
 * Context: handlers; any context without preemption.
 * Return: whether there was room for it.
 */
bool twstat_refused_add(struct twstat_net *tn, const struct twstat_call *call)
{
	struct hlist_head *chain = twstat_refused_hash(tn, call);
	struct twstat_refused *refused;
	unsigned long flags;

	raw_spin_lock_irqsave(&twstat_refused_lock, flags);
	refused = twstat_refused_find(chain, tn, call);
	if (refused) {
		refused->count++;
	} else {
		refused = twstat_refused_slot(tn);
		if (refused) {
			refused->call = *call;
			refused->tn = tn;
			refused->count = 1;
			hlist_add_head(&refused->node, chain);
			twstat_refused_order[twstat_refused_in++ %
					     TWSTAT_REFUSED] = refused;
			tn->refused_waiting++;
		}
	}
	if (refused)
		refused->at = ktime_get_ns();
	raw_spin_unlock_irqrestore(&twstat_refused_lock, flags);
	return refused;
}

NOKPROBE_SYMBOL(twstat_refused_add);

/**
 * twstat_refused_waiting() - count the slots in use
 *
 * Return: the number.
 */
unsigned int twstat_refused_waiting(void)
{
	unsigned int waiting;

	raw_spin_lock_irq(&twstat_refused_lock);
	waiting = twstat_refused_in - twstat_refused_out;
	raw_spin_unlock_irq(&twstat_refused_lock);
	return waiting;
}

/**
 * twstat_refused_take() - take out the slot that has waited longest
 * @refused: gets a copy of it
 *
 * Return: whether there was one.
 */
bool twstat_refused_take(struct twstat_refused *refused)
{
	struct twstat_refused *oldest;
	bool any;

	raw_spin_lock_irq(&twstat_refused_lock);
	any = twstat_refused_in != twstat_refused_out;
	if (any) {
		oldest = twstat_refused_order[twstat_refused_out++ % TWSTAT_REFUSED];
		*refused = *oldest;
		oldest->tn->refused_waiting--;
		hlist_del(&oldest->node);
		hlist_add_head(&oldest->node, &twstat_refused_free);
	}
	raw_spin_unlock_irq(&twstat_refused_lock);
	return any;
}
