// SPDX-License-Identifier: GPL-2.0
/* The pool of free endpoints. Handlers take from it, since they may not allocate. */
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "tables/endpoint.h"
#include "tables/endpoint_pool.h"

/*
 * When fewer free endpoints than these are left, a work item allocates more. They are kept
 * until the module is unloaded.
 */
#define TWSTAT_ENDPOINTS_SPARE	512

/**
 * struct twstat_endpoint_chunk - one allocation of endpoints
 * @next: the chunk that was allocated before this one
 * @endpoint: the endpoints
 */
struct twstat_endpoint_chunk {
	struct twstat_endpoint_chunk *next;
	struct twstat_endpoint endpoint[];
};

#define TWSTAT_ENDPOINT_CHUNK						\
	((SZ_32K - sizeof(struct twstat_endpoint_chunk)) /		\
	 sizeof(struct twstat_endpoint))

static DEFINE_RAW_SPINLOCK(twstat_spare_lock);
static struct twstat_link *twstat_spare;
static unsigned int twstat_spares;
static struct twstat_endpoint_chunk *twstat_endpoint_chunks;

static void twstat_endpoint_pool_grow(struct work_struct *work);
static DECLARE_WORK(twstat_endpoint_pool_work, twstat_endpoint_pool_grow);

/**
 * twstat_endpoint_recycle() - return an endpoint without references to the pool
 * @endpoint: the endpoint
 *
 * Context: interrupts off.
 */
void twstat_endpoint_recycle(struct twstat_endpoint *endpoint)
{
	raw_spin_lock(&twstat_spare_lock);
	endpoint->link.next = twstat_spare;
	twstat_spare = &endpoint->link;
	twstat_spares++;
	raw_spin_unlock(&twstat_spare_lock);
}

NOKPROBE_SYMBOL(twstat_endpoint_recycle);

/**
 * twstat_endpoint_pool_get() - take a free endpoint from the pool
 *
 * Context: interrupts off.
 * Return: the endpoint, or NULL if the pool is empty.
 */
struct twstat_endpoint *twstat_endpoint_pool_get(void)
{
	struct twstat_link *link;

	raw_spin_lock(&twstat_spare_lock);
	link = twstat_spare;
	if (link) {
		twstat_spare = link->next;
		twstat_spares--;
	}
	raw_spin_unlock(&twstat_spare_lock);

	if (READ_ONCE(twstat_spares) < TWSTAT_ENDPOINTS_SPARE)
		queue_work(system_highpri_wq, &twstat_endpoint_pool_work);
	return link ? twstat_endpoint(link) : NULL;
}

NOKPROBE_SYMBOL(twstat_endpoint_pool_get);

static int twstat_endpoint_pool_fill(unsigned int spares)
{
	struct twstat_endpoint_chunk *chunk;
	unsigned int i;

	while (READ_ONCE(twstat_spares) < spares) {
		chunk = kvmalloc(struct_size(chunk, endpoint,
					     TWSTAT_ENDPOINT_CHUNK),
				 GFP_KERNEL | __GFP_NOWARN |
				 __GFP_RETRY_MAYFAIL);
		if (!chunk)
			return -ENOMEM;
		chunk->next = twstat_endpoint_chunks;
		twstat_endpoint_chunks = chunk;
		for (i = 0; i < TWSTAT_ENDPOINT_CHUNK; i++) {
			local_irq_disable();
			twstat_endpoint_recycle(&chunk->endpoint[i]);
			local_irq_enable();
		}
		cond_resched();
	}
	return 0;
}

/*
 * Fills the pool to twice the threshold. If memory is short, the next
 * twstat_endpoint_pool_get() queues this work again.
 */
static void twstat_endpoint_pool_grow(struct work_struct *work)
{
	twstat_endpoint_pool_fill(2 * TWSTAT_ENDPOINTS_SPARE);
}

/**
 * twstat_endpoint_pool_reserve() - wait for the work item if the pool runs low
 *
 * Context: process, may sleep.
 */
void twstat_endpoint_pool_reserve(void)
{
	if (READ_ONCE(twstat_spares) < TWSTAT_ENDPOINTS_SPARE)
		flush_work(&twstat_endpoint_pool_work);
}

/**
 * twstat_endpoint_pool_init() - fill the pool for the first time
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_endpoint_pool_init(void)
{
	int err = twstat_endpoint_pool_fill(TWSTAT_ENDPOINTS_SPARE);

	if (err)
		twstat_endpoint_pool_exit();
	return err;
}

/**
 * twstat_endpoint_pool_exit() - free all memory; no handler may run any more
 */
void twstat_endpoint_pool_exit(void)
{
	struct twstat_endpoint_chunk *chunk;

	cancel_work_sync(&twstat_endpoint_pool_work);
	while ((chunk = twstat_endpoint_chunks)) {
		twstat_endpoint_chunks = chunk->next;
		kvfree(chunk);
	}
}
