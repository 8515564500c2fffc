/* SPDX-License-Identifier: GPL-2.0 */
/* What is remembered of a live socket. */
#ifndef _TWSTAT_TABLES_ENTRY_H
#define _TWSTAT_TABLES_ENTRY_H

#include <linux/build_bug.h>
#include <linux/container_of.h>
#include <linux/types.h>

#include "tables/bucket.h"
#include "tcp/mini_socket.h"

struct twstat_endpoint;

/**
 * enum twstat_entry_state - what an entry is of, above enum twstat_substate
 * @TWSTAT_FULL: a full socket that connected
 * @TWSTAT_SEARCHING: one of which it isn't known yet whether it has found a port
 */
enum twstat_entry_state {
	TWSTAT_FULL = TWSTAT_SUBSTATES,
	TWSTAT_SEARCHING
};

#define TWSTAT_EXTENSIONS_MOST	15

/**
 * struct twstat_entry - what is remembered of a live socket
 * @link: in its bucket, under the bucket's lock; or in the pool
 * @sk: its address, as a key. A mini-socket that replaces a full one takes the entry
 *	over. Nobody looks behind that of a mini-socket; a full one stays until its entry
 *	is gone
 * @endpoint: its destination or service, which it holds; its namespace's own one for
 *	sockets of which that is not known
 * @born: when it came into @state, in jiffies
 * @expires: when its timer fires, in jiffies
 * @start: of a full socket: when its search for a port began, in ns; 0 if it may wait
 *	before it sends its SYN
 * @state: enum twstat_substate of a mini-socket, enum twstat_entry_state of a full one
 * @exit: why it ends early, an enum twstat_counter, as the first one has it who came to end
 *	it; or 0
 * @syn_pending: how many SYNs came that may reopen the tuple, if somebody listens,
 *	and of which it isn't known yet
 * @kind: bits of enum twstat_kind
 * @adopted: when it came into @state is not known
 * @destroying: a process destroys it
 * @reset_pending: a segment came that ends it with an RST of ours
 * @nomem: of a full socket: its search failed for want of memory
 * @automatic: and it looks for any port, not the one that was bound
 * @rival: of a mini-socket: why another one wants to end it, too, if not for @exit; or 0
 * @extensions: how often its 2MSL timer was started again, up to TWSTAT_EXTENSIONS_MOST
 * @syn_round: the namespace's when the last of @syn_pending came
 * @rest: all from @state to @syn_round, to clear them
 * @rst_task: twstat_task() of who works on an RST that came for it, or 0
 * @txhash: of a full socket: what it had at @start; it gets another one as soon as a
 *	port is found
 *
 * What is below @sk changes under the bucket's lock.
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
			u16 syn_round;
		};
		u64 rest;
	};
	union {
		u32 rst_task;
		u32 txhash;
	};
};

/* The entry that a link is in. */
static __always_inline struct twstat_entry *
twstat_entry(struct twstat_link *link)
{
	return container_of(link, struct twstat_entry, link);
}

/* What a socket in TIME_WAIT costs, of 256 bytes of its own. */
static_assert(sizeof(struct twstat_entry) <= 48);

#endif
