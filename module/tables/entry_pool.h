/* SPDX-License-Identifier: GPL-2.0 */
/* The pool of free entries. */
#ifndef _TWSTAT_TABLES_ENTRY_POOL_H
#define _TWSTAT_TABLES_ENTRY_POOL_H

#include <linux/percpu.h>

#include "tables/entry.h"

#define TWSTAT_MAGAZINE		64

/**
 * struct twstat_magazine - a stack of free entries
 * @top: the first entry's link, or NULL
 * @count: number of entries
 */
struct twstat_magazine {
	struct twstat_link *top;
	unsigned int count;
};

/**
 * struct twstat_entry_pool_cpu - the magazines of a CPU
 * @now: the current magazine
 * @spare: the other magazine, either full or empty
 */
struct twstat_entry_pool_cpu {
	struct twstat_magazine now;
	struct twstat_magazine spare;
};

DECLARE_PER_CPU(struct twstat_entry_pool_cpu, twstat_entry_pool_cpu);

void twstat_entry_pool_make_room(void);
struct twstat_link *twstat_entry_pool_refill(void);

/**
 * twstat_entry_pool_get_top() - take the first free entry of this CPU
 * @top: its link, which is @now.top of this CPU's pool
 *
 * Context: interrupts off.
 * Return: the entry.
 */
static __always_inline struct twstat_entry *twstat_entry_pool_get_top(struct twstat_link *top)
{
	this_cpu_write(twstat_entry_pool_cpu.now.top, top->next);
	this_cpu_dec(twstat_entry_pool_cpu.now.count);
	return twstat_entry(top);
}

/**
 * twstat_entry_pool_get() - take a free entry from the pool
 *
 * Context: interrupts off.
 * Return: the entry, or NULL if the pool is empty.
 */
static __always_inline struct twstat_entry *twstat_entry_pool_get(void)
{
	struct twstat_link *link = this_cpu_read(twstat_entry_pool_cpu.now.top);

	if (unlikely(!link)) {
		link = twstat_entry_pool_refill();
		if (!link)
			return NULL;
	}
	return twstat_entry_pool_get_top(link);
}

/**
 * twstat_entry_pool_has_room() - check whether this CPU's pool can take another entry at once
 *
 * Context: interrupts off.
 * Return: whether it can.
 */
static __always_inline bool twstat_entry_pool_has_room(void)
{
	return likely(this_cpu_read(twstat_entry_pool_cpu.now.count) != TWSTAT_MAGAZINE);
}

/**
 * twstat_entry_pool_put_room() - return an entry to this CPU's pool, which has room
 * @entry: the entry, removed from its table
 *
 * Context: interrupts off.
 */
static __always_inline void twstat_entry_pool_put_room(struct twstat_entry *entry)
{
	entry->link.next = this_cpu_read(twstat_entry_pool_cpu.now.top);
	this_cpu_write(twstat_entry_pool_cpu.now.top, &entry->link);
	this_cpu_inc(twstat_entry_pool_cpu.now.count);
}

/**
 * twstat_entry_pool_put() - return an entry to the pool
 * @entry: the entry, removed from its table
 *
 * Context: interrupts off.
 */
static __always_inline void twstat_entry_pool_put(struct twstat_entry *entry)
{
	if (unlikely(!twstat_entry_pool_has_room()))
		twstat_entry_pool_make_room();
	twstat_entry_pool_put_room(entry);
}

int twstat_entry_pool_reserve(unsigned long entries);
unsigned long twstat_entry_pool_size(void);

int twstat_entry_pool_init(void);
void twstat_entry_pool_exit(void);

#endif
