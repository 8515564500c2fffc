// SPDX-License-Identifier: GPL-2.0
/* Reading endpoints, all of a table, while everything changes. */
#include <linux/kprobes.h>
#include <linux/sched.h>

#include "endpoints.h"

/**
 * twstat_endpoint_minis() - how many mini-sockets an endpoint has
 * @endpoint: the endpoint
 * @state: in this sub-state
 * @kind: of this kind, of which
 * @mask: only these bits matter
 *
 * Return: how many.
 */
u32 twstat_endpoint_minis(const struct twstat_endpoint *endpoint,
			  enum twstat_substate state, unsigned int kind,
			  unsigned int mask)
{
	unsigned int i;
	u32 n = 0;

	for (i = 0; i < TWSTAT_KINDS; i++)
		if ((i & mask) == kind)
			n += atomic_read(&endpoint->mini[state][i]);
	return n;
}

NOKPROBE_SYMBOL(twstat_endpoint_minis);

/**
 * twstat_endpoints_walk_bucket() - visit the endpoints of one bucket
 * @table: the table
 * @bucket: the bucket's number
 * @visit: called for each, interrupts off
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
	struct twstat_bucket *head = &table->buckets[bucket];
	struct twstat_link *first, *link;

	if (twstat_bucket_is_empty(head))
		return;
	local_irq_disable();
	first = twstat_bucket_lock(head);
	for (link = first; link; link = link->next)
		visit(twstat_endpoint(link), data);
	twstat_bucket_unlock(head, first);
	local_irq_enable();
}

/**
 * twstat_endpoints_walk() - visit all endpoints of a table
 * @table: the table
 * @visit: called for each, interrupts off
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
