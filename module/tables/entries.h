/* SPDX-License-Identifier: GPL-2.0 */
/* The tables of entries: one of mini-sockets, one of full sockets that called connect(). */
#ifndef _TWSTAT_TABLES_ENTRIES_H
#define _TWSTAT_TABLES_ENTRIES_H

#include <linux/build_bug.h>
#include <linux/irqflags.h>
#include <linux/tcp.h>
#include <linux/types.h>
#include <net/sock.h>

#include "tables/bucket.h"
#include "tables/endpoints.h"
#include "tables/entry.h"
#include "tables/entry_pool.h"
#include "tables/net.h"
#include "tables/programs.h"

/* The tables, each as large as TCP's ehash; the mask is that size less one. */
extern struct twstat_bucket *twstat_mini_buckets;
extern struct twstat_bucket *twstat_full_buckets;
extern u32 twstat_bucket_mask;

/* The smallest size of a full TCP socket: two never differ only in the bits below. */
#define TWSTAT_FULL_SIZE	2048UL

static_assert(sizeof(struct tcp_sock) >= TWSTAT_FULL_SIZE);

/* The number of parts of the table of full sockets; each part has its own counter. */
#define TWSTAT_ENTRIES_PARTS	256

/**
 * struct twstat_searching - how many full sockets search a port, one CPU's share
 * @part: by part of the table: entries that came into TWSTAT_SEARCHING on this CPU, less those
 *	that left it
 */
struct twstat_searching {
	int part[TWSTAT_ENTRIES_PARTS];
};

/* A reader that wants only those entries can skip the parts without any. */
extern struct twstat_searching __percpu *twstat_searching;

/**
 * struct twstat_locked_entries - a locked bucket of a table
 * @bucket: the bucket
 * @first: the link of its first entry, or NULL
 * @flags: the saved interrupt state
 */
struct twstat_locked_entries {
	struct twstat_bucket *bucket;
	struct twstat_link *first;
	unsigned long flags;
};

/**
 * twstat_mini_bucket() - return the bucket of a mini-socket's entry
 * @hash: its tw_hash
 *
 * Return: the bucket.
 */
static __always_inline struct twstat_bucket *twstat_mini_bucket(u32 hash)
{
	return &twstat_mini_buckets[hash & twstat_bucket_mask];
}

/*
 * The key of a full socket's hash: its address without the low bits, in which alone two
 * sockets never differ. A remote host can't choose that address. TCP may not have computed a
 * hash of the socket yet.
 */
static __always_inline unsigned long twstat_full_number(const struct sock *sk)
{
	return (unsigned long)sk / TWSTAT_FULL_SIZE;
}

/**
 * twstat_full_bucket() - return the bucket of a full socket's entry
 * @sk: the socket
 *
 * Return: the bucket.
 */
static __always_inline struct twstat_bucket *
twstat_full_bucket(const struct sock *sk)
{
	return &twstat_full_buckets[twstat_full_number(sk) & twstat_bucket_mask];
}

/* Returns a socket's part; buckets TWSTAT_ENTRIES_PARTS apart are of the same. */
static __always_inline unsigned int twstat_entries_part(const struct sock *sk)
{
	return twstat_full_number(sk) & (TWSTAT_ENTRIES_PARTS - 1);
}

/**
 * twstat_entry_search() - count a full socket that begins to search a port
 * @sk: the socket; its entry is in TWSTAT_SEARCHING
 */
static __always_inline void twstat_entry_search(const struct sock *sk)
{
	this_cpu_inc(twstat_searching->part[twstat_entries_part(sk)]);
}

/**
 * twstat_entry_search_end() - uncount a full socket whose search has ended
 * @sk: the socket, never dereferenced; its entry has left TWSTAT_SEARCHING or is being
 *	removed
 */
static __always_inline void twstat_entry_search_end(const struct sock *sk)
{
	this_cpu_dec(twstat_searching->part[twstat_entries_part(sk)]);
}

/**
 * twstat_entries_lock_bucket() - lock a bucket
 * @entries: filled in
 * @bucket: the bucket
 *
 * Interrupts are off until the bucket is unlocked, since a softirq that interrupts a handler
 * in process context may need the same bucket.
 */
static __always_inline void
twstat_entries_lock_bucket(struct twstat_locked_entries *entries, struct twstat_bucket *bucket)
{
	entries->bucket = bucket;
	local_irq_save(entries->flags);
	entries->first = twstat_bucket_lock(bucket);
}

/**
 * twstat_entries_lock_mini() - lock the bucket of a mini-socket
 * @entries: filled in
 * @hash: its tw_hash
 */
static __always_inline void
twstat_entries_lock_mini(struct twstat_locked_entries *entries, u32 hash)
{
	twstat_entries_lock_bucket(entries, twstat_mini_bucket(hash));
}

/**
 * twstat_entries_lock_full() - lock the bucket of a full socket
 * @entries: filled in
 * @sk: the socket
 */
static __always_inline void twstat_entries_lock_full(struct twstat_locked_entries *entries,
						     const struct sock *sk)
{
	twstat_entries_lock_bucket(entries, twstat_full_bucket(sk));
}

/**
 * twstat_entries_unlock() - unlock a bucket
 * @entries: the locked bucket
 */
static __always_inline void twstat_entries_unlock(struct twstat_locked_entries *entries)
{
	twstat_bucket_unlock(entries->bucket, entries->first);
	local_irq_restore(entries->flags);
}

/**
 * twstat_entries_find() - find a socket's entry
 * @entries: its locked bucket
 * @sk: the socket
 *
 * Return: the entry, or NULL. The entry stays until the bucket is unlocked.
 */
static __always_inline struct twstat_entry *
twstat_entries_find(const struct twstat_locked_entries *entries, const void *sk)
{
	struct twstat_link *link;

	for (link = entries->first; link; link = link->next)
		if (twstat_entry(link)->sk == sk)
			return twstat_entry(link);
	return NULL;
}

/**
 * twstat_entry_peek() - look for a full socket's entry at the head of its bucket
 * @sk: the socket, of which the caller handles an event
 *
 * Only this context removes the entry; or a walk that waits for it, see twstat_entries_walk().
 * So it needs no lock to be found.
 *
 * Context: handlers, no preemption.
 * Return: the entry, or NULL if it isn't there.
 */
static __always_inline struct twstat_entry *twstat_entry_peek(const struct sock *sk)
{
	unsigned long word = READ_ONCE(twstat_full_bucket(sk)->word) & ~1UL;
	struct twstat_entry *first = twstat_entry((struct twstat_link *)word);

	return likely(word && READ_ONCE(first->sk) == sk) ? first : NULL;
}

/**
 * twstat_entries_add() - add an entry to a bucket
 * @entries: the locked bucket
 * @entry: the entry, filled in
 */
static __always_inline void twstat_entries_add(struct twstat_locked_entries *entries,
					       struct twstat_entry *entry)
{
	entry->link.next = entries->first;
	entries->first = &entry->link;
}

/**
 * twstat_entries_del() - remove an entry from a bucket
 * @entries: the locked bucket
 * @entry: the entry; the caller owns it then
 */
static __always_inline void twstat_entries_del(struct twstat_locked_entries *entries,
					       struct twstat_entry *entry)
{
	entries->first = twstat_link_remove(entries->first, &entry->link);
}

/**
 * twstat_entry_set_endpoint() - set the endpoint of a socket's entry
 * @entry: the entry, which holds no endpoint yet
 * @tn: the socket's namespace
 * @sk: the socket
 * @kind: the kind of endpoint, or TWSTAT_NO_ENDPOINT
 *
 * Context: interrupts off.
 */
static __always_inline void
twstat_entry_set_endpoint(struct twstat_entry *entry, struct twstat_net *tn,
			  const struct sock_common *sk, enum twstat_endpoint_kind kind)
{
	struct twstat_endpoints *tables = tn->endpoints;

	if (kind == TWSTAT_DESTINATION)
		entry->endpoint = twstat_endpoint_at(&tables[TWSTAT_DESTINATION], sk,
						     TWSTAT_DESTINATION);
	else if (kind == TWSTAT_SERVICE)
		entry->endpoint = twstat_endpoint_at(&tables[TWSTAT_SERVICE], sk,
						     TWSTAT_SERVICE);
	else
		entry->endpoint = twstat_endpoint_get_nowhere(tn);
}

/**
 * twstat_entry_move() - change the endpoint of a socket's entry, which has a port
 * @entry: the entry
 * @tn: the socket's namespace
 * @sk: the socket
 * @kind: the kind of endpoint
 *
 * Context: interrupts off.
 */
static inline void twstat_entry_move(struct twstat_entry *entry,
				     struct twstat_net *tn,
				     const struct sock_common *sk,
				     enum twstat_endpoint_kind kind)
{
	twstat_program_leaves(entry->endpoint, entry->program);
	entry->program = 0;
	twstat_endpoint_leave(entry->endpoint);
	twstat_entry_set_endpoint(entry, tn, sk, kind);
	twstat_endpoint_port(entry->endpoint);
}

/**
 * twstat_entry_make() - make a new entry for a socket
 * @tn: its namespace
 * @sk: the socket
 * @kind: the kind of its endpoint, or TWSTAT_NO_ENDPOINT
 * @state: enum twstat_substate or enum twstat_entry_state
 *
 * Context: no handler of this CPU can interrupt.
 * Return: the entry, in no table yet; or NULL if the pool is empty.
 */
static __always_inline struct twstat_entry *
twstat_entry_make(struct twstat_net *tn, const struct sock_common *sk,
		  enum twstat_endpoint_kind kind, u8 state)
{
	struct twstat_entry *entry = twstat_entry_pool_get();

	if (unlikely(!entry))
		return NULL;
	entry->sk = sk;
	entry->rst_task = 0;
	entry->rest = 0;
	entry->program = 0;
	entry->state = state;
	twstat_entry_set_endpoint(entry, tn, sk, kind);
	return entry;
}

/**
 * twstat_entry_make_again() - do as twstat_entry_make() if nothing out of the ordinary is needed
 * @tn: its namespace
 * @sk: the socket
 * @kind: the kind of its endpoint
 * @state: enum twstat_substate or enum twstat_entry_state
 *
 * It calls nothing, see twstat_endpoint_again().
 *
 * Context: as twstat_endpoint_again().
 * Return: the entry, in no table yet; or NULL: call twstat_entry_make().
 */
static __always_inline struct twstat_entry *
twstat_entry_make_again(struct twstat_net *tn, const struct sock_common *sk,
			enum twstat_endpoint_kind kind, u8 state)
{
	struct twstat_link *top = this_cpu_read(twstat_entry_pool_cpu.now.top);
	struct twstat_endpoint *endpoint;
	struct twstat_entry *entry;

	if (unlikely(!top))
		return NULL;
	endpoint = twstat_endpoint_again(&tn->endpoints[kind], sk, kind);
	if (unlikely(!endpoint))
		return NULL;
	entry = twstat_entry_pool_get_top(top);
	entry->sk = sk;
	entry->endpoint = endpoint;
	entry->rst_task = 0;
	entry->rest = 0;
	entry->program = 0;
	entry->state = state;
	return entry;
}

/**
 * twstat_entry_new() - add a new entry for a socket
 * @entries: its locked bucket
 * @tn: its namespace
 * @sk: the socket
 * @kind: the kind of its endpoint, or TWSTAT_NO_ENDPOINT
 * @state: enum twstat_substate or enum twstat_entry_state
 *
 * Return: the entry, already in the table; or NULL if the pool is empty.
 */
static __always_inline struct twstat_entry *
twstat_entry_new(struct twstat_locked_entries *entries, struct twstat_net *tn,
		 const struct sock_common *sk, enum twstat_endpoint_kind kind, u8 state)
{
	struct twstat_entry *entry = twstat_entry_make(tn, sk, kind, state);

	if (likely(entry))
		twstat_entries_add(entries, entry);
	return entry;
}

struct twstat_entry *twstat_entry_take_later(struct twstat_bucket *bucket,
					     struct twstat_link *first, const struct sock *sk);

/**
 * twstat_entry_take() - remove a full socket's entry from its table
 * @bucket: the result of twstat_full_bucket()
 * @sk: the socket
 *
 * Context: no handler of this CPU can interrupt; the context in which the socket changes its
 *	state.
 * Return: the entry, which the caller then owns; or NULL if there is none.
 */
static __always_inline struct twstat_entry *
twstat_entry_take(struct twstat_bucket *bucket, const struct sock *sk)
{
	struct twstat_link *first = twstat_bucket_lock(bucket);

	/* Few buckets have more than one entry. */
	if (unlikely(!first || twstat_entry(first)->sk != sk))
		return twstat_entry_take_later(bucket, first, sk);
	twstat_bucket_unlock(bucket, first->next);
	return twstat_entry(first);
}

/**
 * twstat_entry_free() - release an entry whose socket is gone
 * @entry: the entry, removed from its table
 *
 * Context: interrupts off.
 */
static __always_inline void twstat_entry_free(struct twstat_entry *entry)
{
	twstat_program_leaves(entry->endpoint, entry->program);
	if (likely(entry->state < TWSTAT_SEARCHING)) {
		twstat_endpoint_leave(entry->endpoint);
	} else {
		twstat_entry_search_end(entry->sk);
		twstat_endpoint_put(entry->endpoint);
	}
	twstat_entry_pool_put(entry);
}

void twstat_entries_walk_searches(bool (*visit)(struct twstat_entry *entry,
						void *data),
				  void *data);
void twstat_entries_walk_minis(bool (*visit)(struct twstat_entry *entry, void *data),
			       void *data);
void twstat_entries_walk(bool (*visit)(struct twstat_entry *entry, void *data),
			 void *data);

unsigned long twstat_entries_size(void);
int twstat_entries_init(void);
void twstat_entries_exit(void);

#endif
