/* SPDX-License-Identifier: GPL-2.0 */
/* Gives memory back that the pools no longer need. */
#ifndef _TWSTAT_TABLES_GIVE_BACK_H
#define _TWSTAT_TABLES_GIVE_BACK_H

#include <linux/compiler.h>
#include <linux/types.h>

/* A pool has plenty if it has more than so many times its reserve, and then keeps so many. */
#define TWSTAT_PLENTY		3
#define TWSTAT_KEEP(reserve)	((reserve) + (reserve) / 2UL)

void twstat_give_back_want(void);
void twstat_give_back_exit(void);

#endif
