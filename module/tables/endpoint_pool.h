/* SPDX-License-Identifier: GPL-2.0 */
/* The pool of free endpoints. */
#ifndef _TWSTAT_TABLES_ENDPOINT_POOL_H
#define _TWSTAT_TABLES_ENDPOINT_POOL_H

#include <linux/types.h>

struct twstat_endpoint;

/**
 * struct twstat_rows - what a namespace has taken from the pool
 * @filled: how often the pool had been filled when @taken was 0
 * @taken: how many endpoints it has taken since then, less those it has at once put back
 *
 * Protected by the pool's lock.
 */
struct twstat_rows {
	u32 filled;
	u32 taken;
};

struct twstat_endpoint *twstat_endpoint_pool_get(struct twstat_rows *rows);
void twstat_endpoint_pool_replaced(struct twstat_rows *rows);
void twstat_endpoint_recycle(struct twstat_endpoint *endpoint);
void twstat_endpoint_pool_reserve(void);
bool twstat_endpoint_is_leaving(const struct twstat_endpoint *endpoint);
bool twstat_endpoint_pool_look(void);
unsigned long twstat_endpoint_pool_size(void);

int twstat_endpoint_pool_init(void);
void twstat_endpoint_pool_exit(void);

#endif
