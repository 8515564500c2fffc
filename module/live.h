/* SPDX-License-Identifier: GPL-2.0 */
/* The tables of live sockets: mini-sockets, and full ones that connected. */
#ifndef _TWSTAT_LIVE_H
#define _TWSTAT_LIVE_H

#include <linux/build_bug.h>
#include <linux/irqflags.h>
#include <linux/tcp.h>
#include <linux/types.h>
#include <net/sock.h>

#include "bucket.h"
#include "endpoints.h"
#include "entry.h"
#include "netns.h"
#include "pool.h"

/* Of mini-sockets and of full ones; as many buckets as TCP's own table has, less one. */
extern struct twstat_bucket *twstat_mini_buckets;
extern struct twstat_bucket *twstat_full_buckets;
extern u32 twstat_bucket_mask;

/* A full socket takes at least as much. */
#define TWSTAT_FULL_SIZE	2048UL

static_assert(sizeof(struct tcp_sock) >= TWSTAT_FULL_SIZE);

/* How many parts the table of full sockets has, each with a count of its own. */
#define TWSTAT_LIVE_PARTS	4096

/*
 * In each part, how many entries are of sockets that search, so that a reader who wants
 * those needn't look at all others.
 */
extern atomic_t twstat_live_searching[TWSTAT_LIVE_PARTS];

/**
 * struct twstat_live - a bucket of a table, locked
 * @bucket: the bucket
 * @first: its first entry's link, or NULL
 * @flags: whether interrupts were on
 */
struct twstat_live {
	struct twstat_bucket *bucket;
	struct twstat_link *first;
	unsigned long flags;
};

/**
 * twstat_mini_bucket() - where a mini-socket's entry is
 * @hash: its tw_hash
 *
 * Return: the bucket.
 */
static __always_inline struct twstat_bucket *twstat_mini_bucket(u32 hash)
{
	return &twstat_mini_buckets[hash & twstat_bucket_mask];
}

/*
 * What a full socket is found by: its address, of which nobody can choose anything,
 * without its low bits: no two sockets differ in these alone. TCP may have no hash for it
 * yet.
 */
static __always_inline unsigned long twstat_full_number(const struct sock *sk)
{
	return (unsigned long)sk / TWSTAT_FULL_SIZE;
}

/**
 * twstat_full_bucket() - where a full socket's entry is
 * @sk: the socket
 *
 * Return: the bucket.
 */
static __always_inline struct twstat_bucket *
twstat_full_bucket(const struct sock *sk)
{
	return &twstat_full_buckets[twstat_full_number(sk) & twstat_bucket_mask];
}

/* The part that it is in: every so many buckets belong to the same one. */
static __always_inline atomic_t *twstat_live_part(const struct sock *sk)
{
	return &twstat_live_searching[twstat_full_number(sk) &
				      (TWSTAT_LIVE_PARTS - 1)];
}

/**
 * twstat_live_search() - a full socket looks for a port
 * @sk: the socket, which has an entry, in TWSTAT_SEARCHING
 */
static __always_inline void twstat_live_search(const struct sock *sk)
{
	atomic_inc(twstat_live_part(sk));
}

/**
 * twstat_live_search_end() - it is known what came of that
 * @sk: the socket; its entry is not in TWSTAT_SEARCHING any more, or goes; nobody looks
 *	behind the address
 */
static __always_inline void twstat_live_search_end(const struct sock *sk)
{
	atomic_dec(twstat_live_part(sk));
}

/**
 * twstat_live_lock_bucket() - lock a bucket
 * @live: filled in
 * @bucket: the bucket
 *
 * Interrupts are off until it is unlocked: a handler that runs in a process must not
 * be interrupted by a softirq that wants the same bucket.
 */
static __always_inline void
twstat_live_lock_bucket(struct twstat_live *live, struct twstat_bucket *bucket)
{
	live->bucket = bucket;
	local_irq_save(live->flags);
	live->first = twstat_bucket_lock(bucket);
}

/**
 * twstat_live_lock() - lock the bucket of a mini-socket
 * @live: filled in
 * @hash: its tw_hash
 */
static __always_inline void twstat_live_lock(struct twstat_live *live, u32 hash)
{
	twstat_live_lock_bucket(live, twstat_mini_bucket(hash));
}

/**
 * twstat_live_lock_full() - lock the bucket of a full socket
 * @live: filled in
 * @sk: the socket
 */
static __always_inline void twstat_live_lock_full(struct twstat_live *live,
						  const struct sock *sk)
{
	twstat_live_lock_bucket(live, twstat_full_bucket(sk));
}

/**
 * twstat_live_unlock() - unlock a bucket
 * @live: from twstat_live_lock()
 */
static __always_inline void twstat_live_unlock(struct twstat_live *live)
{
	twstat_bucket_unlock(live->bucket, live->first);
	local_irq_restore(live->flags);
}

/**
 * twstat_live_find() - find a socket's entry
 * @live: its bucket
 * @sk: the socket
 *
 * Return: the entry, or NULL. It can't go away before the bucket is unlocked.
 */
static __always_inline struct twstat_entry *
twstat_live_find(const struct twstat_live *live, const void *sk)
{
	struct twstat_link *link;

	for (link = live->first; link; link = link->next)
		if (twstat_entry(link)->sk == sk)
			return twstat_entry(link);
	return NULL;
}

/**
 * twstat_live_add() - add an entry
 * @live: its bucket
 * @entry: the entry, filled in
 */
static __always_inline void twstat_live_add(struct twstat_live *live,
					    struct twstat_entry *entry)
{
	entry->link.next = live->first;
	live->first = &entry->link;
}

/**
 * twstat_live_del() - take an entry out
 * @live: its bucket
 * @entry: the entry; the caller's from now on
 */
static __always_inline void twstat_live_del(struct twstat_live *live,
					    struct twstat_entry *entry)
{
	live->first = twstat_link_remove(live->first, &entry->link);
}

/**
 * twstat_live_goes_to() - note where a socket goes to, or came to
 * @entry: its entry, which holds no endpoint yet
 * @tn: its namespace
 * @sk: the socket
 * @kind: which of its addresses that is, if any
 *
 * Context: interrupts off.
 */
static __always_inline void
twstat_live_goes_to(struct twstat_entry *entry, struct twstat_net *tn,
		    const struct sock_common *sk, enum twstat_endpoint_kind kind)
{
	struct twstat_endpoints *tables = tn->endpoints;

	if (kind == TWSTAT_DESTINATION)
		entry->endpoint = twstat_endpoint_to(&tables[kind], sk);
	else if (kind == TWSTAT_SERVICE)
		entry->endpoint = twstat_endpoint_of(&tables[kind], sk);
	else
		entry->endpoint = twstat_endpoint_get_nowhere(tn);
}

/**
 * twstat_live_new() - make an entry for a socket
 * @live: its bucket
 * @tn: its namespace
 * @sk: the socket
 * @kind: which of its addresses it belongs to, if any
 *
 * Return: the entry, in the table; or NULL if there is none free.
 */
static __always_inline struct twstat_entry *
twstat_live_new(struct twstat_live *live, struct twstat_net *tn,
		const struct sock_common *sk, enum twstat_endpoint_kind kind)
{
	struct twstat_entry *entry = twstat_pool_get();

	if (unlikely(!entry))
		return NULL;
	entry->sk = sk;
	entry->rst_task = 0;
	entry->rest = 0;
	twstat_live_goes_to(entry, tn, sk, kind);
	twstat_live_add(live, entry);
	return entry;
}

/**
 * twstat_live_take() - take a full socket's entry out of its table
 * @bucket: twstat_full_bucket()
 * @sk: the socket
 *
 * Context: interrupts off; that in which the socket changes its state.
 * Return: the entry, the caller's from now on; NULL if there is none.
 */
static __always_inline struct twstat_entry *
twstat_live_take(struct twstat_bucket *bucket, const struct sock *sk)
{
	struct twstat_live live = { .bucket = bucket };
	struct twstat_entry *entry;

	live.first = twstat_bucket_lock(bucket);
	entry = twstat_live_find(&live, sk);
	if (likely(entry))
		twstat_live_del(&live, entry);
	twstat_bucket_unlock(bucket, live.first);
	return entry;
}

/**
 * twstat_live_free() - a socket is gone
 * @entry: its entry, out of the table
 *
 * Context: interrupts off.
 */
static __always_inline void twstat_live_free(struct twstat_entry *entry)
{
	if (likely(entry->state != TWSTAT_SEARCHING))
		twstat_endpoint_free_port(entry->endpoint);
	else
		twstat_live_search_end(entry->sk);
	twstat_endpoint_put(entry->endpoint);
	twstat_pool_put(entry);
}

void twstat_live_walk_searches(bool (*visit)(struct twstat_entry *entry,
					     void *data),
			       void *data);
void twstat_live_walk_minis(bool (*visit)(struct twstat_entry *entry, void *data),
			    void *data);
void twstat_live_walk(bool (*visit)(struct twstat_entry *entry, void *data),
		      void *data);

int twstat_live_init(void);
void twstat_live_exit(void);

#endif
