// SPDX-License-Identifier: GPL-2.0
/*
 * The pool of free endpoints. Handlers take from it, since they may not allocate.
 *
 * All namespaces share it. A work item fills it while there are still endpoints left. So that a
 * burst in one namespace leaves some for the others, a namespace may take a free endpoint only
 * while there are more of them than it has taken since the pool was last filled: alone it gets
 * half of them. Pages that the work item adds are charged to those that have taken endpoints.
 *
 * A page of endpoints of which all are free can be given back, see tables/give_back.c. Lookups
 * follow endpoints without a lock, so a grace period must pass before that.
 */
#include <linux/gfp.h>
#include <linux/kprobes.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "tables/charge.h"
#include "tables/endpoint.h"
#include "tables/endpoint_pool.h"
#include "tables/give_back.h"

/* The reserve: a work item allocates so many free endpoints, less those that are left. */
#define TWSTAT_ENDPOINTS_SPARE	1024

/* It begins when fewer than these are left: before one namespace has taken half of them. */
#define TWSTAT_ENDPOINTS_LOW	(TWSTAT_ENDPOINTS_SPARE / 4 * 3)

/**
 * struct twstat_endpoint_chunk - a page of endpoints
 * @all: node in the list of all chunks
 * @list: node in the list of chunks of which some, or all, endpoints are free
 * @free: the free endpoints
 * @number: how many these are
 * @leaving: it is about to be given back
 * @endpoint: the endpoints
 */
struct twstat_endpoint_chunk {
	struct list_head all;
	struct list_head list;
	struct twstat_link *free;
	unsigned int number;
	bool leaving;
	struct twstat_endpoint endpoint[];
};

#define TWSTAT_ENDPOINT_CHUNK						\
	((PAGE_SIZE - sizeof(struct twstat_endpoint_chunk)) /		\
	 sizeof(struct twstat_endpoint))

/**
 * struct twstat_endpoint_pool - the pool
 * @lock: protects the members below but @all, and those of chunks but @all
 * @some: chunks of which some endpoints are free, and some are not
 * @whole: chunks of which all endpoints are free
 * @spare: how many endpoints are free
 * @least: the least @spare since the last look, see twstat_endpoint_pool_look()
 * @filled: how often the pool was filled
 * @owing: who has taken endpoints that were not replaced yet
 * @filling: held to fill the pool, and to give memory back; protects @all
 * @all: all chunks
 * @chunks: how many these are
 */
struct twstat_endpoint_pool {
	raw_spinlock_t lock;
	struct list_head some;
	struct list_head whole;
	unsigned int spare;
	unsigned int least;
	u32 filled;
	struct list_head owing;
	struct mutex filling;	/* protects what follows */
	struct list_head all;
	unsigned long chunks;
};

static struct twstat_endpoint_pool twstat_endpoint_pool = {
	.lock = __RAW_SPIN_LOCK_UNLOCKED(twstat_endpoint_pool.lock),
	.some = LIST_HEAD_INIT(twstat_endpoint_pool.some),
	.whole = LIST_HEAD_INIT(twstat_endpoint_pool.whole),
	.owing = LIST_HEAD_INIT(twstat_endpoint_pool.owing),
	.filling = __MUTEX_INITIALIZER(twstat_endpoint_pool.filling),
	.all = LIST_HEAD_INIT(twstat_endpoint_pool.all),
};

DEFINE_PER_CPU(struct twstat_endpoint_last,
	       twstat_endpoint_last[TWSTAT_ENDPOINT_KINDS]);

static void twstat_endpoint_pool_grow(struct work_struct *work);
static DECLARE_WORK(twstat_endpoint_pool_work, twstat_endpoint_pool_grow);

static __always_inline struct twstat_endpoint_chunk *
twstat_endpoint_chunk(const struct twstat_endpoint *endpoint)
{
	return (void *)((unsigned long)endpoint & PAGE_MASK);
}

/**
 * twstat_endpoint_recycle() - return an endpoint without references to the pool
 * @endpoint: the endpoint
 *
 * Context: interrupts off.
 */
void twstat_endpoint_recycle(struct twstat_endpoint *endpoint)
{
	struct twstat_endpoint_chunk *chunk = twstat_endpoint_chunk(endpoint);
	struct twstat_endpoint_pool *pool = &twstat_endpoint_pool;
	bool plenty;

	raw_spin_lock(&pool->lock);
	endpoint->link.next = chunk->free;
	chunk->free = &endpoint->link;
	chunk->number++;
	if (chunk->number == TWSTAT_ENDPOINT_CHUNK)
		list_move_tail(&chunk->list, &pool->whole);
	else if (chunk->number == 1)
		list_add(&chunk->list, &pool->some);
	WRITE_ONCE(pool->spare, pool->spare + 1);
	plenty = pool->spare > TWSTAT_PLENTY * TWSTAT_ENDPOINTS_SPARE;
	raw_spin_unlock(&pool->lock);
	if (unlikely(plenty))
		twstat_give_back_want();
}

NOKPROBE_SYMBOL(twstat_endpoint_recycle);

/*
 * Takes an endpoint out of the pool, which is locked and not empty: of a chunk that can't be
 * given back anyway, if there is one.
 */
static struct twstat_endpoint *twstat_endpoint_pool_pop(struct twstat_endpoint_pool *pool)
{
	struct list_head *list = list_empty(&pool->some) ? &pool->whole : &pool->some;
	struct twstat_endpoint_chunk *chunk =
		list_first_entry(list, struct twstat_endpoint_chunk, list);
	struct twstat_endpoint *endpoint = twstat_endpoint(chunk->free);

	chunk->free = endpoint->link.next;
	chunk->number--;
	if (!chunk->number)
		list_del_init(&chunk->list);
	else if (list == &pool->whole)
		list_move(&chunk->list, &pool->some);
	WRITE_ONCE(pool->spare, pool->spare - 1);
	if (pool->spare < pool->least)
		pool->least = pool->spare;
	return endpoint;
}

NOKPROBE_SYMBOL(twstat_endpoint_pool_pop);

/**
 * twstat_endpoint_pool_get() - take a free endpoint from the pool
 * @rows: what the namespace has taken
 *
 * Context: interrupts off; a table of the namespace is locked.
 * Return: the endpoint, or NULL if the pool is empty or the namespace has had its part.
 */
struct twstat_endpoint *twstat_endpoint_pool_get(struct twstat_rows *rows)
{
	struct twstat_endpoint_pool *pool = &twstat_endpoint_pool;
	struct twstat_endpoint *endpoint = NULL;

	raw_spin_lock(&pool->lock);
	if (unlikely(rows->filled != pool->filled)) {
		rows->filled = pool->filled;
		rows->taken = 0;
	}
	if (likely(pool->spare > rows->taken)) {
		endpoint = twstat_endpoint_pool_pop(pool);
		rows->taken++;
		if (!rows->owed++)
			list_add_tail(&rows->owing, &pool->owing);
	}
	raw_spin_unlock(&pool->lock);

	if (unlikely(READ_ONCE(pool->spare) < TWSTAT_ENDPOINTS_LOW || !endpoint))
		queue_work(system_highpri_wq, &twstat_endpoint_pool_work);
	return endpoint;
}

NOKPROBE_SYMBOL(twstat_endpoint_pool_get);

/* Makes all endpoints of a new chunk free. */
static void twstat_endpoint_pool_add(struct twstat_endpoint_chunk *chunk)
{
	struct twstat_endpoint_pool *pool = &twstat_endpoint_pool;
	unsigned int i;

	for (i = 0; i < TWSTAT_ENDPOINT_CHUNK; i++) {
		chunk->endpoint[i].link.next = chunk->free;
		chunk->free = &chunk->endpoint[i].link;
	}
	chunk->number = TWSTAT_ENDPOINT_CHUNK;
	list_add(&chunk->all, &pool->all);
	pool->chunks++;

	raw_spin_lock_irq(&pool->lock);
	list_add_tail(&chunk->list, &pool->whole);
	WRITE_ONCE(pool->spare, pool->spare + TWSTAT_ENDPOINT_CHUNK);
	raw_spin_unlock_irq(&pool->lock);
}

/* Returns who has taken endpoints that a new chunk replaces, with a reference; or NULL. */
static struct mem_cgroup *twstat_endpoint_pool_payer(void)
{
	struct twstat_endpoint_pool *pool = &twstat_endpoint_pool;
	struct mem_cgroup *payer = NULL;
	struct twstat_rows *rows;

	raw_spin_lock_irq(&pool->lock);
	rows = list_first_entry_or_null(&pool->owing, struct twstat_rows, owing);
	if (rows) {
		payer = twstat_charge_get(rows->tn);
		rows->owed -= min_t(u32, rows->owed, TWSTAT_ENDPOINT_CHUNK);
		if (!rows->owed)
			list_del_init(&rows->owing);
	}
	raw_spin_unlock_irq(&pool->lock);
	return payer;
}

/* If who has taken endpoints may have no more memory, nobody pays: others need some, too. */
static struct twstat_endpoint_chunk *twstat_endpoint_chunk_alloc(void)
{
	struct mem_cgroup *payer = twstat_endpoint_pool_payer();
	struct mem_cgroup *before = twstat_charge_begin(payer);
	unsigned long page = get_zeroed_page(twstat_charge_gfp(payer));

	twstat_charge_end(before);
	mem_cgroup_put(payer);
	if (!page && payer)
		page = get_zeroed_page(TWSTAT_GFP);
	return (void *)page;
}

static int twstat_endpoint_pool_fill(unsigned int spare)
{
	struct twstat_endpoint_pool *pool = &twstat_endpoint_pool;
	struct twstat_endpoint_chunk *chunk;
	int err = 0;

	mutex_lock(&pool->filling);
	while (READ_ONCE(pool->spare) < spare) {
		chunk = twstat_endpoint_chunk_alloc();
		if (!chunk) {
			err = -ENOMEM;
			break;
		}
		twstat_endpoint_pool_add(chunk);
		cond_resched();
	}
	raw_spin_lock_irq(&pool->lock);
	pool->filled++;
	raw_spin_unlock_irq(&pool->lock);
	mutex_unlock(&pool->filling);
	return err;
}

/*
 * Fills the pool. If memory is short, the next twstat_endpoint_pool_get() queues this work
 * again.
 */
static void twstat_endpoint_pool_grow(struct work_struct *work)
{
	twstat_endpoint_pool_fill(TWSTAT_ENDPOINTS_SPARE);
}

/**
 * twstat_endpoint_pool_forgive() - forget what a namespace has taken
 * @rows: what it has taken
 *
 * Context: process; no handler uses the namespace any more.
 */
void twstat_endpoint_pool_forgive(struct twstat_rows *rows)
{
	raw_spin_lock_irq(&twstat_endpoint_pool.lock);
	list_del_init(&rows->owing);
	raw_spin_unlock_irq(&twstat_endpoint_pool.lock);
}

/**
 * twstat_endpoint_pool_reserve() - wait for the work item if the pool runs low
 *
 * Context: process, may sleep.
 */
void twstat_endpoint_pool_reserve(void)
{
	if (READ_ONCE(twstat_endpoint_pool.spare) < TWSTAT_ENDPOINTS_LOW)
		flush_work(&twstat_endpoint_pool_work);
}

/* Takes chunks of which all endpoints are free out of the pool, as far as it has plenty. */
static void twstat_endpoint_pool_leave(struct list_head *leaving)
{
	struct twstat_endpoint_pool *pool = &twstat_endpoint_pool;
	struct twstat_endpoint_chunk *chunk;

	do {
		chunk = NULL;
		raw_spin_lock_irq(&pool->lock);
		if (!list_empty(&pool->whole) && pool->spare >=
		    twstat_give_back_keep(TWSTAT_ENDPOINTS_SPARE) + TWSTAT_ENDPOINT_CHUNK) {
			chunk = list_first_entry(&pool->whole, struct twstat_endpoint_chunk,
						 list);
			list_del(&chunk->list);
			WRITE_ONCE(pool->spare, pool->spare - TWSTAT_ENDPOINT_CHUNK);
		}
		raw_spin_unlock_irq(&pool->lock);
		if (chunk) {
			chunk->leaving = true;
			pool->chunks--;
			list_move(&chunk->all, leaving);
		}
	} while (chunk);
}

/*
 * Makes all CPUs forget endpoints whose memory is given back. No CPU can remember such an endpoint
 * again, since it is free and in no table.
 */
static void twstat_endpoint_pool_forget(void)
{
	struct twstat_endpoint_last *last;
	struct twstat_endpoint *endpoint;
	int cpu, kind;

	for_each_possible_cpu(cpu) {
		for (kind = 0; kind < TWSTAT_ENDPOINT_KINDS; kind++) {
			last = &per_cpu(twstat_endpoint_last[kind], cpu);
			endpoint = READ_ONCE(last->endpoint);
			if (endpoint && twstat_endpoint_chunk(endpoint)->leaving)
				cmpxchg(&last->endpoint, endpoint, NULL);
		}
	}
}

/*
 * Gives memory back if the pool had plenty since the last look; returns whether to look again.
 */
static bool twstat_endpoint_pool_look(void)
{
	struct twstat_endpoint_pool *pool = &twstat_endpoint_pool;
	struct twstat_endpoint_chunk *chunk, *next;
	unsigned int least, spare;
	LIST_HEAD(leaving);

	raw_spin_lock_irq(&pool->lock);
	least = pool->least;
	spare = pool->spare;
	pool->least = spare;
	raw_spin_unlock_irq(&pool->lock);
	if (least <= TWSTAT_PLENTY * TWSTAT_ENDPOINTS_SPARE)
		return spare > TWSTAT_PLENTY * TWSTAT_ENDPOINTS_SPARE;

	mutex_lock(&pool->filling);
	twstat_endpoint_pool_leave(&leaving);
	mutex_unlock(&pool->filling);
	twstat_endpoint_pool_forget();
	synchronize_rcu();
	list_for_each_entry_safe(chunk, next, &leaving, all) {
		free_page((unsigned long)chunk);
		cond_resched();
	}
	return false;
}

/**
 * twstat_endpoint_pool_size() - return how much memory all endpoints take
 *
 * Return: the number of bytes, of those in use and those in the pool.
 */
unsigned long twstat_endpoint_pool_size(void)
{
	return READ_ONCE(twstat_endpoint_pool.chunks) * PAGE_SIZE;
}

/**
 * twstat_endpoint_pool_init() - fill the pool for the first time
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_endpoint_pool_init(void)
{
	int err = twstat_endpoint_pool_fill(TWSTAT_ENDPOINTS_SPARE);

	twstat_give_back_by(TWSTAT_ENDPOINT_POOL, twstat_endpoint_pool_look);
	if (err)
		twstat_endpoint_pool_exit();
	return err;
}

/**
 * twstat_endpoint_pool_exit() - free all memory; no handler may run any more
 */
void twstat_endpoint_pool_exit(void)
{
	struct twstat_endpoint_chunk *chunk, *next;

	cancel_work_sync(&twstat_endpoint_pool_work);
	list_for_each_entry_safe(chunk, next, &twstat_endpoint_pool.all, all)
		free_page((unsigned long)chunk);
}
