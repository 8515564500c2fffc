/* SPDX-License-Identifier: GPL-2.0 */
/* Endpoints: bounded tables of destinations and services. */
#ifndef _TWSTAT_TABLES_ENDPOINTS_H
#define _TWSTAT_TABLES_ENDPOINTS_H

#include <linux/atomic.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/percpu.h>
#include <linux/types.h>

#include "tables/address.h"
#include "tables/changes.h"
#include "tables/endpoint.h"
#include "tables/endpoint_refs.h"
#include "tables/shares.h"
#include "tables/troubles.h"
#include "tcp/device.h"
#include "tcp/family.h"

/* The lowest maximum that a namespace's tables can be set to. */
#define TWSTAT_ENDPOINTS_LEAST	16

/**
 * twstat_address_of() - fill in the address of a socket's endpoint
 * @address: filled in
 * @sk: the common part of a full socket or mini-socket
 * @kind: the kind of endpoint
 */
static __always_inline void
twstat_address_of(struct twstat_address *address, const struct sock_common *sk,
		  enum twstat_endpoint_kind kind)
{
	bool service = kind == TWSTAT_SERVICE;

	address->port = service ? htons(sk->skc_num) : sk->skc_dport;
	address->device = service ? 0 : twstat_device(sk);
	if (likely(twstat_family_is_v4(sk))) {
		address->family = AF_INET;
		address->v4.remote = service ? 0 : sk->skc_daddr;
		address->v4.local = sk->skc_rcv_saddr;
		return;
	}
#if IS_ENABLED(CONFIG_IPV6)
	address->family = AF_INET6;
	address->v6.remote = service ? in6addr_any : sk->skc_v6_daddr;
	address->v6.local = sk->skc_v6_rcv_saddr;
#endif
}

void twstat_endpoint_use(struct twstat_endpoint *endpoint);
struct twstat_endpoint *
twstat_endpoint_find(struct twstat_endpoints *table,
		     const struct twstat_address *address);
struct twstat_endpoint *
twstat_endpoint_find_locked(struct twstat_endpoints *table,
			    const struct twstat_address *address);
struct twstat_endpoint *
twstat_endpoint_get(struct twstat_endpoints *table,
		    const struct twstat_address *address);
struct twstat_endpoint *
twstat_endpoint_search(struct twstat_endpoints *table,
		       const struct sock_common *sk);

/**
 * twstat_endpoint_hashed() - find an endpoint with a hash, without a lock
 * @table: the table
 * @hash: the hash of its address
 *
 * If an endpoint on its way is evicted meanwhile, or the table is growing, it may miss the one
 * that it looks for. The slow path, which takes the lock, looks again.
 *
 * Context: interrupts off.
 * Return: the endpoint, with a reference; or NULL. Compare its address after this, see
 *	twstat_endpoint_hold().
 */
static __always_inline struct twstat_endpoint *
twstat_endpoint_hashed(const struct twstat_endpoints *table, u64 hash)
{
	const struct twstat_buckets *buckets = READ_ONCE(table->buckets);
	unsigned int shift = buckets->shift;
	struct twstat_endpoint *endpoint;
	struct twstat_link *link;
	u64 found;

	for (link = READ_ONCE(buckets->bucket[hash >> shift].next);
	     link; link = READ_ONCE(link->next)) {
		endpoint = twstat_endpoint(link);
		found = READ_ONCE(endpoint->hash);
		if (likely(found == hash))
			return twstat_endpoint_hold(endpoint) ? endpoint : NULL;
		/* It has left this list, so its link leads elsewhere. */
		if (found == TWSTAT_NO_HASH || (found ^ hash) >> shift)
			break;
	}
	return NULL;
}

/* Returns an endpoint of twstat_endpoint_hashed() if it is the one that was looked for. */
static __always_inline struct twstat_endpoint *
twstat_endpoint_if(struct twstat_endpoint *endpoint,
		   const struct twstat_endpoints *table, bool same)
{
	if (likely(same && endpoint->table == table))
		return endpoint;
	twstat_endpoint_drop(endpoint);
	return NULL;
}

#if IS_ENABLED(CONFIG_IPV6)
/* The addresses are read as 64-bit words, so they must be aligned. */
static_assert(!(offsetof(struct sock_common, skc_v6_daddr) % sizeof(u64)));
static_assert(!(offsetof(struct sock_common, skc_v6_rcv_saddr) % sizeof(u64)));

static __always_inline bool twstat_address_is6(const struct twstat_address *address,
					       const struct sock_common *sk, __be16 port,
					       enum twstat_endpoint_kind kind)
{
	const u64 *remote = (const u64 *)&sk->skc_v6_daddr;
	const u64 *local = (const u64 *)&sk->skc_v6_rcv_saddr;

	return READ_ONCE(address->port_family) == twstat_port_family(port, AF_INET6) &&
	       READ_ONCE(address->word[3]) == local[1] &&
	       READ_ONCE(address->word[2]) == local[0] &&
	       (kind == TWSTAT_SERVICE || (READ_ONCE(address->word[1]) == remote[1] &&
					   READ_ONCE(address->word[0]) == remote[0]));
}
#else
static inline bool twstat_address_is6(const struct twstat_address *address,
				      const struct sock_common *sk, __be16 port,
				      enum twstat_endpoint_kind kind)
{
	return false;
}
#endif

/* Whether an address is that of a socket's endpoint; compares it without copying. */
static __always_inline bool twstat_address_is(const struct twstat_address *address,
					      const struct sock_common *sk,
					      enum twstat_endpoint_kind kind)
{
	bool service = kind == TWSTAT_SERVICE;
	__be16 port = service ? htons(sk->skc_num) : sk->skc_dport;
	const union twstat_pair4 local = { .local = sk->skc_rcv_saddr };

	if (!service && READ_ONCE(address->device) != twstat_device(sk))
		return false;
	if (unlikely(!twstat_family_is_v4(sk)))
		return twstat_address_is6(address, sk, port, kind);
	return READ_ONCE(address->port_family) == twstat_port_family(port, AF_INET) &&
	       READ_ONCE(address->word[0]) ==
	       (service ? local.word : (__force u64)sk->skc_addrpair);
}

/**
 * twstat_endpoint_again() - get a socket's endpoint if all is as the last time
 * @table: the table
 * @sk: the common part of a full socket or mini-socket
 * @kind: the kind of the table's endpoints
 *
 * It calls nothing, so its caller needs few registers. It leaves to twstat_endpoint_search()
 * what happens once per jiffy.
 *
 * Context: no handler of this CPU can interrupt, until twstat_endpoint_search() is called if
 *	this returns NULL.
 * Return: this CPU's last endpoint with a reference, if it is that of the socket and was used
 *	in this jiffy; or NULL.
 */
static __always_inline struct twstat_endpoint *
twstat_endpoint_again(struct twstat_endpoints *table, const struct sock_common *sk,
		      enum twstat_endpoint_kind kind)
{
	struct twstat_endpoint *endpoint =
		this_cpu_read(twstat_endpoint_last[kind].endpoint);

	if (unlikely(!endpoint || READ_ONCE(endpoint->used) != (u32)jiffies ||
		     !twstat_address_is(&endpoint->address, sk, kind) ||
		     !twstat_endpoint_hold(endpoint)))
		return NULL;
	/* If it was evicted, the hash is another one; or the table, of another namespace. */
	if (likely(READ_ONCE(endpoint->hash) ==
		   this_cpu_read(twstat_endpoint_last[kind].hash) &&
		   READ_ONCE(endpoint->table) == table))
		return endpoint;
	/* Nothing is held again until the search has dropped this. */
	this_cpu_write(twstat_endpoint_last[kind].held, endpoint);
	this_cpu_write(twstat_endpoint_last[kind].endpoint, NULL);
	return NULL;
}

/* Notes that an endpoint is in use, at most once per jiffy. */
static __always_inline void twstat_endpoint_touch(struct twstat_endpoint *endpoint)
{
	if (unlikely(READ_ONCE(endpoint->used) != (u32)jiffies))
		twstat_endpoint_use(endpoint);
}

/**
 * twstat_endpoint_at() - find a socket's endpoint, or add it
 * @table: the table
 * @sk: the common part of a full socket or mini-socket
 * @kind: the kind of the table's endpoints
 *
 * Context: no handler of this CPU can interrupt.
 * Return: as twstat_endpoint_get().
 */
static __always_inline struct twstat_endpoint *
twstat_endpoint_at(struct twstat_endpoints *table, const struct sock_common *sk,
		   enum twstat_endpoint_kind kind)
{
	return twstat_endpoint_again(table, sk, kind) ?: twstat_endpoint_search(table, sk);
}

/**
 * twstat_endpoint_add() - add to a counter of an endpoint
 * @endpoint: the endpoint, held
 * @what: the counter
 * @n: how much to add
 *
 * Context: no preemption.
 */
static __always_inline void twstat_endpoint_add(struct twstat_endpoint *endpoint,
						enum twstat_endpoint_count what, u32 n)
{
	u8 share = twstat_share_of(endpoint);

	if (likely(!share))
		atomic64_add(n, &endpoint->count[what]);
	else
		this_cpu_add(twstat_share_at(share)->count[what], n);
}

/**
 * twstat_endpoint_refused() - note when something failed that users care about
 * @endpoint: the endpoint, held
 *
 * Context: any.
 */
static inline void twstat_endpoint_refused(struct twstat_endpoint *endpoint)
{
	u64 now = ktime_get_real_ns();

	if (!READ_ONCE(endpoint->refused_first))
		WRITE_ONCE(endpoint->refused_first, now);
	WRITE_ONCE(endpoint->refused_last, now);
}

/**
 * twstat_endpoint_counted() - read a counter of an endpoint
 * @endpoint: the endpoint, held
 * @what: the counter
 *
 * Return: the count.
 */
static inline u64 twstat_endpoint_counted(const struct twstat_endpoint *endpoint,
					  enum twstat_endpoint_count what)
{
	return twstat_shared_count(endpoint, what);
}

/**
 * twstat_endpoint_ports() - return how many ports of a destination are in use
 * @endpoint: the destination, held
 *
 * Return: the number.
 */
static inline u32 twstat_endpoint_ports(const struct twstat_endpoint *endpoint)
{
	return max(twstat_shared(endpoint, &endpoint->ports,
				 offsetof(struct twstat_share, ports)), 0LL);
}

/**
 * twstat_endpoint_peak() - return how many ports of a destination were in use at most
 * @endpoint: the destination, held
 *
 * Return: the number; see tables/shares.c.
 */
static inline u32 twstat_endpoint_peak(const struct twstat_endpoint *endpoint)
{
	return max_t(u32, atomic_read(&endpoint->peak), twstat_endpoint_ports(endpoint));
}

/* Adds to the number of ports in use of a destination that has shares. */
static __always_inline void
twstat_endpoint_port_shared(struct twstat_endpoint *endpoint, u8 share, int n)
{
	int now = this_cpu_add_return(twstat_share_at(share)->ports, n);

	if (unlikely(abs(now - this_cpu_read(twstat_share_at(share)->told)) >=
		     TWSTAT_SHARE_TELL))
		twstat_share_tell(endpoint, share);
}

/* Adds a port in use to a destination that has no shares. */
static __always_inline void twstat_endpoint_port_own(struct twstat_endpoint *endpoint)
{
	int now = atomic_inc_return(&endpoint->ports);
	int peak = atomic_read(&endpoint->peak);

	if (now > peak)
		WRITE_ONCE(endpoint->peak_at, (u64)jiffies);
	while (unlikely(now > peak) &&
	       !atomic_try_cmpxchg(&endpoint->peak, &peak, now))
		;
	if (unlikely(now >= READ_ONCE(endpoint->alarm)))
		twstat_trouble_alarm(endpoint);
}

/**
 * twstat_endpoint_port() - count a socket that now has a port, if that matters
 * @endpoint: the endpoint, which the socket holds; ports are counted for destinations only
 *
 * Context: interrupts off.
 */
static __always_inline void twstat_endpoint_port(struct twstat_endpoint *endpoint)
{
	u8 share = twstat_share_of(endpoint);

	if (unlikely(endpoint->kind != TWSTAT_DESTINATION))
		return;
	twstat_changes_row(&endpoint->told);
	if (likely(!share))
		twstat_endpoint_port_own(endpoint);
	else
		twstat_endpoint_port_shared(endpoint, share, 1);
}

/**
 * twstat_endpoint_is_plain() - check whether to count in an endpoint's own memory only
 * @endpoint: the endpoint, held
 *
 * Context: no preemption, until it is counted.
 * Return: whether it has no shares, and nobody listens for changes of destinations.
 */
static __always_inline bool twstat_endpoint_is_plain(const struct twstat_endpoint *endpoint)
{
	return likely(!twstat_share_of(endpoint) &&
		      !twstat_hearing.on[TWSTAT_AUDIENCE_DESTINATIONS]);
}

/**
 * twstat_endpoint_connected_plain() - do as twstat_endpoint_connected()
 * @to: the destination, of which twstat_endpoint_is_plain() is true
 */
static __always_inline void twstat_endpoint_connected_plain(struct twstat_endpoint *to)
{
	twstat_endpoint_port_own(to);
	atomic64_inc(&to->count[TWSTAT_DST_CONNECTS]);
}

/**
 * twstat_endpoint_connected() - count a connect() that has found a port
 * @to: the destination, which the socket holds
 *
 * It is twstat_endpoint_port() and one more connect, in one go.
 *
 * Context: no preemption.
 */
static __always_inline void twstat_endpoint_connected(struct twstat_endpoint *to)
{
	u8 share = twstat_share_of(to);

	twstat_changes_row(&to->told);
	if (likely(!share)) {
		twstat_endpoint_connected_plain(to);
	} else {
		twstat_endpoint_port_shared(to, share, 1);
		this_cpu_inc(twstat_share_at(share)->count[TWSTAT_DST_CONNECTS]);
	}
}

/**
 * twstat_endpoint_leave() - undo twstat_endpoint_port(), and drop the socket's reference
 * @endpoint: the endpoint
 *
 * Context: interrupts off.
 */
static __always_inline void twstat_endpoint_leave(struct twstat_endpoint *endpoint)
{
	u8 share = twstat_share_of(endpoint);

	if (likely(!share)) {
		if (endpoint->kind == TWSTAT_DESTINATION) {
			twstat_changes_row(&endpoint->told);
			atomic_dec(&endpoint->ports);
		}
		twstat_endpoint_put_own(endpoint);
		return;
	}
	if (endpoint->kind == TWSTAT_DESTINATION) {
		twstat_changes_row(&endpoint->told);
		twstat_endpoint_port_shared(endpoint, share, -1);
	}
	this_cpu_dec(twstat_share_at(share)->refs);
}

/**
 * twstat_endpoint_leave_plain() - do as twstat_endpoint_leave(), but not what remains to do
 * @to: the destination, of which twstat_endpoint_is_plain() is true
 *
 * Return: how many references are left. If that is 0, or 1 and it isn't @idle, the caller calls
 *	twstat_endpoint_left().
 */
static __always_inline int twstat_endpoint_leave_plain(struct twstat_endpoint *to)
{
	atomic_dec(&to->ports);
	return atomic_dec_return(&to->refs);
}

/**
 * twstat_endpoint_mini() - count a mini-socket of an endpoint
 * @endpoint: the endpoint, which the mini-socket holds
 * @state: its sub-state
 * @kind: bits of enum twstat_kind
 * @n: 1 or -1
 *
 * Context: no preemption.
 */
static __always_inline void
twstat_endpoint_mini(struct twstat_endpoint *endpoint, enum twstat_substate state,
		     unsigned int kind, int n)
{
	u8 share = twstat_share_of(endpoint);

	if (likely(!share))
		atomic_add(n, &endpoint->mini[state][kind]);
	else
		this_cpu_add(twstat_share_at(share)->mini[state][kind], n);
}

/**
 * twstat_endpoint_is_nowhere() - check whether an endpoint stands for an unknown one
 * @endpoint: the endpoint
 *
 * Return: whether it is that of twstat_endpoint_get_nowhere().
 */
static inline bool
twstat_endpoint_is_nowhere(const struct twstat_endpoint *endpoint)
{
	return endpoint->table->kind == TWSTAT_NO_ENDPOINT;
}

/**
 * twstat_endpoint_net() - return the namespace of an endpoint
 * @endpoint: the endpoint
 *
 * Return: the namespace's struct twstat_net, which outlives the endpoint.
 */
static __always_inline struct twstat_net *
twstat_endpoint_net(const struct twstat_endpoint *endpoint)
{
	return endpoint->table->tn;
}

struct twstat_endpoint *twstat_endpoint_get_nowhere(struct twstat_net *tn);

void twstat_endpoints_net_init(struct twstat_net *tn);
void twstat_endpoints_net_drop(struct twstat_net *tn);
void twstat_endpoints_net_exit(struct twstat_net *tn);
unsigned int twstat_endpoints_limit(void);
void twstat_endpoints_set_max(struct twstat_endpoints *table, unsigned int max);

int twstat_endpoints_init(void);

#endif
