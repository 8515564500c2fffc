/* SPDX-License-Identifier: GPL-2.0 */
/* An endpoint: where connections go or come to, and what is counted of it. */
#ifndef _TWSTAT_TABLES_ENDPOINT_H
#define _TWSTAT_TABLES_ENDPOINT_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "tables/address.h"
#include "tables/bucket.h"
#include "tables/changes.h"
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
 * struct twstat_endpoints - a namespace's endpoints of one kind
 * @buckets: the hash table, with a lock in each bucket
 * @tn: the namespace
 * @kind: the kind of endpoints
 * @max: how many endpoints the table may have
 * @number: how many it has
 * @peak: the highest @number so far
 * @all_busy: when all endpoints were last found to have sockets, in jiffies
 * @lock: protects the other members but @buckets
 * @lru: the endpoints, most recently used first
 */
struct twstat_endpoints {
	struct twstat_bucket *buckets;
	struct twstat_net *tn;
	enum twstat_endpoint_kind kind;
	unsigned int max;
	unsigned int number;
	unsigned int peak;
	u32 all_busy;
	raw_spinlock_t lock;
	struct list_head lru;
};

/**
 * struct twstat_endpoint - a destination or a service
 * @link: node in its bucket, or in the list of free endpoints
 * @address: its key
 * @hash: the bucket of @address
 * @used: when it was last moved to the front of the LRU list, in jiffies
 * @refs: references: one for each socket, and one for the table until it is removed
 * @ports: of a destination: sockets that have a port, mini-sockets and full sockets
 * @peak: of a destination: the highest @ports so far
 * @mini: number of mini-sockets, by enum twstat_substate and enum twstat_kind
 * @count: the counters, by enum twstat_endpoint_count
 * @table: its table
 * @lru: node in the table's LRU list; empty once it was evicted
 * @told: what netlink events have told of it, and whether there is more to tell
 */
struct twstat_endpoint {
	struct twstat_link link;
	struct twstat_address address;
	u32 hash;
	u32 used;
	atomic_t refs;
	atomic_t ports;
	atomic_t peak;
	atomic_t mini[TWSTAT_SUBSTATES][TWSTAT_KINDS];
	atomic64_t count[TWSTAT_DST_COUNTS];
	struct twstat_endpoints *table;
	struct list_head lru;
	struct twstat_told told;
};

/* Returns the endpoint that contains a link. */
static __always_inline struct twstat_endpoint *
twstat_endpoint(struct twstat_link *link)
{
	return container_of(link, struct twstat_endpoint, link);
}

#endif
