/* SPDX-License-Identifier: GPL-2.0 */
/* The pool of free endpoints. */
#ifndef _TWSTAT_TABLES_ENDPOINT_POOL_H
#define _TWSTAT_TABLES_ENDPOINT_POOL_H

#include <linux/percpu.h>
#include <linux/types.h>

#include "tables/endpoint.h"

/**
 * struct twstat_rows - what a namespace has taken from the pool
 * @tn: the namespace
 * @owing: node in the list of those that have taken endpoints which were not replaced yet
 * @filled: how often the pool had been filled when @taken was 0
 * @taken: how many endpoints it has taken since then
 * @owed: how many of those that it has taken were not replaced yet
 *
 * Protected by the pool's lock.
 */
struct twstat_rows {
	struct twstat_net *tn;
	struct list_head owing;
	u32 filled;
	u32 taken;
	u32 owed;
};

/**
 * struct twstat_endpoint_last - the endpoint that a CPU has found last
 * @endpoint: the endpoint, without a reference; NULL at first
 * @hash: its hash then: if that has changed, it was evicted
 * @held: an endpoint with a reference that turned out to be another one; dropped by the search
 *	that follows
 */
struct twstat_endpoint_last {
	struct twstat_endpoint *endpoint;
	u64 hash;
	struct twstat_endpoint *held;
};

DECLARE_PER_CPU(struct twstat_endpoint_last,
		twstat_endpoint_last[TWSTAT_ENDPOINT_KINDS]);

struct twstat_endpoint *twstat_endpoint_pool_get(struct twstat_rows *rows);
void twstat_endpoint_recycle(struct twstat_endpoint *endpoint);
void twstat_endpoint_pool_forgive(struct twstat_rows *rows);
void twstat_endpoint_pool_reserve(void);
unsigned long twstat_endpoint_pool_size(void);

int twstat_endpoint_pool_init(void);
void twstat_endpoint_pool_exit(void);

#endif
