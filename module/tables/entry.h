/* SPDX-License-Identifier: GPL-2.0 */
/* The entry that twstat keeps for each live socket. */
#ifndef _TWSTAT_TABLES_ENTRY_H
#define _TWSTAT_TABLES_ENTRY_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/container_of.h>
#include <linux/types.h>

#include "tables/bucket.h"
#include "tcp/mini_socket.h"

struct twstat_endpoint;

/**
 * enum twstat_entry_state - the states of a full socket's entry, after enum twstat_substate
 * @TWSTAT_FULL: it has called connect() and has a port
 * @TWSTAT_SEARCHING: it has called connect(); whether it found a port isn't known yet
 * @TWSTAT_FORGOTTEN: it will not be known, since ports are not watched any more
 *
 * Whoever changes TWSTAT_SEARCHING to another state counts the search; see
 * twstat_entry_claim(). Some do so without the bucket's lock.
 */
enum twstat_entry_state {
	TWSTAT_FULL = TWSTAT_SUBSTATES,
	TWSTAT_SEARCHING,
	TWSTAT_FORGOTTEN
};

#define TWSTAT_EXTENSIONS_MOST	15

/**
 * struct twstat_entry - the state that twstat keeps of a live socket
 * @link: node in its bucket, under the bucket's lock; or in the pool
 * @sk: the socket's address, as a key. When a mini-socket replaces a full socket, it takes
 *	over the entry. The address of a mini-socket is never dereferenced; a full socket
 *	exists at least as long as its entry
 * @endpoint: its destination or service, with a reference; the namespace's @nowhere if that
 *	is unknown
 * @born: when it entered @state, in jiffies
 * @expires: when its timer fires, in jiffies
 * @start: of a full socket: when its search for a port began, in ns; 0 if connect() may
 *	return before the SYN is sent
 * @state: enum twstat_substate of a mini-socket, enum twstat_entry_state of a full socket
 * @exit: the cause of an early end, an enum twstat_counter, as the first path that set out to
 *	end the socket has determined it; or 0
 * @syn_pending: number of SYNs that arrived and may reopen the tuple if a listener exists;
 *	the outcome is not known yet
 * @kind: bits of enum twstat_kind
 * @adopted: the time at which it entered @state is unknown
 * @destroying: a process is destroying the socket
 * @reset_pending: a segment arrived that makes the kernel end the socket with an RST
 * @nomem: of a full socket: its search failed for lack of memory
 * @automatic: of a full socket: it searches for a port instead of using a bound one
 * @rival: of a mini-socket: the cause of another path that sets out to end it, if that is not
 *	@exit; or 0
 * @extensions: how often its 2MSL timer was restarted, up to TWSTAT_EXTENSIONS_MOST
 * @syn_cpu: the CPU that handled the last of @syn_pending
 * @unseen: of a mini-socket: it was not found in the kernel's tables since a search began
 * @rest: @state to @unseen as one word, to clear them
 * @rst_task: twstat_task() of the context that handles an RST for it, or 0
 * @txhash: of a full socket: its sk_txhash at @start; the kernel changes that as soon as it
 *	has found a port
 * @program: the program that called connect(), see twstat_program_connects()
 *
 * The members after @sk are protected by the bucket's lock, but @state of a full socket.
 */
struct twstat_entry {
	struct twstat_link link;
	const void *sk;
	struct twstat_endpoint *endpoint;
	union {
		struct {
			u32 born;
			u32 expires;
		};
		u64 start;
	};
	union {
		struct {
			u8 state;
			u8 exit;
			u8 syn_pending;
			u8 kind;
			u8 adopted : 1;
			u8 destroying : 1;
			u8 reset_pending : 1;
			u8 nomem : 1;
			u8 extensions : 4;
			union {
				bool automatic;
				u8 rival;
			};
			u16 syn_cpu : 15;
			u16 unseen : 1;
		};
		u64 rest;
	};
	union {
		u32 rst_task;
		u32 txhash;
	};
	u32 program;
};

/* Returns the entry that contains a link. */
static __always_inline struct twstat_entry *
twstat_entry(struct twstat_link *link)
{
	return container_of(link, struct twstat_entry, link);
}

/**
 * twstat_entry_claim() - end the search of a full socket's entry
 * @entry: the entry; its bucket is locked, or the caller handles an event of its socket under
 *	rcu_read_lock() or without preemption
 * @state: TWSTAT_FULL or TWSTAT_FORGOTTEN
 *
 * Return: whether it was still in TWSTAT_SEARCHING: then the caller counts the search.
 */
static __always_inline bool twstat_entry_claim(struct twstat_entry *entry,
					       enum twstat_entry_state state)
{
	return cmpxchg(&entry->state, TWSTAT_SEARCHING, state) == TWSTAT_SEARCHING;
}

/* Memory per socket in TIME_WAIT, in addition to the kernel's own 256 bytes. */
static_assert(sizeof(struct twstat_entry) <= 48);

#endif
