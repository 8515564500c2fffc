// SPDX-License-Identifier: GPL-2.0
/*
 * The pool of free entries. Handlers take from it, since they may not allocate.
 *
 * Each CPU has two magazines of entries. Handlers take entries from them and return entries
 * to them. Only if both are empty, or both are full, does a handler exchange a whole magazine
 * with the depot, which all CPUs share. A work item fills the depot; it starts while a reserve
 * is left. So the pool runs empty only when births outrun the scheduler or memory is
 * short.
 *
 * Memory is allocated in pages. Module unload frees all of it at once, however many sockets
 * are alive then. After a burst most pages have only free entries, but these are in magazines
 * with entries of all other pages. To give such pages back, a work item exchanges the depot for a
 * new one that is just large enough, and sorts the entries of the old one.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/gfp.h>
#include <linux/kprobes.h>
#include <linux/list.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include "tables/charge.h"
#include "tables/entry_pool.h"
#include "tables/give_back.h"

#define TWSTAT_RESERVE_CPU	4096

#define TWSTAT_RESERVE_LEAST	TWSTAT_MAGAZINE
#define TWSTAT_RESERVE_MOST	16777216

/* Stands for the default. */
#define TWSTAT_RESERVE_UNSET	-1

static int twstat_reserve = TWSTAT_RESERVE_UNSET;
module_param_named(reserve, twstat_reserve, int, 0444);
MODULE_PARM_DESC(reserve, "Free entries to keep for new sockets in TIME_WAIT, 64 to 16777216 (default: tcp_max_tw_buckets, but at least 4096 and at most 4096 per CPU)");

/**
 * struct twstat_chunk - a page of entries
 * @list: node in twstat_chunks
 * @sorted: how many of its entries were in the depot that is being sorted
 * @entry: the entries, from the beginning of a cache line on
 */
struct twstat_chunk {
	struct list_head list;
	unsigned int sorted;
	struct twstat_entry entry[] ____cacheline_aligned;
};

#define TWSTAT_CHUNK_ENTRIES						\
	((PAGE_SIZE - sizeof(struct twstat_chunk)) / sizeof(struct twstat_entry))

DEFINE_PER_CPU(struct twstat_entry_pool_cpu, twstat_entry_pool_cpu);

/*
 * The depot: a list of full magazines. The first entry of each magazine represents it and
 * points to the next magazine by its @sk, which free entries don't use.
 */
static DEFINE_RAW_SPINLOCK(twstat_depot_lock);
static struct twstat_link *twstat_depot;
static unsigned long twstat_depot_entries;

/* The least number of entries in the depot since the last twstat_entry_pool_look(). */
static unsigned long twstat_depot_least;

/* All chunks, how many these are, and entries that don't fill a magazine yet. */
static LIST_HEAD(twstat_chunks);
static unsigned long twstat_chunks_number;
static struct twstat_magazine twstat_loose;
static DEFINE_MUTEX(twstat_chunks_mutex);

static void twstat_entry_pool_grow(struct work_struct *work);
static DECLARE_WORK(twstat_grow_work, twstat_entry_pool_grow);
static struct workqueue_struct *twstat_grow_queue;

static bool twstat_depot_has_plenty(unsigned long entries)
{
	return entries > TWSTAT_PLENTY * (unsigned long)twstat_reserve;
}

NOKPROBE_SYMBOL(twstat_depot_has_plenty);

static void twstat_depot_push(struct twstat_link *top)
{
	raw_spin_lock(&twstat_depot_lock);
	twstat_entry(top)->sk = twstat_depot;
	twstat_depot = top;
	WRITE_ONCE(twstat_depot_entries,
		   twstat_depot_entries + TWSTAT_MAGAZINE);
	raw_spin_unlock(&twstat_depot_lock);
	if (unlikely(twstat_depot_has_plenty(READ_ONCE(twstat_depot_entries))))
		twstat_give_back_want();
}

NOKPROBE_SYMBOL(twstat_depot_push);

static struct twstat_link *twstat_depot_pop(void)
{
	struct twstat_link *top;

	raw_spin_lock(&twstat_depot_lock);
	top = twstat_depot;
	if (top) {
		twstat_depot = (struct twstat_link *)twstat_entry(top)->sk;
		WRITE_ONCE(twstat_depot_entries,
			   twstat_depot_entries - TWSTAT_MAGAZINE);
		twstat_depot_least = min(twstat_depot_least, twstat_depot_entries);
	}
	raw_spin_unlock(&twstat_depot_lock);

	if (READ_ONCE(twstat_depot_entries) < twstat_reserve)
		queue_work(twstat_grow_queue, &twstat_grow_work);
	return top;
}

NOKPROBE_SYMBOL(twstat_depot_pop);

/**
 * twstat_entry_pool_refill() - replace this CPU's empty current magazine
 *
 * Context: interrupts off.
 * Return: the first entry of the new one, or NULL if the pool is empty.
 */
struct twstat_link *twstat_entry_pool_refill(void)
{
	struct twstat_entry_pool_cpu *cpu = this_cpu_ptr(&twstat_entry_pool_cpu);

	if (cpu->spare.count) {
		swap(cpu->now, cpu->spare);
	} else {
		cpu->now.top = twstat_depot_pop();
		cpu->now.count = cpu->now.top ? TWSTAT_MAGAZINE : 0;
	}
	return cpu->now.top;
}

NOKPROBE_SYMBOL(twstat_entry_pool_refill);

/**
 * twstat_entry_pool_make_room() - replace this CPU's full current magazine by an empty one
 *
 * Context: interrupts off.
 */
void twstat_entry_pool_make_room(void)
{
	struct twstat_entry_pool_cpu *cpu = this_cpu_ptr(&twstat_entry_pool_cpu);

	if (cpu->spare.count == TWSTAT_MAGAZINE) {
		twstat_depot_push(cpu->spare.top);
		cpu->spare = (struct twstat_magazine) { };
	}
	swap(cpu->now, cpu->spare);
}

NOKPROBE_SYMBOL(twstat_entry_pool_make_room);

static struct twstat_chunk *twstat_chunk_of(const struct twstat_link *link)
{
	return (void *)((unsigned long)link & PAGE_MASK);
}

/* Adds an entry to a magazine; returns whether that is full now. */
static bool twstat_magazine_add(struct twstat_magazine *magazine, struct twstat_link *link)
{
	link->next = magazine->top;
	magazine->top = link;
	return ++magazine->count == TWSTAT_MAGAZINE;
}

/* Puts a free entry into the depot as soon as it is one of a full magazine. */
static void twstat_loose_add(struct twstat_link *link)
{
	if (!twstat_magazine_add(&twstat_loose, link))
		return;
	local_irq_disable();
	twstat_depot_push(twstat_loose.top);
	local_irq_enable();
	twstat_loose = (struct twstat_magazine) { };
}

/* Allocates a chunk; twstat_chunks_mutex is held. */
static struct twstat_chunk *twstat_chunk_alloc(void)
{
	struct twstat_chunk *chunk = (void *)__get_free_page(TWSTAT_GFP);

	if (!chunk)
		return NULL;
	chunk->sorted = 0;
	list_add(&chunk->list, &twstat_chunks);
	twstat_chunks_number++;
	return chunk;
}

static void twstat_chunk_free(struct twstat_chunk *chunk)
{
	list_del(&chunk->list);
	twstat_chunks_number--;
	free_page((unsigned long)chunk);
}

/**
 * twstat_entry_pool_reserve() - fill the depot
 * @entries: the number of entries that it shall have at least
 *
 * Context: process, may sleep.
 * Return: 0, or -ENOMEM; the entries allocated until then stay.
 */
int twstat_entry_pool_reserve(unsigned long entries)
{
	struct twstat_chunk *chunk;
	unsigned int i;
	int err = 0;

	mutex_lock(&twstat_chunks_mutex);
	while (READ_ONCE(twstat_depot_entries) < entries) {
		chunk = twstat_chunk_alloc();
		if (!chunk) {
			err = -ENOMEM;
			break;
		}
		for (i = 0; i < TWSTAT_CHUNK_ENTRIES; i++)
			twstat_loose_add(&chunk->entry[i].link);
		cond_resched();
	}
	mutex_unlock(&twstat_chunks_mutex);
	return err;
}

static void twstat_entry_pool_grow(struct work_struct *work)
{
	/*
	 * One and a half times the threshold, so that it takes a while until this work is
	 * queued again. If memory is short, the next twstat_depot_pop() queues it.
	 */
	twstat_entry_pool_reserve(twstat_give_back_keep(twstat_reserve));
}

/**
 * struct twstat_depot_new - a new depot
 * @depot: its full magazines
 * @entries: how many entries these have
 * @part: the magazine that isn't full yet
 */
struct twstat_depot_new {
	struct twstat_link *depot;
	unsigned long entries;
	struct twstat_magazine part;
};

static void twstat_depot_new_add(struct twstat_depot_new *new, struct twstat_link *link)
{
	if (!twstat_magazine_add(&new->part, link))
		return;
	twstat_entry(link)->sk = new->depot;
	new->depot = link;
	new->entries += TWSTAT_MAGAZINE;
	new->part = (struct twstat_magazine) { };
}

/* Allocates a depot that is just large enough; twstat_chunks_mutex is held. */
static bool twstat_depot_new_fill(struct twstat_depot_new *new)
{
	struct twstat_chunk *chunk;
	unsigned int i;

	while (new->entries < twstat_give_back_keep(twstat_reserve)) {
		chunk = twstat_chunk_alloc();
		if (!chunk)
			return false;
		for (i = 0; i < TWSTAT_CHUNK_ENTRIES; i++)
			twstat_depot_new_add(new, &chunk->entry[i].link);
		cond_resched();
	}
	return true;
}

/* Replaces the depot; returns the old one. */
static struct twstat_link *twstat_depot_replace(const struct twstat_depot_new *new)
{
	struct twstat_link *old;

	raw_spin_lock_irq(&twstat_depot_lock);
	old = twstat_depot;
	twstat_depot = new->depot;
	WRITE_ONCE(twstat_depot_entries, new->entries);
	twstat_depot_least = new->entries;
	raw_spin_unlock_irq(&twstat_depot_lock);
	return old;
}

static void twstat_depot_count(struct twstat_link *link)
{
	twstat_chunk_of(link)->sorted++;
}

/* Keeps an entry whose page has others that are in use. */
static void twstat_depot_keep(struct twstat_link *link)
{
	if (twstat_chunk_of(link)->sorted < TWSTAT_CHUNK_ENTRIES)
		twstat_loose_add(link);
}

/* Visits all entries of a magazine, which @visit may move. */
static void twstat_magazine_walk(struct twstat_link *link, void (*visit)(struct twstat_link *link))
{
	struct twstat_link *next;

	for (; link; link = next) {
		next = link->next;
		visit(link);
	}
}

/* Visits all entries of a depot that nobody else uses. */
static void twstat_depot_walk(struct twstat_link *depot, void (*visit)(struct twstat_link *link))
{
	struct twstat_link *next;

	for (; depot; depot = next) {
		next = (struct twstat_link *)twstat_entry(depot)->sk;
		twstat_magazine_walk(depot, visit);
		cond_resched();
	}
}

/*
 * Frees the pages of which all entries are in an old depot, and puts the others into the new
 * one; twstat_chunks_mutex is held.
 */
static void twstat_depot_give_back(struct twstat_link *old)
{
	struct twstat_chunk *chunk, *next;

	/* A handler may still look at one, see twstat_entry_peek(). */
	synchronize_rcu();
	twstat_depot_walk(old, twstat_depot_count);
	twstat_depot_walk(old, twstat_depot_keep);
	list_for_each_entry_safe(chunk, next, &twstat_chunks, list) {
		if (chunk->sorted == TWSTAT_CHUNK_ENTRIES)
			twstat_chunk_free(chunk);
		else
			chunk->sorted = 0;
		cond_resched();
	}
}

/*
 * Gives memory back if the pool had plenty since the last look; returns whether to look again.
 */
static bool twstat_entry_pool_look(void)
{
	struct twstat_depot_new new = { };
	unsigned long least, now;

	raw_spin_lock_irq(&twstat_depot_lock);
	least = twstat_depot_least;
	now = twstat_depot_entries;
	twstat_depot_least = now;
	raw_spin_unlock_irq(&twstat_depot_lock);
	if (!twstat_depot_has_plenty(least))
		return twstat_depot_has_plenty(now);

	mutex_lock(&twstat_chunks_mutex);
	/* Without memory for it, this is a small depot more to sort. */
	if (twstat_depot_new_fill(&new))
		twstat_depot_give_back(twstat_depot_replace(&new));
	else
		twstat_depot_walk(new.depot, twstat_depot_keep);
	twstat_magazine_walk(new.part.top, twstat_depot_keep);
	mutex_unlock(&twstat_chunks_mutex);
	return false;
}

/**
 * twstat_entry_pool_size() - return how much memory all entries take
 *
 * Return: the number of bytes, of those in use and those in the pool.
 */
unsigned long twstat_entry_pool_size(void)
{
	return READ_ONCE(twstat_chunks_number) * PAGE_SIZE;
}

/**
 * twstat_entry_pool_init() - fill the pool for the first time
 *
 * The default reserve is tcp_max_tw_buckets, but at most what the fastest churn can use up in
 * the milliseconds before the work item runs.
 *
 * Return: 0, -ENOMEM, or -EINVAL with a message in the kernel log.
 */
int twstat_entry_pool_init(void)
{
	int limit = READ_ONCE(init_net.ipv4.tcp_death_row.sysctl_max_tw_buckets);
	int err;

	if (twstat_reserve == TWSTAT_RESERVE_UNSET)
		twstat_reserve = clamp(limit, TWSTAT_RESERVE_CPU,
				       TWSTAT_RESERVE_CPU *
				       (int)num_possible_cpus());

	if (twstat_reserve < TWSTAT_RESERVE_LEAST ||
	    twstat_reserve > TWSTAT_RESERVE_MOST) {
		pr_err("reserve must be %d to %d, not %d\n",
		       TWSTAT_RESERVE_LEAST, TWSTAT_RESERVE_MOST, twstat_reserve);
		return -EINVAL;
	}

	twstat_give_back_by(TWSTAT_ENTRY_POOL, twstat_entry_pool_look);
	/* Unbound, since the CPU whose births used up the entries is busy. */
	twstat_grow_queue = alloc_workqueue("twstat", WQ_UNBOUND | WQ_HIGHPRI, 1);
	if (!twstat_grow_queue)
		return -ENOMEM;

	err = twstat_entry_pool_reserve(twstat_reserve);
	if (err)
		twstat_entry_pool_exit();
	return err;
}

/**
 * twstat_entry_pool_exit() - free all memory; no handler may run any more
 */
void twstat_entry_pool_exit(void)
{
	struct twstat_chunk *chunk, *next;

	destroy_workqueue(twstat_grow_queue);
	list_for_each_entry_safe(chunk, next, &twstat_chunks, list)
		free_page((unsigned long)chunk);
}
