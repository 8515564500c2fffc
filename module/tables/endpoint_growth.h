/* SPDX-License-Identifier: GPL-2.0 */
/* Tables of endpoints that grow. */
#ifndef _TWSTAT_TABLES_ENDPOINT_GROWTH_H
#define _TWSTAT_TABLES_ENDPOINT_GROWTH_H

#include "tables/endpoint.h"

void twstat_growth_want(struct twstat_endpoints *table);
void twstat_growth_flush(void);
void twstat_buckets_free(struct twstat_buckets *buckets);
unsigned long twstat_buckets_size(const struct twstat_endpoints *table);

/**
 * twstat_buckets_number() - return the number of buckets of a hash table
 * @buckets: the hash table
 *
 * Return: the number, a power of two.
 */
static inline unsigned int twstat_buckets_number(const struct twstat_buckets *buckets)
{
	return 1U << (64 - buckets->shift);
}

/**
 * twstat_growth_check() - let a table grow if it has more endpoints than buckets
 * @table: the table, locked
 *
 * Context: interrupts off.
 */
static inline void twstat_growth_check(struct twstat_endpoints *table)
{
	if (unlikely(table->number > twstat_buckets_number(table->buckets)))
		twstat_growth_want(table);
}

#endif
