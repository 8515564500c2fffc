// SPDX-License-Identifier: GPL-2.0
/*
 * Failed bind() calls to a given port and connect() calls from one, from the handler that
 * notices the failure to the work item that finds its cause.
 *
 * Calls that ask for the same share a slot, so a program that tries again and again needs only
 * one. A namespace may use as many slots as are still free: alone it gets half of them, and
 * with N others that want more each gets one part of N + 2. So there is a free slot for a
 * namespace that has none, unless as many namespaces as there are slots use one each.
 *
 * Namespaces take turns, one call each. What may be spent on a namespace in a second is
 * limited, for the work item and for readers each: beyond that its calls wait, so that more of
 * them are equal, and a reader who can't wait counts them as lost.
 */
#include <linux/jhash.h>
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <net/ipv6.h>
#include <net/netns/hash.h>

#include "tables/net.h"
#include "tables/programs.h"
#include "tables/refused.h"

/* How many slots there are. */
#define TWSTAT_REFUSED		256

/*
 * What each examiner may spend in a second on a namespace, as the number of sockets that it
 * could look at: 16 ports that as many sockets hold as can be examined at all.
 */
#define TWSTAT_REFUSED_BUDGET	(16 * 16384)

#define TWSTAT_REFUSED_CHAINS	128

static DEFINE_RAW_SPINLOCK(twstat_refused_lock);
static struct twstat_refused twstat_refused[TWSTAT_REFUSED];
static struct hlist_head twstat_refused_chain[TWSTAT_REFUSED_CHAINS];

/* Free slots that were used before, and how many were ever used. */
static struct hlist_head twstat_refused_free;
static unsigned int twstat_refused_used;

/* The namespaces whose calls wait, which take turns; and how many slots these use. */
static LIST_HEAD(twstat_refused_nets);
static unsigned int twstat_refused_all;

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
	struct hlist_node *node = twstat_refused_free.first;

	if (tn->refused.number >= TWSTAT_REFUSED - twstat_refused_all)
		return NULL;
	if (!node)
		return &twstat_refused[twstat_refused_used++];
	hlist_del(node);
	return hlist_entry(node, struct twstat_refused, node);
}

NOKPROBE_SYMBOL(twstat_refused_slot);

/* Adds a slot to those that wait; the table is locked. */
static void twstat_refused_wait(struct twstat_refused *refused)
{
	struct twstat_refused_net *net = &refused->tn->refused;

	list_add_tail(&refused->order, &net->waiting);
	if (!net->number++)
		list_add_tail(&net->nets, &twstat_refused_nets);
	twstat_refused_all++;
}

NOKPROBE_SYMBOL(twstat_refused_wait);

/* Frees a slot; the table is locked. */
static void twstat_refused_free_slot(struct twstat_refused *refused)
{
	struct twstat_refused_net *net = &refused->tn->refused;

	list_del(&refused->order);
	if (!--net->number) {
		list_del(&net->nets);
		net->late = false;
	}
	twstat_refused_all--;
	hlist_del(&refused->node);
	hlist_add_head(&refused->node, &twstat_refused_free);
}

/**
 * twstat_refused_add() - add a failed call
 * @tn: the namespace
 * @call: what it asked for
 * @sk: its socket
 *
 * Context: handlers; the task that made the call, without preemption.
 * Return: whether it waits now.
 */
enum twstat_refused_added twstat_refused_add(struct twstat_net *tn,
					     const struct twstat_call *call,
					     const struct sock *sk)
{
	struct hlist_head *chain = twstat_refused_hash(tn, call);
	enum twstat_refused_added added = TWSTAT_REFUSED_JOINED;
	struct twstat_refused *refused;
	unsigned long flags;

	raw_spin_lock_irqsave(&twstat_refused_lock, flags);
	refused = twstat_refused_find(chain, tn, call);
	if (!refused) {
		refused = twstat_refused_slot(tn);
		added = refused ? TWSTAT_REFUSED_NEW : TWSTAT_REFUSED_NO_ROOM;
	}
	if (added == TWSTAT_REFUSED_NEW) {
		refused->call = *call;
		refused->tn = tn;
		refused->count = 0;
		hlist_add_head(&refused->node, chain);
		twstat_refused_wait(refused);
	}
	if (refused) {
		refused->count++;
		refused->at = ktime_get_ns();
		refused->pid = 0;
		if (twstat_switches.who) {
			twstat_program_id_of(&refused->program, sk);
			refused->pid = current->tgid;
		}
	}
	raw_spin_unlock_irqrestore(&twstat_refused_lock, flags);
	return added;
}

NOKPROBE_SYMBOL(twstat_refused_add);

/* Whether an examiner has budget left; the table is locked. */
static bool twstat_refused_affords(struct twstat_refused_net *net,
				   enum twstat_examiner examiner)
{
	if (time_after_eq(jiffies, net->since + HZ)) {
		net->since = jiffies;
		memset(net->spent, 0, sizeof(net->spent));
	}
	return net->spent[examiner] < TWSTAT_REFUSED_BUDGET;
}

/**
 * twstat_refused_next() - choose the namespace whose call the work item examines next
 * @later: set if calls wait of a namespace that has no budget left in this second
 *
 * Return: the namespace; NULL if there is none that has budget left.
 */
struct twstat_net *twstat_refused_next(bool *later)
{
	struct twstat_refused_net *net;
	struct twstat_net *tn = NULL;

	raw_spin_lock_irq(&twstat_refused_lock);
	list_for_each_entry(net, &twstat_refused_nets, nets) {
		if (twstat_refused_affords(net, TWSTAT_EXAMINER_WORK)) {
			list_move_tail(&net->nets, &twstat_refused_nets);
			tn = container_of(net, struct twstat_net, refused);
			break;
		}
		net->late = true;
		*later = true;
	}
	raw_spin_unlock_irq(&twstat_refused_lock);
	return tn;
}

/**
 * twstat_refused_take() - take out the slot of a namespace that has waited longest
 * @tn: the namespace; the caller holds its @examining
 * @refused: gets a copy of it
 *
 * Return: whether there was one.
 */
bool twstat_refused_take(struct twstat_net *tn, struct twstat_refused *refused)
{
	struct twstat_refused *oldest;

	raw_spin_lock_irq(&twstat_refused_lock);
	oldest = list_first_entry_or_null(&tn->refused.waiting, struct twstat_refused,
					  order);
	if (oldest) {
		*refused = *oldest;
		refused->late = tn->refused.late;
		twstat_refused_free_slot(oldest);
	}
	raw_spin_unlock_irq(&twstat_refused_lock);
	return oldest;
}

/**
 * twstat_refused_afford() - check whether there is budget to examine calls of a namespace
 * @tn: the namespace
 * @examiner: who
 *
 * Return: whether there is.
 */
bool twstat_refused_afford(struct twstat_net *tn, enum twstat_examiner examiner)
{
	bool affords;

	raw_spin_lock_irq(&twstat_refused_lock);
	affords = twstat_refused_affords(&tn->refused, examiner);
	raw_spin_unlock_irq(&twstat_refused_lock);
	return affords;
}

/**
 * twstat_refused_spend() - charge the budget of a namespace
 * @tn: the namespace
 * @examiner: whose budget
 * @cost: what examining a call has cost, as a number of sockets
 */
void twstat_refused_spend(struct twstat_net *tn, enum twstat_examiner examiner, u32 cost)
{
	raw_spin_lock_irq(&twstat_refused_lock);
	tn->refused.spent[examiner] += cost;
	raw_spin_unlock_irq(&twstat_refused_lock);
}

/**
 * twstat_refused_waiting() - count the slots that a namespace uses
 * @tn: the namespace
 *
 * Return: the number.
 */
unsigned int twstat_refused_waiting(const struct twstat_net *tn)
{
	unsigned int number;

	raw_spin_lock_irq(&twstat_refused_lock);
	number = tn->refused.number;
	raw_spin_unlock_irq(&twstat_refused_lock);
	return number;
}

/**
 * twstat_refused_drop() - forget the calls of a namespace that goes away
 * @tn: the namespace; no handler adds any more
 */
void twstat_refused_drop(struct twstat_net *tn)
{
	struct twstat_refused *refused, *next;

	raw_spin_lock_irq(&twstat_refused_lock);
	list_for_each_entry_safe(refused, next, &tn->refused.waiting, order)
		twstat_refused_free_slot(refused);
	raw_spin_unlock_irq(&twstat_refused_lock);
}

/**
 * twstat_refused_net_init() - begin without failed calls
 * @tn: the namespace
 */
void twstat_refused_net_init(struct twstat_net *tn)
{
	mutex_init(&tn->refused.examining);
	INIT_LIST_HEAD(&tn->refused.waiting);
	tn->refused.since = jiffies;
}
