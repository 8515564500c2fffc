/* SPDX-License-Identifier: GPL-2.0 */
/* Gives memory back that the pools no longer need. */
#ifndef _TWSTAT_TABLES_GIVE_BACK_H
#define _TWSTAT_TABLES_GIVE_BACK_H

#include <linux/types.h>

/* A pool has plenty if it has more than so many times its reserve. */
#define TWSTAT_PLENTY		3

/**
 * enum twstat_pool - the pools
 * @TWSTAT_ENTRY_POOL: that of entries
 * @TWSTAT_ENDPOINT_POOL: that of endpoints
 * @TWSTAT_POOLS: how many there are
 */
enum twstat_pool {
	TWSTAT_ENTRY_POOL,
	TWSTAT_ENDPOINT_POOL,
	TWSTAT_POOLS
};

/**
 * twstat_give_back_keep() - return how much a pool keeps
 * @reserve: its reserve
 *
 * Return: one and a half times the reserve, so that it takes a while until the pool is filled
 *	again.
 */
static inline unsigned long twstat_give_back_keep(unsigned long reserve)
{
	return reserve + reserve / 2;
}

void twstat_give_back_by(enum twstat_pool pool, bool (*look)(void));
void twstat_give_back_want(void);
void twstat_give_back_exit(void);

#endif
