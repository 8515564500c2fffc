/* SPDX-License-Identifier: GPL-2.0 */
/* The table of live mini-sockets. */
#ifndef _TWSTAT_LIVE_H
#define _TWSTAT_LIVE_H

#include <linux/irqflags.h>
#include <linux/list_bl.h>
#include <linux/types.h>

struct twstat_net;

/**
 * struct twstat_entry - what is remembered of a live mini-socket
 * @node: in its bucket, under the bucket's lock; @node.next also links free
 *	entries in the pool
 * @tw: its address, as a key; nobody looks behind it
 * @tn: its namespace's numbers; they outlive the entry
 * @born: when it came into @state, in jiffies
 * @expires: when its timer fires, in jiffies
 * @rst_task: who works on an RST that came for it, or 0; see twstat_task()
 * @state: enum twstat_state
 * @exit: why it ends early, an enum twstat_counter, once that is known; or 0
 * @adopted: when it came into @state is not known
 * @destroying: a process destroys it
 * @reset_pending: a segment came that ends it with an RST of ours
 * @syn_pending: how many SYNs came that may reopen the tuple, if somebody listens,
 *	and of which it isn't known yet
 * @syn_round: the namespace's when the last of them came
 *
 * What is below @tn changes under the bucket's lock.
 */
struct twstat_entry {
	struct hlist_bl_node node;
	const void *tw;
	struct twstat_net *tn;
	u32 born;
	u32 expires;
	u32 rst_task;
	u8 state;
	u8 exit;
	bool adopted;
	bool destroying;
	bool reset_pending;
	u8 syn_pending;
	u16 syn_round;
};

/* What a socket in TIME_WAIT may cost at most, of 256 bytes of its own. */
static_assert(sizeof(struct twstat_entry) <= 64);

/**
 * twstat_entry_init() - make an entry from the pool that of a socket
 * @entry: the entry
 * @tw: the socket
 * @tn: its namespace
 */
static inline void twstat_entry_init(struct twstat_entry *entry, const void *tw,
				     struct twstat_net *tn)
{
	entry->tw = tw;
	entry->tn = tn;
	entry->rst_task = 0;
	entry->exit = 0;
	entry->adopted = false;
	entry->destroying = false;
	entry->reset_pending = false;
	entry->syn_pending = 0;
	entry->syn_round = 0;
}

/* As many buckets as TCP's own table has, less one. */
extern struct hlist_bl_head *twstat_buckets;
extern u32 twstat_bucket_mask;

/**
 * twstat_live_lock() - lock the bucket of a socket
 * @hash: the socket's sk_hash or tw_hash
 * @flags: for twstat_live_unlock()
 *
 * Interrupts are off until it is unlocked: a handler that runs in a process must not
 * be interrupted by a softirq that wants the same bucket.
 *
 * Return: the bucket, for the other calls.
 */
static __always_inline struct hlist_bl_head *
twstat_live_lock(u32 hash, unsigned long *flags)
	__acquires(bitlock)
{
	struct hlist_bl_head *bucket = &twstat_buckets[hash & twstat_bucket_mask];

	local_irq_save(*flags);
	hlist_bl_lock(bucket);
	return bucket;
}

/**
 * twstat_live_unlock() - unlock a bucket
 * @bucket: from twstat_live_lock()
 * @flags: from there, too
 */
static __always_inline void twstat_live_unlock(struct hlist_bl_head *bucket,
					       unsigned long flags)
	__releases(bitlock)
{
	hlist_bl_unlock(bucket);
	local_irq_restore(flags);
}

/**
 * twstat_live_find() - find a socket's entry
 * @bucket: its bucket, locked
 * @tw: the socket
 *
 * Return: the entry, or NULL. It can't go away before the bucket is unlocked.
 */
static __always_inline struct twstat_entry *
twstat_live_find(struct hlist_bl_head *bucket, const void *tw)
{
	struct twstat_entry *entry;
	struct hlist_bl_node *pos;

	hlist_bl_for_each_entry(entry, pos, bucket, node)
		if (entry->tw == tw)
			return entry;
	return NULL;
}

/**
 * twstat_live_add() - add an entry
 * @bucket: its bucket, locked
 * @entry: the entry, filled in
 */
static __always_inline void twstat_live_add(struct hlist_bl_head *bucket,
					    struct twstat_entry *entry)
{
	hlist_bl_add_head(&entry->node, bucket);
}

/**
 * twstat_live_del() - take an entry out
 * @entry: the entry, its bucket locked; the caller's from now on
 */
static __always_inline void twstat_live_del(struct twstat_entry *entry)
{
	__hlist_bl_del(&entry->node);
}

void twstat_live_walk(bool (*visit)(struct twstat_entry *entry, void *data),
		      void *data);

int twstat_live_init(void);
void twstat_live_exit(void);

#endif
