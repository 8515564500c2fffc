/* SPDX-License-Identifier: GPL-2.0 */
/* The pool of free endpoints. */
#ifndef _TWSTAT_TABLES_ENDPOINT_POOL_H
#define _TWSTAT_TABLES_ENDPOINT_POOL_H

struct twstat_endpoint;

struct twstat_endpoint *twstat_endpoint_pool_get(void);
void twstat_endpoint_recycle(struct twstat_endpoint *endpoint);
void twstat_endpoint_pool_reserve(void);

int twstat_endpoint_pool_init(void);
void twstat_endpoint_pool_exit(void);

#endif
