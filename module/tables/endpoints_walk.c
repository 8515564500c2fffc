// SPDX-License-Identifier: GPL-2.0
/* Reads single endpoints and walks tables, while handlers change them. */
#include <linux/kprobes.h>
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

/**
 * twstat_endpoints_bucket_is_empty() - check whether a bucket has no endpoints
 * @table: the table
 * @bucket: the bucket's number
 *
 * Return: whether it is empty at this moment.
 */
bool twstat_endpoints_bucket_is_empty(const struct twstat_endpoints *table,
				      unsigned int bucket)
{
	return !READ_ONCE(table->buckets[bucket].next);
}

/**
 * twstat_endpoints_walk_bucket() - visit the endpoints of one bucket
 * @table: the table
 * @bucket: the bucket's number
 * @visit: called for each endpoint, with the table locked and interrupts off
 * @data: for @visit
 *
 * Context: process.
 */
void twstat_endpoints_walk_bucket(struct twstat_endpoints *table,
				  unsigned int bucket,
				  void (*visit)(struct twstat_endpoint *endpoint,
						void *data),
				  void *data)
{
	struct twstat_link *link;

	if (twstat_endpoints_bucket_is_empty(table, bucket))
		return;
	raw_spin_lock_irq(&table->lock);
	for (link = table->buckets[bucket].next; link; link = link->next)
		visit(twstat_endpoint(link), data);
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
	unsigned int i;

	for (i = 0; i < twstat_endpoints_buckets(); i++) {
		if (!(i & 1023))
			cond_resched();
		twstat_endpoints_walk_bucket(table, i, visit, data);
	}
}
