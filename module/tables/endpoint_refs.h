/* SPDX-License-Identifier: GPL-2.0 */
/* References to endpoints, and which of them goes when a table is full. */
#ifndef _TWSTAT_TABLES_ENDPOINT_REFS_H
#define _TWSTAT_TABLES_ENDPOINT_REFS_H

#include <linux/atomic.h>

#include "tables/endpoint.h"
#include "tables/endpoint_pool.h"
#include "tables/shares.h"

void twstat_endpoint_unused(struct twstat_endpoint *endpoint);
struct twstat_endpoint *twstat_endpoints_evict_idle(struct twstat_endpoints *table);
void twstat_endpoints_evict_busy(struct twstat_endpoints *table);
void twstat_endpoints_make_room(struct twstat_endpoints *table);
void twstat_endpoints_drop_all(struct twstat_endpoints *table);

/**
 * twstat_endpoint_hold() - get a reference to an endpoint that was found without a lock
 * @endpoint: the endpoint
 *
 * It may have been evicted, and another one may be at its address by now: compare the key
 * again after this, and drop the reference with twstat_endpoint_drop() if it is another one.
 *
 * Context: interrupts off.
 * Return: whether there is one.
 */
static __always_inline bool twstat_endpoint_hold(struct twstat_endpoint *endpoint)
{
	u8 share = twstat_share_of(endpoint);

	if (likely(!share))
		return likely(atomic_inc_not_zero(&endpoint->refs));
	this_cpu_inc(twstat_share_at(share)->refs);
	return true;
}

/**
 * twstat_endpoint_drop() - drop a reference to an endpoint of an unknown table
 * @endpoint: from twstat_endpoint_hold(); its table may belong to a namespace that goes away
 *
 * Context: interrupts off.
 */
static inline void twstat_endpoint_drop(struct twstat_endpoint *endpoint)
{
	u8 share = twstat_share_of(endpoint);

	if (unlikely(share))
		this_cpu_dec(twstat_share_at(share)->refs);
	else if (unlikely(atomic_dec_and_test(&endpoint->refs)))
		twstat_endpoint_recycle(endpoint);
}

/* Drops a reference to an endpoint without shares. */
static __always_inline void twstat_endpoint_put_own(struct twstat_endpoint *endpoint)
{
	int left = atomic_dec_return(&endpoint->refs);

	if (likely(left > 1))
		return;
	if (unlikely(!left))
		twstat_endpoint_recycle(endpoint);
	else if (unlikely(!READ_ONCE(endpoint->idle)))
		twstat_endpoint_unused(endpoint);
}

void twstat_endpoint_left(struct twstat_endpoint *endpoint, int left);

/**
 * twstat_endpoint_put() - drop a reference to an endpoint
 * @endpoint: from twstat_endpoint_get(); its namespace exists
 *
 * Context: interrupts off.
 */
static __always_inline void twstat_endpoint_put(struct twstat_endpoint *endpoint)
{
	u8 share = twstat_share_of(endpoint);

	if (likely(!share))
		twstat_endpoint_put_own(endpoint);
	else
		this_cpu_dec(twstat_share_at(share)->refs);
}

#endif
