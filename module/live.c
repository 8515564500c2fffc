// SPDX-License-Identifier: GPL-2.0
/*
 * The table of live mini-sockets.
 *
 * It has as many buckets as TCP's own table of established sockets and uses the
 * hash that TCP has computed and keyed for that one, so that chains are as long
 * as the kernel's and cost no second hash. A bucket is one word: the list's
 * head, with the lock in bit 0. A bit lock spins on every kernel, PREEMPT_RT
 * included, and handlers take it with interrupts off: one that runs in a
 * process must not be interrupted by a softirq that wants the same bucket.
 */
#include <linux/irqflags.h>
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <net/inet_hashtables.h>

#include "live.h"
#include "netns.h"
#include "pool.h"

static struct hlist_bl_head *twstat_buckets __read_mostly;
static u32 twstat_bucket_mask __read_mostly;

/**
 * twstat_live_lock() - lock the bucket of a socket
 * @hash: the socket's sk_hash or tw_hash
 *
 * Context: interrupts off.
 * Return: the bucket, for the other calls.
 */
struct hlist_bl_head *twstat_live_lock(u32 hash)
	__acquires(bitlock)
{
	struct hlist_bl_head *bucket = &twstat_buckets[hash & twstat_bucket_mask];

	lockdep_assert_irqs_disabled();
	hlist_bl_lock(bucket);
	return bucket;
}

NOKPROBE_SYMBOL(twstat_live_lock);

/**
 * twstat_live_unlock() - unlock a bucket
 * @bucket: from twstat_live_lock()
 */
void twstat_live_unlock(struct hlist_bl_head *bucket)
	__releases(bitlock)
{
	hlist_bl_unlock(bucket);
}

NOKPROBE_SYMBOL(twstat_live_unlock);

/**
 * twstat_live_find() - find a socket's entry
 * @bucket: its bucket, locked
 * @tw: the socket
 *
 * Return: the entry, or NULL. It can't go away before the bucket is unlocked.
 */
struct twstat_entry *twstat_live_find(struct hlist_bl_head *bucket,
				      const void *tw)
{
	struct twstat_entry *entry;
	struct hlist_bl_node *pos;

	hlist_bl_for_each_entry(entry, pos, bucket, node)
		if (entry->tw == tw)
			return entry;
	return NULL;
}

NOKPROBE_SYMBOL(twstat_live_find);

/**
 * twstat_live_add() - add an entry
 * @bucket: its bucket, locked
 * @entry: the entry, filled in
 */
void twstat_live_add(struct hlist_bl_head *bucket, struct twstat_entry *entry)
{
	hlist_bl_add_head(&entry->node, bucket);
}

NOKPROBE_SYMBOL(twstat_live_add);

/**
 * twstat_live_del() - take an entry out
 * @entry: the entry, its bucket locked; the caller's from now on
 */
void twstat_live_del(struct twstat_entry *entry)
{
	__hlist_bl_del(&entry->node);
}

NOKPROBE_SYMBOL(twstat_live_del);

/**
 * twstat_live_walk() - visit all entries
 * @visit: called for each, its bucket locked; returns whether to drop it
 * @data: for @visit
 *
 * Context: process, may sleep.
 */
void twstat_live_walk(bool (*visit)(struct twstat_entry *entry, void *data),
		      void *data)
{
	struct hlist_bl_node *pos, *next;
	struct twstat_entry *entry;
	struct hlist_bl_head *bucket;
	u32 i;

	for (i = 0; i <= twstat_bucket_mask; i++) {
		if (!(i & 1023))
			cond_resched();
		if (hlist_bl_empty(&twstat_buckets[i]))
			continue;

		local_irq_disable();
		bucket = twstat_live_lock(i);
		hlist_bl_for_each_entry_safe(entry, pos, next, bucket, node) {
			if (!visit(entry, data))
				continue;
			twstat_live_del(entry);
			twstat_pool_put(entry);
		}
		twstat_live_unlock(bucket);
		local_irq_enable();
	}
}

/**
 * twstat_live_init() - make the table
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_live_init(void)
{
	u32 buckets = init_net.ipv4.tcp_death_row.hashinfo->ehash_mask + 1;

	twstat_bucket_mask = buckets - 1;
	twstat_buckets = kvcalloc(buckets, sizeof(*twstat_buckets), GFP_KERNEL);
	return twstat_buckets ? 0 : -ENOMEM;
}

/**
 * twstat_live_exit() - free the table; the hooks are off already
 */
void twstat_live_exit(void)
{
	kvfree(twstat_buckets);
}
