// SPDX-License-Identifier: GPL-2.0
/*
 * Tables of endpoints that grow.
 *
 * A table begins with the few buckets of its namespace's block. When it has more endpoints than
 * buckets, a work item allocates sixteen times as many buckets, up to the size that suits the
 * maximum of endpoints, and moves the endpoints.
 *
 * A bucket is the upper bits of a hash. So each bucket of the larger hash table gets its endpoints
 * from one bucket of the smaller one, in the same order: a dump that goes on after the growth finds
 * its place again.
 *
 * From the beginning of the move, endpoints are added to the new hash table only, and lookups
 * without the lock look only there. What they don't find, they look for with the lock, in both.
 * A lookup that is still in the old hash table may follow an endpoint that is moved into the new
 * one. It stays among endpoints with the same upper bits, and comes to an end there.
 */
#include <linux/kprobes.h>
#include <linux/llist.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

#include "tables/charge.h"
#include "tables/endpoint_growth.h"
#include "tables/net.h"

/* How many times as many buckets the next hash table has. */
#define TWSTAT_GROWTH		16

/* How many endpoints or empty buckets are passed while the table is locked. */
#define TWSTAT_GROWTH_MOVES	64

static LLIST_HEAD(twstat_growth_list);

static void twstat_growth_work_do(struct work_struct *work);
static DECLARE_WORK(twstat_growth_work, twstat_growth_work_do);

/**
 * twstat_growth_want() - let a work item enlarge a table
 * @table: the table, locked; it has more endpoints than buckets
 *
 * Context: interrupts off.
 */
void twstat_growth_want(struct twstat_endpoints *table)
{
	if (table->queued || table->old ||
	    twstat_buckets_number(table->buckets) >= twstat_address_places())
		return;
	table->queued = true;
	llist_add(&table->growing, &twstat_growth_list);
	queue_work(system_dfl_wq, &twstat_growth_work);
}

NOKPROBE_SYMBOL(twstat_growth_want);

/* Returns how many buckets a table needs, or 0 if it has enough. */
static unsigned int twstat_growth_size(struct twstat_endpoints *table)
{
	unsigned int size;

	raw_spin_lock_irq(&table->lock);
	size = twstat_buckets_number(table->buckets);
	size = table->number > size && size < twstat_address_places() ?
		min(size * TWSTAT_GROWTH, twstat_address_places()) : 0;
	raw_spin_unlock_irq(&table->lock);
	return size;
}

static void twstat_growth_begin(struct twstat_endpoints *table, struct twstat_buckets *buckets)
{
	raw_spin_lock_irq(&table->lock);
	table->old = table->buckets;
	table->moved = 0;
	/* A lookup sees its shift, and that it is empty. */
	smp_store_release(&table->buckets, buckets);
	raw_spin_unlock_irq(&table->lock);
}

/* Moves the first endpoint of an old bucket to the end of its new bucket. */
static void twstat_growth_move_one(struct twstat_endpoints *table, struct twstat_link *from)
{
	struct twstat_endpoint *endpoint = twstat_endpoint(from->next);
	struct twstat_link *to;

	to = &table->buckets->bucket[endpoint->hash >> table->buckets->shift];
	while (to->next)
		to = to->next;
	WRITE_ONCE(from->next, endpoint->link.next);
	WRITE_ONCE(endpoint->link.next, NULL);
	/* A lookup that comes to it by the new bucket doesn't go on in the old one. */
	smp_store_release(&to->next, &endpoint->link);
}

/* Moves some endpoints; returns whether there may be more. */
static bool twstat_growth_move(struct twstat_endpoints *table)
{
	struct twstat_link *from;
	int i;

	raw_spin_lock_irq(&table->lock);
	for (i = 0; i < TWSTAT_GROWTH_MOVES && table->old; i++) {
		from = &table->old->bucket[table->moved];
		if (from->next)
			twstat_growth_move_one(table, from);
		else if (++table->moved == twstat_buckets_number(table->old))
			table->old = NULL;
	}
	raw_spin_unlock_irq(&table->lock);
	return i == TWSTAT_GROWTH_MOVES;
}

static void twstat_growth_do(struct twstat_endpoints *table)
{
	struct twstat_buckets *buckets, *old;
	struct mem_cgroup *before;
	unsigned int size;

	while ((size = twstat_growth_size(table))) {
		before = twstat_charge_begin(table->tn->payer);
		buckets = kvzalloc(struct_size(buckets, bucket, size),
				   twstat_charge_gfp(table->tn->payer));
		twstat_charge_end(before);
		/* Chains must not grow because a memory cgroup is at its limit. */
		if (!buckets && table->tn->payer)
			buckets = kvzalloc(struct_size(buckets, bucket, size), TWSTAT_GFP);
		/* The next endpoint that is added queues this again. */
		if (!buckets)
			return;
		buckets->shift = TWSTAT_BUCKETS_SHIFT(size);
		old = table->buckets;
		twstat_growth_begin(table, buckets);
		while (twstat_growth_move(table))
			cond_resched();
		synchronize_rcu();
		twstat_buckets_free(old);
	}
}

static void twstat_growth_work_do(struct work_struct *work)
{
	struct twstat_endpoints *table, *next;

	llist_for_each_entry_safe(table, next, llist_del_all(&twstat_growth_list), growing) {
		/* Only here: from now on it can be in the next list. */
		raw_spin_lock_irq(&table->lock);
		table->queued = false;
		raw_spin_unlock_irq(&table->lock);
		twstat_growth_do(table);
	}
}

/**
 * twstat_growth_flush() - wait until no table of some namespaces grows any more
 *
 * Context: process, may sleep; no handler adds endpoints to these tables any more.
 */
void twstat_growth_flush(void)
{
	flush_work(&twstat_growth_work);
}

/**
 * twstat_buckets_free() - free a hash table, unless it is part of a block
 * @buckets: the hash table, which nobody uses any more
 */
void twstat_buckets_free(struct twstat_buckets *buckets)
{
	if (twstat_buckets_number(buckets) > TWSTAT_BUCKETS_FIRST)
		kvfree(buckets);
}

/**
 * twstat_buckets_size() - return how much memory a table's buckets take
 * @table: the table
 *
 * Return: the number of bytes; 0 for those that are part of a block.
 */
unsigned long twstat_buckets_size(const struct twstat_endpoints *table)
{
	unsigned int number;

	rcu_read_lock();
	number = twstat_buckets_number(READ_ONCE(table->buckets));
	rcu_read_unlock();
	return number > TWSTAT_BUCKETS_FIRST ?
		sizeof(struct twstat_buckets) + number * sizeof(struct twstat_link) : 0;
}
