/* SPDX-License-Identifier: GPL-2.0 */
/* A list of one word, with its lock in bit 0. */
#ifndef _TWSTAT_TABLES_BUCKET_H
#define _TWSTAT_TABLES_BUCKET_H

#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/processor.h>

/**
 * struct twstat_link - what links something into a list
 * @next: the next one's, or NULL
 */
struct twstat_link {
	struct twstat_link *next;
};

/**
 * struct twstat_bucket - a list and its lock
 * @word: the first link, with the lock in bit 0
 */
struct twstat_bucket {
	unsigned long word;
};

/**
 * twstat_bucket_is_empty() - is nothing in a bucket?
 * @bucket: the bucket, locked or not
 *
 * Return: whether it is so.
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
 * It spins on every kernel, PREEMPT_RT included.
 *
 * Context: interrupts off.
 * Return: the first link, or NULL; for twstat_bucket_unlock().
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
 * @first: the first link from now on, or NULL
 */
static __always_inline void twstat_bucket_unlock(struct twstat_bucket *bucket,
						 struct twstat_link *first)
{
	/* Pairs with the acquire of whoever locks it next. */
	smp_store_release(&bucket->word, (unsigned long)first);
}

/**
 * twstat_link_remove() - take a link out of a list
 * @first: the list's first link
 * @link: one of them
 *
 * Return: the first link from now on, or NULL.
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
