// SPDX-License-Identifier: GPL-2.0
/*
 * Blocks: what a namespace needs from its first TCP event on.
 *
 * Most namespaces of a machine never use TCP, so a namespace gets its block with its first event.
 * The handler that sees this event may not allocate. So there are spare blocks: one for each
 * namespace without a block, up to TWSTAT_BLOCKS_SPARE. Who creates a namespace allocates a spare
 * block, and is charged for it. Is there one already, the work item that replaces a taken block
 * charges the taker. As long as no more namespaces than that are without a block, each is sure to
 * get one at its first event.
 *
 * If there is none left, the events of the namespace are not counted, but how many these are.
 */
#include <linux/cpumask.h>
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/user_namespace.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "tables/blocks.h"
#include "tables/charge.h"

/* At most this many spare blocks are kept. */
#define TWSTAT_BLOCKS_SPARE	32

/*
 * So many spare blocks are only for namespaces of the first user namespace: users without
 * privileges can create namespaces, and could use up all.
 */
#define TWSTAT_BLOCKS_KEPT	(TWSTAT_BLOCKS_SPARE / 2)

/**
 * struct twstat_blocks - the spare blocks
 * @lock: protects the members below, and @state and @block of each struct twstat_net
 * @list: the spare blocks
 * @taken: blocks that were taken, and are to be replaced
 * @spare: how many are in @list
 * @idle: how many namespaces are watched and have no block
 * @idle_first: how many of these belong to the first user namespace
 */
struct twstat_blocks {
	raw_spinlock_t lock;
	struct list_head list;
	struct list_head taken;
	unsigned int spare;
	unsigned int idle;
	unsigned int idle_first;
};

static struct twstat_blocks twstat_blocks = {
	.lock = __RAW_SPIN_LOCK_UNLOCKED(twstat_blocks.lock),
	.list = LIST_HEAD_INIT(twstat_blocks.list),
	.taken = LIST_HEAD_INIT(twstat_blocks.taken),
};

/* The numbers of namespaces without a block: all 0, and never written. */
static struct twstat_cpu __percpu *twstat_blocks_zero __read_mostly;

static void twstat_blocks_refill(struct work_struct *work);
static DECLARE_WORK(twstat_blocks_work, twstat_blocks_refill);

static bool twstat_blocks_is_first(const struct twstat_net *tn)
{
	return tn->net->user_ns == &init_user_ns;
}

NOKPROBE_SYMBOL(twstat_blocks_is_first);

/* Counts a namespace that has no block; or, with -1, no longer is one. The lock is held. */
static void twstat_blocks_idle(const struct twstat_net *tn, int n)
{
	WRITE_ONCE(twstat_blocks.idle, twstat_blocks.idle + n);
	if (twstat_blocks_is_first(tn))
		twstat_blocks.idle_first += n;
}

NOKPROBE_SYMBOL(twstat_blocks_idle);

static bool twstat_blocks_too_few(void)
{
	return READ_ONCE(twstat_blocks.spare) <
	       min_t(unsigned int, READ_ONCE(twstat_blocks.idle), TWSTAT_BLOCKS_SPARE);
}

NOKPROBE_SYMBOL(twstat_blocks_too_few);

/* Lets a namespace use a block that no other one has; the lock is held. */
static void twstat_block_set(struct twstat_net *tn, struct twstat_block *block)
{
	int kind;

	block->no_table.tn = tn;
	block->rows.tn = tn;
	tn->block = block;
	tn->nowhere = &block->nowhere;
	for (kind = 0; kind < TWSTAT_ENDPOINT_KINDS; kind++)
		/* Readers see its shift. */
		smp_store_release(&tn->endpoints[kind].buckets, (void *)block->first[kind]);
	/* Readers see zeros. */
	smp_store_release(&tn->cpu, block->cpu);
	twstat_blocks_idle(tn, -1);
	/* A handler that sees this sees all of the above; see twstat_net_find(). */
	smp_store_release(&tn->state, TWSTAT_NET_COUNTS);
}

NOKPROBE_SYMBOL(twstat_block_set);

/* Returns a spare block that a namespace may have, or NULL; the lock is held. */
static struct twstat_block *twstat_blocks_pop(const struct twstat_net *tn)
{
	struct twstat_block *block;
	unsigned int kept = 0;

	if (tn && !twstat_blocks_is_first(tn))
		kept = min_t(unsigned int, twstat_blocks.idle_first, TWSTAT_BLOCKS_KEPT);
	if (twstat_blocks.spare <= kept)
		return NULL;
	block = list_first_entry(&twstat_blocks.list, struct twstat_block, list);
	list_del_init(&block->list);
	WRITE_ONCE(twstat_blocks.spare, twstat_blocks.spare - 1);
	return block;
}

NOKPROBE_SYMBOL(twstat_blocks_pop);

/**
 * twstat_block_take() - give a namespace a spare block at its first event
 * @tn: the namespace, which had no block a moment ago
 *
 * Context: handlers; any context without preemption.
 * Return: whether it has one now. If it is watched and there is none, the event is counted.
 */
bool twstat_block_take(struct twstat_net *tn)
{
	struct twstat_block *block = NULL;
	enum twstat_net_state state;
	unsigned long flags;

	raw_spin_lock_irqsave(&twstat_blocks.lock, flags);
	state = tn->state;
	if (state == TWSTAT_NET_IDLE)
		block = twstat_blocks_pop(tn);
	if (block) {
		twstat_block_set(tn, block);
		if (twstat_blocks_too_few())
			list_add_tail(&block->list, &twstat_blocks.taken);
	}
	raw_spin_unlock_irqrestore(&twstat_blocks.lock, flags);

	if (state == TWSTAT_NET_IDLE) {
		if (!block)
			atomic64_inc(&tn->untracked);
		if (twstat_blocks_too_few())
			queue_work(system_highpri_wq, &twstat_blocks_work);
	}
	return block || state == TWSTAT_NET_COUNTS;
}

NOKPROBE_SYMBOL(twstat_block_take);

/**
 * twstat_block_shards() - return how many sets of histograms a block has
 *
 * Return: the number, a power of two.
 */
unsigned int twstat_block_shards(void)
{
	return min_t(unsigned int, roundup_pow_of_two(nr_cpu_ids), TWSTAT_HISTOGRAM_SHARDS);
}

static unsigned long twstat_block_shards_size(void)
{
	return PAGE_ALIGN(twstat_block_shards() * sizeof(struct twstat_histograms));
}

static void twstat_block_free(struct twstat_block *block)
{
	if (!block)
		return;
	free_percpu(block->cpu);
	vfree(block->shards);
	kfree(block);
}

static void twstat_block_prepare(struct twstat_block *block)
{
	struct twstat_buckets *buckets;
	int kind, cpu;

	INIT_LIST_HEAD(&block->list);
	for_each_possible_cpu(cpu)
		per_cpu_ptr(block->cpu, cpu)->histograms =
			&block->shards[cpu & (twstat_block_shards() - 1)];
	for (kind = 0; kind < TWSTAT_ENDPOINT_KINDS; kind++) {
		buckets = (void *)block->first[kind];
		buckets->shift = TWSTAT_BUCKETS_SHIFT(TWSTAT_BUCKETS_FIRST);
	}
	INIT_LIST_HEAD(&block->rows.owing);
	block->no_table.kind = TWSTAT_NO_ENDPOINT;
	raw_spin_lock_init(&block->no_table.lock);
	INIT_LIST_HEAD(&block->no_table.idle);
	INIT_LIST_HEAD(&block->no_table.busy);
	block->nowhere.table = &block->no_table;
	block->nowhere.kind = TWSTAT_NO_ENDPOINT;
	block->nowhere.hash = TWSTAT_NO_HASH;
	block->nowhere.idle = true;
	block->nowhere.alarm = TWSTAT_NO_ALARM;
	/* The first destination makes the look determine it. */
	block->troubles.alarm = TWSTAT_ALARM_UNKNOWN;
	block->troubles.alarm_at = jiffies;
	block->troubles.lower = TWSTAT_LOWER_NONE;
	INIT_LIST_HEAD(&block->nowhere.list);
	atomic_set(&block->nowhere.refs, 1);
}

static struct twstat_block *twstat_block_alloc_by(gfp_t gfp)
{
	struct twstat_block *block = kzalloc(sizeof(*block), gfp);

	if (!block)
		return NULL;
	block->cpu = alloc_percpu_gfp(struct twstat_cpu, gfp);
	block->shards = __vmalloc(twstat_block_shards_size(), gfp | __GFP_ZERO);
	if (!block->cpu || !block->shards) {
		twstat_block_free(block);
		return NULL;
	}
	twstat_block_prepare(block);
	return block;
}

static struct twstat_block *twstat_block_alloc(struct mem_cgroup *payer)
{
	struct mem_cgroup *before = twstat_charge_begin(payer);
	struct twstat_block *block = twstat_block_alloc_by(twstat_charge_gfp(payer));

	twstat_charge_end(before);
	return block;
}

/* Adds a spare block, unless there are enough by now. */
static void twstat_blocks_push(struct twstat_block *block)
{
	raw_spin_lock_irq(&twstat_blocks.lock);
	if (twstat_blocks_too_few()) {
		list_add_tail(&block->list, &twstat_blocks.list);
		WRITE_ONCE(twstat_blocks.spare, twstat_blocks.spare + 1);
		block = NULL;
	}
	raw_spin_unlock_irq(&twstat_blocks.lock);
	twstat_block_free(block);
}

/* Frees the spare blocks that are too many. */
static void twstat_blocks_trim(void)
{
	struct twstat_block *block;

	do {
		block = NULL;
		raw_spin_lock_irq(&twstat_blocks.lock);
		if (twstat_blocks.spare > min_t(unsigned int, twstat_blocks.idle,
						TWSTAT_BLOCKS_SPARE))
			block = twstat_blocks_pop(NULL);
		raw_spin_unlock_irq(&twstat_blocks.lock);
		twstat_block_free(block);
	} while (block);
}

/**
 * twstat_block_give() - give a namespace a block before its first event
 * @tn: the namespace, which has sockets already
 *
 * Context: process, may sleep.
 * Return: whether it has one; false if there is no memory.
 */
bool twstat_block_give(struct twstat_net *tn)
{
	struct twstat_block *block = twstat_block_alloc(tn->payer);

	if (!block)
		return false;
	raw_spin_lock_irq(&twstat_blocks.lock);
	if (tn->state == TWSTAT_NET_IDLE) {
		twstat_block_set(tn, block);
		block = NULL;
	}
	raw_spin_unlock_irq(&twstat_blocks.lock);
	twstat_block_free(block);
	return true;
}

/**
 * twstat_blocks_net_init() - prepare a namespace that is not watched yet
 * @tn: the namespace
 */
void twstat_blocks_net_init(struct twstat_net *tn)
{
	tn->cpu = twstat_blocks_zero;
}

/**
 * twstat_blocks_net_begin() - watch a namespace, without a block
 * @tn: the namespace
 */
void twstat_blocks_net_begin(struct twstat_net *tn)
{
	raw_spin_lock_irq(&twstat_blocks.lock);
	twstat_blocks_idle(tn, 1);
	/* A handler that sees this sees all that was set before. */
	smp_store_release(&tn->state, TWSTAT_NET_IDLE);
	raw_spin_unlock_irq(&twstat_blocks.lock);
}

/**
 * twstat_blocks_reserve() - see to it that there are enough spare blocks
 * @tn: a new namespace, whose payer is charged for them. If that may have no more memory, the
 *	work item allocates the rest
 *
 * Context: process, may sleep.
 */
void twstat_blocks_reserve(const struct twstat_net *tn)
{
	struct twstat_block *block;

	while (twstat_blocks_too_few()) {
		block = twstat_block_alloc(tn->payer);
		if (!block) {
			queue_work(system_highpri_wq, &twstat_blocks_work);
			return;
		}
		twstat_blocks_push(block);
	}
}

/* Returns who has taken a block that is not replaced yet, with a reference; or NULL. */
static struct mem_cgroup *twstat_blocks_payer(void)
{
	struct mem_cgroup *payer = NULL;
	struct twstat_block *block;

	raw_spin_lock_irq(&twstat_blocks.lock);
	block = list_first_entry_or_null(&twstat_blocks.taken, struct twstat_block, list);
	if (block) {
		list_del_init(&block->list);
		payer = twstat_charge_get(block->no_table.tn);
	}
	raw_spin_unlock_irq(&twstat_blocks.lock);
	return payer;
}

/*
 * Replaces the blocks that were taken. If who took one may have no more memory, it is replaced
 * all the same: others need it. If memory is short, the next twstat_block_take() queues this work
 * again.
 */
static void twstat_blocks_refill(struct work_struct *work)
{
	struct mem_cgroup *payer;
	struct twstat_block *block;

	while (twstat_blocks_too_few()) {
		payer = twstat_blocks_payer();
		block = twstat_block_alloc(payer);
		mem_cgroup_put(payer);
		if (!block && payer)
			block = twstat_block_alloc(NULL);
		if (!block)
			return;
		twstat_blocks_push(block);
	}
}

/**
 * twstat_blocks_net_stop() - watch a namespace no more
 * @tn: the namespace, watched or not
 */
void twstat_blocks_net_stop(struct twstat_net *tn)
{
	raw_spin_lock_irq(&twstat_blocks.lock);
	if (tn->state == TWSTAT_NET_IDLE)
		twstat_blocks_idle(tn, -1);
	WRITE_ONCE(tn->state, TWSTAT_NET_UNWATCHED);
	raw_spin_unlock_irq(&twstat_blocks.lock);
}

/**
 * twstat_blocks_net_exit() - free a namespace's block, and spare blocks that are too many now
 * @tn: the namespace, which no handler uses any more
 *
 * Context: process, may sleep.
 */
void twstat_blocks_net_exit(struct twstat_net *tn)
{
	struct twstat_block *block = tn->block;

	if (block) {
		twstat_endpoint_pool_forgive(&block->rows);
		raw_spin_lock_irq(&twstat_blocks.lock);
		list_del(&block->list);
		raw_spin_unlock_irq(&twstat_blocks.lock);
	}
	tn->block = NULL;
	twstat_block_free(block);
	twstat_blocks_trim();
}

/**
 * twstat_block_size() - return how much memory a block takes
 *
 * Return: the number of bytes.
 */
unsigned long twstat_block_size(void)
{
	return sizeof(struct twstat_block) + twstat_block_shards_size() +
	       num_possible_cpus() * sizeof(struct twstat_cpu);
}

/**
 * twstat_blocks_spare() - return how many spare blocks there are
 *
 * Return: the number.
 */
unsigned int twstat_blocks_spare(void)
{
	return READ_ONCE(twstat_blocks.spare);
}

/**
 * twstat_blocks_init() - prepare to give namespaces blocks
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_blocks_init(void)
{
	twstat_blocks_zero = alloc_percpu(struct twstat_cpu);
	return twstat_blocks_zero ? 0 : -ENOMEM;
}

/**
 * twstat_blocks_exit() - free all spare blocks; no namespace is watched any more
 *
 * Context: process, may sleep.
 */
void twstat_blocks_exit(void)
{
	cancel_work_sync(&twstat_blocks_work);
	twstat_blocks_trim();
	free_percpu(twstat_blocks_zero);
}
