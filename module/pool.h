/* SPDX-License-Identifier: GPL-2.0 */
/* Entries for handlers, which may not allocate. */
#ifndef _TWSTAT_POOL_H
#define _TWSTAT_POOL_H

#include <linux/percpu.h>

#include "live.h"

/**
 * struct twstat_magazine - a stack of free entries
 * @top: the first, linked by node.next; NULL if there is none
 * @count: how many
 */
struct twstat_magazine {
	struct hlist_bl_node *top;
	unsigned int count;
};

/**
 * struct twstat_pool_cpu - a CPU's own magazines
 * @now: the one in use
 * @spare: the other one: full or empty
 */
struct twstat_pool_cpu {
	struct twstat_magazine now;
	struct twstat_magazine spare;
};

DECLARE_PER_CPU(struct twstat_pool_cpu, twstat_pool_cpu);

struct hlist_bl_node *twstat_pool_refill(struct twstat_pool_cpu *cpu);

/**
 * twstat_pool_get() - take a free entry
 *
 * Context: interrupts off.
 * Return: the entry, or NULL if there is none.
 */
static __always_inline struct twstat_entry *twstat_pool_get(void)
{
	struct twstat_pool_cpu *cpu = this_cpu_ptr(&twstat_pool_cpu);
	struct hlist_bl_node *node = cpu->now.top;

	if (unlikely(!node)) {
		node = twstat_pool_refill(cpu);
		if (!node)
			return NULL;
	}
	cpu->now.top = node->next;
	cpu->now.count--;
	return hlist_bl_entry(node, struct twstat_entry, node);
}

void twstat_pool_put(struct twstat_entry *entry);
int twstat_pool_reserve(unsigned long entries);

int twstat_pool_init(void);
void twstat_pool_exit(void);

#endif
