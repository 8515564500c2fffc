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
 * Memory is allocated in chunks. Module unload frees all of it at once, however many sockets
 * are alive then.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kprobes.h>
#include <linux/list.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include "tables/entry_pool.h"

#define TWSTAT_RESERVE_CPU	4096

#define TWSTAT_RESERVE_LEAST	TWSTAT_MAGAZINE
#define TWSTAT_RESERVE_MOST	16777216

/* Stands for the default. */
#define TWSTAT_RESERVE_UNSET	-1

static int twstat_reserve = TWSTAT_RESERVE_UNSET;
module_param_named(reserve, twstat_reserve, int, 0444);
MODULE_PARM_DESC(reserve, "Free entries to keep for new sockets in TIME_WAIT, 64 to 16777216 (default: tcp_max_tw_buckets, but at least 4096 and at most 4096 per CPU)");

/**
 * struct twstat_chunk - one allocation of entries
 * @list: node in twstat_chunks
 * @entry: the entries
 */
struct twstat_chunk {
	struct list_head list;
	struct twstat_entry entry[];
};

#define TWSTAT_CHUNK_ENTRIES						\
	rounddown((SZ_32K - sizeof(struct twstat_chunk)) /		\
		  sizeof(struct twstat_entry), TWSTAT_MAGAZINE)

DEFINE_PER_CPU(struct twstat_entry_pool_cpu, twstat_entry_pool_cpu);

/*
 * The depot: a list of full magazines. The first entry of each magazine represents it and
 * points to the next magazine by its @sk, which free entries don't use.
 */
static DEFINE_RAW_SPINLOCK(twstat_depot_lock);
static struct twstat_link *twstat_depot;
static unsigned long twstat_depot_entries;

static LIST_HEAD(twstat_chunks);
static DEFINE_MUTEX(twstat_chunks_mutex);

static void twstat_entry_pool_grow(struct work_struct *work);
static DECLARE_WORK(twstat_grow_work, twstat_entry_pool_grow);
static struct workqueue_struct *twstat_grow_queue;

static void twstat_depot_push(struct twstat_link *top)
{
	raw_spin_lock(&twstat_depot_lock);
	twstat_entry(top)->sk = twstat_depot;
	twstat_depot = top;
	WRITE_ONCE(twstat_depot_entries,
		   twstat_depot_entries + TWSTAT_MAGAZINE);
	raw_spin_unlock(&twstat_depot_lock);
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
	struct twstat_link *top;
	unsigned int i;
	int err = 0;

	mutex_lock(&twstat_chunks_mutex);
	while (READ_ONCE(twstat_depot_entries) < entries) {
		chunk = kvmalloc(struct_size(chunk, entry, TWSTAT_CHUNK_ENTRIES),
				 GFP_KERNEL | __GFP_NOWARN |
				 __GFP_RETRY_MAYFAIL);
		if (!chunk) {
			err = -ENOMEM;
			break;
		}
		list_add(&chunk->list, &twstat_chunks);

		top = NULL;
		for (i = 0; i < TWSTAT_CHUNK_ENTRIES; i++) {
			chunk->entry[i].link.next = top;
			top = &chunk->entry[i].link;
			if (i % TWSTAT_MAGAZINE < TWSTAT_MAGAZINE - 1)
				continue;
			local_irq_disable();
			twstat_depot_push(top);
			local_irq_enable();
			top = NULL;
		}
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
	twstat_entry_pool_reserve(twstat_reserve + twstat_reserve / 2UL);
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
		kvfree(chunk);
}
