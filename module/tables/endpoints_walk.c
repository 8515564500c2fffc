// SPDX-License-Identifier: GPL-2.0
/* Reads single endpoints and walks tables, while handlers change them. */
#include <linux/kprobes.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "tables/endpoints_walk.h"
#include "tables/net.h"

/**
 * twstat_endpoint_minis() - count an endpoint's mini-sockets of some kinds
 * @endpoint: the endpoint
 * @state: the sub-state
 * @kind: the bits of enum twstat_kind to match
 * @mask: the bits that are compared with @kind; 0 matches all kinds
 *
 * Return: the number.
 */
u32 twstat_endpoint_minis(const struct twstat_endpoint *endpoint,
			  enum twstat_substate state, unsigned int kind,
			  unsigned int mask)
{
	unsigned int i;
	u32 n = 0;

	for (i = 0; i < TWSTAT_KINDS; i++)
		if ((i & mask) == kind)
			n += twstat_shared(endpoint, &endpoint->mini[state][i],
					   offsetof(struct twstat_share, mini[state][i]));
	return n;
}

NOKPROBE_SYMBOL(twstat_endpoint_minis);

/**
 * twstat_endpoint_usage() - count an endpoint's sockets by state
 * @endpoint: the endpoint
 * @usage: filled in
 *
 * Context: any.
 */
void twstat_endpoint_usage(const struct twstat_endpoint *endpoint,
			   struct twstat_endpoint_usage *usage)
{
	u32 time_wait = twstat_endpoint_minis(endpoint, TWSTAT_TIME_WAIT, 0, 0);
	u32 fin_wait2 = twstat_endpoint_minis(endpoint, TWSTAT_FIN_WAIT2, 0, 0);

	usage->time_wait = time_wait;
	usage->fin_wait2 = fin_wait2;
	/* The numbers are not read atomically, so the difference can be negative. */
	usage->live = max((int)(twstat_endpoint_ports(endpoint) - time_wait - fin_wait2), 0);
}

NOKPROBE_SYMBOL(twstat_endpoint_usage);

/**
 * twstat_endpoint_look() - visit one endpoint if it exists, without adding it
 * @table: the table
 * @address: its address
 * @visit: called for the endpoint if it exists, with interrupts off
 * @data: for @visit
 *
 * Context: any.
 * Return: whether it exists.
 */
bool twstat_endpoint_look(struct twstat_endpoints *table,
			  const struct twstat_address *address,
			  void (*visit)(struct twstat_endpoint *endpoint,
					void *data),
			  void *data)
{
	struct twstat_endpoint *endpoint;
	unsigned long flags;

	local_irq_save(flags);
	endpoint = twstat_endpoint_find(table, address);
	if (!endpoint) {
		raw_spin_lock(&table->lock);
		endpoint = twstat_endpoint_find_locked(table, address);
		raw_spin_unlock(&table->lock);
	}
	if (endpoint) {
		visit(endpoint, data);
		twstat_endpoint_put(endpoint);
	}
	local_irq_restore(flags);
	return endpoint;
}

NOKPROBE_SYMBOL(twstat_endpoint_look);

/**
 * twstat_endpoints_generation() - return a number that identifies the set of endpoints
 * @table: the table
 *
 * Return: the number. It changes with each new or evicted endpoint; never 0, which means
 *	unset.
 */
u32 twstat_endpoints_generation(const struct twstat_endpoints *table)
{
	u64 gone = twstat_counted(table->tn, table->kind == TWSTAT_DESTINATION ?
				  TWSTAT_DESTINATION_EVICTED :
				  TWSTAT_SERVICE_EVICTED);

	return (u32)(READ_ONCE(table->number) + 2 * gone) ?: 1;
}

/* How many empty buckets are passed without a chance for others to run. */
#define TWSTAT_SEEK_STRETCH	1024

/*
 * Passes empty buckets, without the lock. Returns whether it has come to a bucket that may have
 * endpoints. While a table grows, its buckets can't be compared without the lock.
 */
static bool twstat_endpoints_skim(struct twstat_endpoints *table, u32 *place)
{
	const struct twstat_buckets *buckets;
	u32 at = *place, fold, n;
	bool growing, any = false;

	rcu_read_lock();
	raw_spin_lock_irq(&table->lock);
	buckets = table->buckets;
	growing = table->old;
	raw_spin_unlock_irq(&table->lock);
	if (growing) {
		rcu_read_unlock();
		return true;
	}
	fold = buckets->shift - twstat_address_shift;
	for (n = 0; n < TWSTAT_SEEK_STRETCH && at < twstat_address_places(); n++) {
		any = READ_ONCE(buckets->bucket[at >> fold].next);
		if (any)
			break;
		at = ((at >> fold) + 1) << fold;
	}
	/* Pairs with the release in twstat_growth_begin(): an emptied bucket is of an old table. */
	smp_rmb();
	if (READ_ONCE(table->buckets) == buckets)
		*place = at;
	else
		any = true;
	rcu_read_unlock();
	return any;
}

/* Returns the first place in a bucket that isn't before @from; the table is locked. */
static u32 twstat_buckets_least(const struct twstat_buckets *buckets, u32 from, u32 least)
{
	const struct twstat_link *link;
	u32 place;

	link = buckets->bucket[from >> (buckets->shift - twstat_address_shift)].next;
	for (; link; link = link->next) {
		place = twstat_address_place(container_of(link, struct twstat_endpoint,
							  link)->hash);
		if (place >= from && place < least)
			least = place;
	}
	return least;
}

/* Goes on to the first place of this bucket that has an endpoint, or to the next bucket. */
static bool twstat_endpoints_settle_at(struct twstat_endpoints *table, u32 *place)
{
	u32 fold, end, least;

	raw_spin_lock_irq(&table->lock);
	fold = table->buckets->shift - twstat_address_shift;
	end = ((*place >> fold) + 1) << fold;
	least = twstat_buckets_least(table->buckets, *place, end);
	if (table->old)
		least = twstat_buckets_least(table->old, *place, least);
	raw_spin_unlock_irq(&table->lock);
	*place = least;
	return least < end;
}

/**
 * twstat_endpoints_seek() - find the next place that has endpoints
 * @table: the table
 * @place: where to begin; set to the place. Places stay the same when the table grows
 *
 * Context: process, may sleep.
 * Return: whether there is one at this moment.
 */
bool twstat_endpoints_seek(struct twstat_endpoints *table, u32 *place)
{
	while (*place < twstat_address_places()) {
		if (twstat_endpoints_skim(table, place) &&
		    twstat_endpoints_settle_at(table, place))
			return true;
		cond_resched();
	}
	return false;
}

static void twstat_buckets_walk_place(const struct twstat_buckets *buckets, u32 place,
				      void (*visit)(struct twstat_endpoint *endpoint,
						    void *data),
				      void *data)
{
	struct twstat_link *link;

	link = buckets->bucket[place >> (buckets->shift - twstat_address_shift)].next;
	for (; link; link = link->next)
		if (twstat_address_place(twstat_endpoint(link)->hash) == place)
			visit(twstat_endpoint(link), data);
}

/**
 * twstat_endpoints_walk_place() - visit the endpoints of one place
 * @table: the table
 * @place: the place
 * @visit: called for each endpoint, with the table locked and interrupts off
 * @data: for @visit
 *
 * The growth of a table keeps their order.
 *
 * Context: process.
 */
void twstat_endpoints_walk_place(struct twstat_endpoints *table, u32 place,
				 void (*visit)(struct twstat_endpoint *endpoint,
					       void *data),
				 void *data)
{
	raw_spin_lock_irq(&table->lock);
	twstat_buckets_walk_place(table->buckets, place, visit, data);
	if (table->old)
		twstat_buckets_walk_place(table->old, place, visit, data);
	raw_spin_unlock_irq(&table->lock);
}

/**
 * twstat_endpoints_walk() - visit all endpoints of a table
 * @table: the table
 * @visit: called for each endpoint, with the table locked and interrupts off
 * @data: for @visit
 *
 * Context: process, may sleep.
 */
void twstat_endpoints_walk(struct twstat_endpoints *table,
			   void (*visit)(struct twstat_endpoint *endpoint,
					 void *data),
			   void *data)
{
	u32 place;

	for (place = 0; twstat_endpoints_seek(table, &place); place++)
		twstat_endpoints_walk_place(table, place, visit, data);
}
