/* SPDX-License-Identifier: GPL-2.0 */
/* An endpoint: where connections go or come to, and what is counted of it. */
#ifndef _TWSTAT_TABLES_ENDPOINT_H
#define _TWSTAT_TABLES_ENDPOINT_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/log2.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "tables/address.h"
#include "tables/bucket.h"
#include "tables/changes.h"
#include "tables/program.h"
#include "tables/trouble.h"
#include "tcp/mini_socket.h"

struct twstat_net;

/**
 * enum twstat_endpoint_kind - the kinds of endpoints
 * @TWSTAT_DESTINATION: local address, remote address, remote port and device of sockets that
 *	called connect(): among the sockets of one destination each local port is used once
 * @TWSTAT_SERVICE: local address and local port of accepted sockets
 * @TWSTAT_ENDPOINT_KINDS: number of kinds
 * @TWSTAT_NO_ENDPOINT: the kind is unknown
 */
enum twstat_endpoint_kind {
	TWSTAT_DESTINATION,
	TWSTAT_SERVICE,
	TWSTAT_ENDPOINT_KINDS,
	TWSTAT_NO_ENDPOINT = TWSTAT_ENDPOINT_KINDS
};

/**
 * enum twstat_endpoint_count - the counters of an endpoint
 * @TWSTAT_DST_CONNECTS: connect() calls to it, with a searched or a bound port
 * @TWSTAT_DST_SECOND_HALF: of these: TWSTAT_CONNECT_SECOND_HALF
 * @TWSTAT_DST_EXHAUSTED: of these: TWSTAT_CONNECT_EXHAUSTED
 * @TWSTAT_DST_REUSED: mini-sockets that ended as TWSTAT_EXIT_REUSED
 * @TWSTAT_DST_TAKEN_OVER: mini-sockets that ended as TWSTAT_EXIT_TAKEN_OVER
 * @TWSTAT_DST_EXPIRED: mini-sockets that their timer ended
 * @TWSTAT_DST_UNNAMED: connect() calls that count for none of its programs
 * @TWSTAT_DST_REFUSED: first of the counters of refused reuse, by enum twstat_refusal
 * @TWSTAT_DST_COUNTS: number of counters of a destination
 * @TWSTAT_SRV_ENTERED: sockets that became mini-sockets
 * @TWSTAT_SRV_REOPENED: mini-sockets that ended as TWSTAT_EXIT_REOPENED
 * @TWSTAT_SRV_BIND_REFUSED: TWSTAT_BIND_IN_TIME_WAIT for its address and port
 * @TWSTAT_SRV_SYN_REFUSED_SEQUENCE: TWSTAT_SYN_REFUSED_SEQUENCE for its sockets
 * @TWSTAT_SRV_SYN_REFUSED_TIMESTAMP: TWSTAT_SYN_REFUSED_TIMESTAMP for its sockets
 * @TWSTAT_SRV_SYN_REFUSED_CLOSED: TWSTAT_SYN_REFUSED_CLOSED for its sockets
 * @TWSTAT_SRV_SYN_RETRIED: SYNs refused for the first two reasons that came again
 * @TWSTAT_SRV_SYN_RETRIED_LATE: of these: 500 ms later or more
 * @TWSTAT_SRV_SYN_RETRY_MS: the sum of the times until they came again, in ms
 */
enum twstat_endpoint_count {
	TWSTAT_DST_CONNECTS,
	TWSTAT_DST_SECOND_HALF,
	TWSTAT_DST_EXHAUSTED,
	TWSTAT_DST_REUSED,
	TWSTAT_DST_TAKEN_OVER,
	TWSTAT_DST_EXPIRED,
	TWSTAT_DST_UNNAMED,
	TWSTAT_DST_REFUSED,
	TWSTAT_DST_COUNTS = TWSTAT_DST_REFUSED + 6,
	TWSTAT_SRV_ENTERED = 0,
	TWSTAT_SRV_REOPENED,
	TWSTAT_SRV_BIND_REFUSED,
	TWSTAT_SRV_SYN_REFUSED_SEQUENCE,
	TWSTAT_SRV_SYN_REFUSED_TIMESTAMP,
	TWSTAT_SRV_SYN_REFUSED_CLOSED,
	TWSTAT_SRV_SYN_RETRIED,
	TWSTAT_SRV_SYN_RETRIED_LATE,
	TWSTAT_SRV_SYN_RETRY_MS,
};

/**
 * struct twstat_buckets - a hash table
 * @shift: the bucket of a hash is the hash shifted right by this
 * @bucket: the heads of lists, which lookups follow without a lock
 */
struct twstat_buckets {
	unsigned int shift;
	struct twstat_link bucket[];
};

/* The number of buckets of a new table, and @shift of a table with @n buckets. */
#define TWSTAT_BUCKETS_FIRST	16
#define TWSTAT_BUCKETS_SHIFT(n)	(64 - ilog2(n))

/**
 * struct twstat_endpoints - a namespace's endpoints of one kind
 * @buckets: the hash table
 * @tn: the namespace
 * @kind: the kind of endpoints, an enum twstat_endpoint_kind
 * @queued: it is in the list of tables that grow
 * @max: how many endpoints the table may have
 * @number: how many it has
 * @peak: the highest @number so far
 * @lock: taken to add and to remove endpoints; protects the members above and below
 * @moved: how many buckets of @old are empty, and stay so
 * @old: the hash table before this one, while endpoints are moved from it; or NULL. Only who
 *	has the lock looks there
 * @growing: node in the list of tables that grow
 * @idle: the endpoints that had no socket when they came into this list; the next one to
 *	evict is first
 * @busy: all others, in the same order
 */
struct twstat_endpoints {
	struct twstat_buckets *buckets;
	struct twstat_net *tn;
	u8 kind;
	bool queued;
	unsigned int max;
	unsigned int number;
	unsigned int peak;
	raw_spinlock_t lock;
	u32 moved;
	struct twstat_buckets *old;
	struct llist_node growing;
	struct list_head idle;
	struct list_head busy;
};

/* The hash of an endpoint that is in no table. */
#define TWSTAT_NO_HASH	0ULL

/**
 * struct twstat_endpoint - a destination or a service
 *
 * Its memory is that of an endpoint until the module is unloaded, so a lookup may follow its
 * @link without a lock, and then checks whether it is still the same endpoint.
 *
 * @link: node in its bucket, or in the list of free endpoints
 * @hash: the hash of @address, whose upper bits are its place; TWSTAT_NO_HASH once it was
 *	evicted
 * @address: its key
 * @used: when it was last found or added, in jiffies
 * @share: its share of each CPU, see tables/shares.h; 0 if it has none
 * @kind: the kind of endpoint
 * @cpu: the last CPU that set @used, modulo 256
 * @moves: how often that was another CPU than the time before
 * @refs: references: one for each socket, and one for the table until it is removed
 * @ports: of a destination: sockets that have a port, mini-sockets and full sockets
 * @peak: of a destination: the highest @ports so far
 * @told_ports: while it has shares: @ports, as far as each CPU has told the others
 * @alarm: of a destination: from this @ports on, the look for incidents looks at it
 * @mini: number of mini-sockets, by enum twstat_substate and enum twstat_kind
 * @folding: the @share that is being folded into the numbers; 0 if none is
 * @count: the counters, by enum twstat_endpoint_count
 * @peak_of: the @peak_at for which @peak_real is known, so that all readers are told the same
 * @peak_real: @peak_at in ns since 1970
 * @table: its table
 * @list: node in the table's @idle or @busy; empty once it was evicted
 * @looked_at: the value of @used when it last came to the end of that list
 * @idle: it is in @idle of the table, or in no table
 * @peak_at: when @ports was @peak for the first time, in jiffies; 0: never
 * @refused_first: when a connect() found no port, or a bind() or a SYN was refused, for the
 *	first time, in ns since 1970; 0: never
 * @refused_last: when that happened last
 * @trouble: of a destination: whether it is in trouble
 * @told: what netlink events have told of it, and whether there is more to tell
 * @programs: of a destination: what connects to it; nothing else is set of a service
 *
 * Lookups read the first cache line; those behind it are written by each connection, unless
 * the endpoint has shares.
 */
struct twstat_endpoint {
	struct twstat_link link;
	u64 hash;
	struct twstat_address address;
	u32 used;
	u8 share;
	u8 kind;
	u8 cpu;
	u8 moves;

	atomic_t refs ____cacheline_aligned;
	atomic_t ports;
	atomic_t peak;
	atomic_t told_ports;
	int alarm;
	atomic_t mini[TWSTAT_SUBSTATES][TWSTAT_KINDS];
	u8 folding;
	u64 peak_at;
	atomic64_t count[TWSTAT_DST_COUNTS];
	u64 peak_of;
	u64 peak_real;

	struct twstat_endpoints *table ____cacheline_aligned;
	struct list_head list;
	u32 looked_at;
	bool idle;
	u64 refused_first;
	u64 refused_last;
	struct twstat_trouble trouble;
	struct twstat_told told;

	struct twstat_programs programs;
};

/* Returns the endpoint that contains a link. */
static __always_inline struct twstat_endpoint *
twstat_endpoint(struct twstat_link *link)
{
	return container_of(link, struct twstat_endpoint, link);
}

#endif
