// SPDX-License-Identifier: GPL-2.0
/*
 * References to endpoints, and which of them goes when a table is full.
 *
 * An endpoint is in one of two lists of its table: those whose last socket has gone since the
 * eviction last looked at them, and all others. An endpoint that gets sockets again stays in
 * the first list until the eviction comes across it, so a connection takes no lock for it.
 *
 * The eviction looks at a bounded number of endpoints, whatever the size of the table: at the
 * head of the list of idle ones first. One that was used since it came into the list, or since
 * the last look, gets a second chance at the end of the list. If none of those is idle, an
 * endpoint with sockets goes, chosen in the same way from the other list.
 */
#include <linux/jiffies.h>
#include <linux/kprobes.h>

#include "tables/endpoint_refs.h"
#include "tables/net.h"

/* How many endpoints of a list an eviction looks at. */
#define TWSTAT_EVICTION_LOOKS	8

/* Puts an endpoint at the end of a list; its table is locked. */
static void twstat_endpoint_enlist(struct twstat_endpoint *endpoint, bool idle)
{
	struct twstat_endpoints *table = endpoint->table;

	endpoint->looked_at = READ_ONCE(endpoint->used);
	WRITE_ONCE(endpoint->idle, idle);
	list_move_tail(&endpoint->list, idle ? &table->idle : &table->busy);
}

NOKPROBE_SYMBOL(twstat_endpoint_enlist);

static void twstat_endpoint_list_idle(struct twstat_endpoint *endpoint)
{
	struct twstat_endpoints *table = endpoint->table;

	raw_spin_lock(&table->lock);
	if (!endpoint->idle && atomic_read(&endpoint->refs) == 2)
		twstat_endpoint_enlist(endpoint, true);
	raw_spin_unlock(&table->lock);
}

NOKPROBE_SYMBOL(twstat_endpoint_list_idle);

/**
 * twstat_endpoint_unused() - list an endpoint as idle if it has no sockets
 * @endpoint: an endpoint that was just dropped, so it may be another one by now
 *
 * While @hash is set, its table exists: a namespace that goes away clears it in all of its
 * endpoints, and then waits for a grace period. If a socket comes and goes during this, it
 * finds one reference too many, so this looks again.
 *
 * Context: interrupts off.
 */
void twstat_endpoint_unused(struct twstat_endpoint *endpoint)
{
	int left;

	do {
		if (!atomic_inc_not_zero(&endpoint->refs))
			return;
		if (READ_ONCE(endpoint->hash) != TWSTAT_NO_HASH)
			twstat_endpoint_list_idle(endpoint);
		left = atomic_dec_return(&endpoint->refs);
	} while (unlikely(left == 1 && !READ_ONCE(endpoint->idle)));
	if (unlikely(!left))
		twstat_endpoint_recycle(endpoint);
}

NOKPROBE_SYMBOL(twstat_endpoint_unused);

/**
 * twstat_endpoint_left() - do what remains to do when few references are left
 * @endpoint: an endpoint that was just dropped, so it may be another one by now
 * @left: the number of references that were left: 0, or 1 if it isn't listed as idle
 *
 * Context: no preemption.
 */
void twstat_endpoint_left(struct twstat_endpoint *endpoint, int left)
{
	unsigned long flags;

	local_irq_save(flags);
	if (left)
		twstat_endpoint_unused(endpoint);
	else
		twstat_endpoint_recycle(endpoint);
	local_irq_restore(flags);
}

NOKPROBE_SYMBOL(twstat_endpoint_left);

/* Unlinks an endpoint from its bucket of a hash table; returns whether it was there. */
static bool twstat_buckets_unlink(struct twstat_buckets *buckets,
				  const struct twstat_endpoint *endpoint)
{
	struct twstat_link *before = &buckets->bucket[endpoint->hash >> buckets->shift];

	while (before->next && before->next != &endpoint->link)
		before = before->next;
	if (!before->next)
		return false;
	WRITE_ONCE(before->next, endpoint->link.next);
	return true;
}

NOKPROBE_SYMBOL(twstat_buckets_unlink);

/*
 * Removes an endpoint from its table, which is locked. It keeps the table's reference. A
 * lookup that is just there sees by @hash that it has left the list.
 */
static void twstat_endpoint_unlink(struct twstat_endpoint *endpoint)
{
	struct twstat_endpoints *table = endpoint->table;

	if (!twstat_buckets_unlink(table->buckets, endpoint))
		twstat_buckets_unlink(table->old, endpoint);
	WRITE_ONCE(endpoint->hash, TWSTAT_NO_HASH);
	WRITE_ONCE(endpoint->idle, true);
	list_del_init(&endpoint->list);
	table->number--;
}

NOKPROBE_SYMBOL(twstat_endpoint_unlink);

/**
 * struct twstat_eviction - the choice of an endpoint to evict
 * @endpoint: the least recently used one so far, or NULL
 * @age: how long ago it was used, in jiffies
 */
struct twstat_eviction {
	struct twstat_endpoint *endpoint;
	u32 age;
};

/*
 * Looks at the first endpoint of a list; returns whether it is the one to evict: it was not
 * used since the last look.
 */
static bool twstat_eviction_look(struct twstat_eviction *eviction,
				 struct twstat_endpoint *endpoint, bool idle)
{
	u32 used = READ_ONCE(endpoint->used), age = (u32)jiffies - used;
	bool unused = used == endpoint->looked_at;

	if (!eviction->endpoint || unused || age > eviction->age) {
		eviction->endpoint = endpoint;
		eviction->age = age;
	}
	if (!unused)
		twstat_endpoint_enlist(endpoint, idle);
	return unused;
}

NOKPROBE_SYMBOL(twstat_eviction_look);

/* Chooses an endpoint without sockets, or NULL; the table is locked. */
static struct twstat_endpoint *
twstat_eviction_idle(struct twstat_endpoints *table)
{
	struct twstat_eviction eviction = { };
	struct twstat_endpoint *endpoint;
	int i;

	for (i = 0; i < TWSTAT_EVICTION_LOOKS && !list_empty(&table->idle); i++) {
		endpoint = list_first_entry(&table->idle, struct twstat_endpoint, list);
		if (atomic_read(&endpoint->refs) > 1)
			twstat_endpoint_enlist(endpoint, false);
		else if (twstat_eviction_look(&eviction, endpoint, true))
			break;
	}
	endpoint = eviction.endpoint;
	/* From here on, no lookup gets a reference to it. */
	if (endpoint && atomic_cmpxchg(&endpoint->refs, 1, 0) == 1)
		return endpoint;
	return NULL;
}

NOKPROBE_SYMBOL(twstat_eviction_idle);

/* Chooses an endpoint of those that are not known to be idle; the table is locked. */
static struct twstat_endpoint *
twstat_eviction_busy(struct twstat_endpoints *table)
{
	struct twstat_eviction eviction = { };
	struct twstat_endpoint *endpoint;
	int i;

	for (i = 0; i < TWSTAT_EVICTION_LOOKS && !list_empty(&table->busy); i++) {
		endpoint = list_first_entry(&table->busy, struct twstat_endpoint, list);
		if (twstat_eviction_look(&eviction, endpoint, false))
			break;
	}
	return eviction.endpoint;
}

NOKPROBE_SYMBOL(twstat_eviction_busy);

static void twstat_endpoints_evict(struct twstat_endpoint *endpoint)
{
	struct twstat_endpoints *table = endpoint->table;

	twstat_endpoint_unlink(endpoint);
	twstat_count(table->tn, table->kind == TWSTAT_DESTINATION ?
		     TWSTAT_DESTINATION_EVICTED : TWSTAT_SERVICE_EVICTED);
}

NOKPROBE_SYMBOL(twstat_endpoints_evict);

/**
 * twstat_endpoints_evict_idle() - evict an endpoint without sockets, if there is one
 * @table: the table, locked
 *
 * Context: interrupts off.
 * Return: the endpoint, which nobody has a reference to and which is not in the pool; or NULL.
 */
struct twstat_endpoint *twstat_endpoints_evict_idle(struct twstat_endpoints *table)
{
	struct twstat_endpoint *endpoint = twstat_eviction_idle(table);

	if (endpoint)
		twstat_endpoints_evict(endpoint);
	return endpoint;
}

NOKPROBE_SYMBOL(twstat_endpoints_evict_idle);

/**
 * twstat_endpoints_evict_busy() - evict an endpoint, after twstat_endpoints_evict_idle()
 * @table: the table, locked all the time and not empty
 *
 * The sockets of an evicted endpoint still hold it and count for it, although it can't be
 * found and read any more.
 *
 * Context: interrupts off.
 */
void twstat_endpoints_evict_busy(struct twstat_endpoints *table)
{
	struct twstat_endpoint *endpoint = twstat_eviction_busy(table);

	/* All of the few that were looked at have just got sockets, and no other is left. */
	if (unlikely(!endpoint))
		endpoint = list_first_entry(&table->idle, struct twstat_endpoint, list);
	twstat_endpoints_evict(endpoint);
	twstat_endpoint_drop(endpoint);
}

NOKPROBE_SYMBOL(twstat_endpoints_evict_busy);

/**
 * twstat_endpoints_make_room() - evict an endpoint
 * @table: the table, locked and not empty
 *
 * Context: interrupts off.
 */
void twstat_endpoints_make_room(struct twstat_endpoints *table)
{
	struct twstat_endpoint *endpoint = twstat_endpoints_evict_idle(table);

	if (endpoint)
		twstat_endpoint_recycle(endpoint);
	else
		twstat_endpoints_evict_busy(table);
}

NOKPROBE_SYMBOL(twstat_endpoints_make_room);

/* Drops one endpoint of a table; returns whether there was one. */
static bool twstat_endpoints_drop_one(struct twstat_endpoints *table)
{
	struct list_head *list;
	bool any;

	raw_spin_lock_irq(&table->lock);
	list = list_empty(&table->idle) ? &table->busy : &table->idle;
	any = !list_empty(list);
	if (any) {
		struct twstat_endpoint *endpoint =
			list_first_entry(list, struct twstat_endpoint, list);

		twstat_endpoint_unlink(endpoint);
		twstat_endpoint_drop(endpoint);
	}
	raw_spin_unlock_irq(&table->lock);
	return any;
}

/**
 * twstat_endpoints_drop_all() - drop all endpoints of a table whose namespace goes away
 * @table: the table, to which no handler adds endpoints any more
 *
 * A handler that has just removed an entry may still list its endpoint as idle. Before the
 * table is freed, a grace period must pass.
 *
 * Context: process, may sleep.
 */
void twstat_endpoints_drop_all(struct twstat_endpoints *table)
{
	while (twstat_endpoints_drop_one(table))
		cond_resched();
}
