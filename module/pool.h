/* SPDX-License-Identifier: GPL-2.0 */
/* Entries for handlers, which may not allocate. */
#ifndef _TWSTAT_POOL_H
#define _TWSTAT_POOL_H

struct twstat_entry;

struct twstat_entry *twstat_pool_get(void);
void twstat_pool_put(struct twstat_entry *entry);
int twstat_pool_reserve(unsigned long entries);

int twstat_pool_init(void);
void twstat_pool_exit(void);

#endif
