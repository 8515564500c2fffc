/* SPDX-License-Identifier: GPL-2.0 */
/* Endpoints: bounded tables of destinations and services. */
#ifndef _TWSTAT_TABLES_ENDPOINTS_H
#define _TWSTAT_TABLES_ENDPOINTS_H

#include <linux/atomic.h>
#include <linux/types.h>

#include "tables/address.h"
#include "tables/bucket.h"
#include "tables/changes.h"
#include "tables/endpoint.h"
#include "tables/endpoint_pool.h"
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

struct twstat_endpoint *
twstat_endpoint_find(struct twstat_bucket *bucket,
		     const struct twstat_address *address);
struct twstat_endpoint *
twstat_endpoint_get(struct twstat_endpoints *table,
		    const struct twstat_address *address);
struct twstat_endpoint *
twstat_endpoint_make_for(struct twstat_endpoints *table,
			 const struct sock_common *sk);
struct twstat_endpoint *
twstat_endpoint_to6(struct twstat_endpoints *table,
		    const struct sock_common *sk);
struct twstat_endpoint *
twstat_endpoint_of6(struct twstat_endpoints *table,
		    const struct sock_common *sk);
void twstat_endpoint_use(struct twstat_endpoint *endpoint);

/**
 * twstat_endpoint_find4() - find an IPv4 endpoint
 * @table: the table
 * @word: its addresses, as in union twstat_pair4
 * @port_family: its port and family, from twstat_port_family()
 * @device: its device
 * @service: it is a service, so there is no device to compare
 *
 * Most lookups are for IPv4, so this function is separate and inline.
 *
 * Context: interrupts off.
 * Return: the endpoint, with a reference; or NULL.
 */
static __always_inline struct twstat_endpoint *
twstat_endpoint_find4(struct twstat_endpoints *table, u64 word, u32 port_family,
		      u32 device, bool service)
{
	u64 hash = twstat_address_hash4(word, port_family, device);
	struct twstat_bucket *bucket =
		&table->buckets[twstat_address_bucket(hash)];
	struct twstat_link *first = twstat_bucket_lock(bucket), *link;
	struct twstat_endpoint *endpoint = NULL;

	for (link = first; link; link = link->next) {
		endpoint = twstat_endpoint(link);
		if (endpoint->address.word[0] == word &&
		    endpoint->address.port_family == port_family &&
		    (service || endpoint->address.device == device))
			break;
	}
	if (likely(link))
		atomic_inc(&endpoint->refs);
	twstat_bucket_unlock(bucket, first);
	return likely(link) ? endpoint : NULL;
}

/* Updates the endpoint's place in the LRU list, at most once per jiffy. */
static __always_inline void twstat_endpoint_touch(struct twstat_endpoint *endpoint)
{
	if (unlikely(READ_ONCE(endpoint->used) != (u32)jiffies))
		twstat_endpoint_use(endpoint);
}

/* Finds the endpoint of an IPv4 socket, or adds it on the slow path. */
static __always_inline struct twstat_endpoint *
twstat_endpoint_get4(struct twstat_endpoints *table, const struct sock_common *sk,
		     u64 word, __be16 port, bool service)
{
	struct twstat_endpoint *endpoint;

	endpoint = twstat_endpoint_find4(table, word,
					 twstat_port_family(port, AF_INET),
					 service ? 0 : twstat_device(sk),
					 service);
	if (unlikely(!endpoint))
		return twstat_endpoint_make_for(table, sk);
	twstat_endpoint_touch(endpoint);
	return endpoint;
}

/**
 * twstat_endpoint_to() - find a socket's destination, or add it
 * @table: the table
 * @sk: the common part of a full socket or mini-socket
 *
 * Context: interrupts off.
 * Return: as twstat_endpoint_get().
 */
static __always_inline struct twstat_endpoint *
twstat_endpoint_to(struct twstat_endpoints *table, const struct sock_common *sk)
{
	if (unlikely(!twstat_family_is_v4(sk)))
		return twstat_endpoint_to6(table, sk);
	return twstat_endpoint_get4(table, sk, (__force u64)sk->skc_addrpair,
				    sk->skc_dport, false);
}

/**
 * twstat_endpoint_of() - find a socket's service, or add it
 * @table: the table
 * @sk: the common part of a full socket or mini-socket
 *
 * Context: interrupts off.
 * Return: as twstat_endpoint_get().
 */
static __always_inline struct twstat_endpoint *
twstat_endpoint_of(struct twstat_endpoints *table, const struct sock_common *sk)
{
	const union twstat_pair4 pair = { .local = sk->skc_rcv_saddr };

	if (unlikely(!twstat_family_is_v4(sk)))
		return twstat_endpoint_of6(table, sk);
	return twstat_endpoint_get4(table, sk, pair.word, htons(sk->skc_num),
				    true);
}

/**
 * twstat_endpoint_put() - drop a reference to an endpoint
 * @endpoint: from twstat_endpoint_get()
 *
 * Context: interrupts off.
 */
static __always_inline void
twstat_endpoint_put(struct twstat_endpoint *endpoint)
{
	if (unlikely(atomic_dec_and_test(&endpoint->refs)))
		twstat_endpoint_recycle(endpoint);
}

/**
 * twstat_endpoint_add() - add to a counter of an endpoint
 * @endpoint: the endpoint, held
 * @what: the counter
 * @n: how much to add
 */
static inline void twstat_endpoint_add(struct twstat_endpoint *endpoint,
				       enum twstat_endpoint_count what, u32 n)
{
	atomic64_add(n, &endpoint->count[what]);
}

/**
 * twstat_endpoint_counted() - read a counter of an endpoint
 * @endpoint: the endpoint, held
 * @what: the counter
 *
 * Return: the count.
 */
static __always_inline u64
twstat_endpoint_counted(const struct twstat_endpoint *endpoint,
			enum twstat_endpoint_count what)
{
	return atomic64_read(&endpoint->count[what]);
}

/**
 * twstat_endpoint_ports() - return how many ports of a destination are in use
 * @endpoint: the destination, held
 *
 * Return: the number.
 */
static __always_inline u32
twstat_endpoint_ports(const struct twstat_endpoint *endpoint)
{
	return max(atomic_read(&endpoint->ports), 0);
}

/**
 * twstat_endpoint_port() - count a socket that now has a port
 * @endpoint: the endpoint, which the socket holds
 */
static __always_inline void
twstat_endpoint_port(struct twstat_endpoint *endpoint)
{
	int now, peak;

	twstat_changes_row(&endpoint->told);
	now = atomic_inc_return(&endpoint->ports);
	peak = atomic_read(&endpoint->peak);
	while (unlikely(now > peak) &&
	       !atomic_try_cmpxchg(&endpoint->peak, &peak, now))
		;
}

/**
 * twstat_endpoint_free_port() - uncount a socket that no longer has a port
 * @endpoint: the endpoint, which the socket still holds
 */
static __always_inline void
twstat_endpoint_free_port(struct twstat_endpoint *endpoint)
{
	twstat_changes_row(&endpoint->told);
	atomic_dec(&endpoint->ports);
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

int twstat_endpoints_net_init(struct twstat_net *tn);
void twstat_endpoints_net_exit(struct twstat_net *tn);
unsigned int twstat_endpoints_buckets(void);
unsigned int twstat_endpoints_limit(void);
void twstat_endpoints_set_max(struct twstat_endpoints *table, unsigned int max);

int twstat_endpoints_init(void);

#endif
