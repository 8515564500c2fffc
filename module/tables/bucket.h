/* SPDX-License-Identifier: GPL-2.0 */
/* A singly linked list with a bit lock: one word, the lock in bit 0. */
#ifndef _TWSTAT_TABLES_BUCKET_H
#define _TWSTAT_TABLES_BUCKET_H

#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/processor.h>

/**
 * struct twstat_link - a list node, embedded in each element
 * @next: the next element's node, or NULL
 */
struct twstat_link {
	struct twstat_link *next;
};

/**
 * struct twstat_bucket - the head of a list, with its lock
 * @word: the first node, with the lock in bit 0
 */
struct twstat_bucket {
	unsigned long word;
};

/**
 * twstat_bucket_is_empty() - check whether a bucket has no elements
 * @bucket: the bucket, locked or not
 *
 * Return: whether it is empty.
 */
static __always_inline bool
twstat_bucket_is_empty(const struct twstat_bucket *bucket)
{
	return READ_ONCE(bucket->word) <= 1;
}

/**
 * twstat_bucket_lock() - lock a bucket
 * @bucket: the bucket
 *
 * It spins on every kernel, on PREEMPT_RT, too.
 *
 * Context: interrupts off.
 * Return: the first node, or NULL. Pass the new first node to twstat_bucket_unlock().
 */
static __always_inline struct twstat_link *
twstat_bucket_lock(struct twstat_bucket *bucket)
{
	while (unlikely(test_and_set_bit_lock(0, &bucket->word)))
		while (READ_ONCE(bucket->word) & 1)
			cpu_relax();
	return (struct twstat_link *)(READ_ONCE(bucket->word) & ~1UL);
}

/**
 * twstat_bucket_unlock() - unlock a bucket
 * @bucket: the bucket
 * @first: the new first node, or NULL
 */
static __always_inline void twstat_bucket_unlock(struct twstat_bucket *bucket,
						 struct twstat_link *first)
{
	/* Pairs with the acquire in twstat_bucket_lock(). */
	smp_store_release(&bucket->word, (unsigned long)first);
}

/**
 * twstat_link_remove() - remove a node from a list
 * @first: the list's first node
 * @link: the node to remove; it must be in the list
 *
 * Return: the new first node, or NULL.
 */
static __always_inline struct twstat_link *
twstat_link_remove(struct twstat_link *first, struct twstat_link *link)
{
	struct twstat_link *before = first;

	if (likely(first == link))
		return link->next;
	while (before->next != link)
		before = before->next;
	before->next = link->next;
	return first;
}

#endif
