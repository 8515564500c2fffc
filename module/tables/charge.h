/* SPDX-License-Identifier: GPL-2.0 */
/* Who is charged for memory that a namespace needs. */
#ifndef _TWSTAT_TABLES_CHARGE_H
#define _TWSTAT_TABLES_CHARGE_H

#include <linux/gfp.h>
#include <linux/memcontrol.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>

#include "tables/net.h"

/* Without memory twstat loses numbers, so no process needs to be killed for it. */
#define TWSTAT_GFP	(GFP_KERNEL | __GFP_NOWARN | __GFP_RETRY_MAYFAIL)

/**
 * twstat_charge_net_init() - remember who pays for a namespace
 * @tn: the namespace
 * @created: the current process creates it; or else it is unknown who did
 */
static inline void twstat_charge_net_init(struct twstat_net *tn, bool created)
{
	tn->payer = created ? get_mem_cgroup_from_mm(current->mm) : NULL;
}

/**
 * twstat_charge_net_exit() - forget who pays for a namespace
 * @tn: the namespace
 */
static inline void twstat_charge_net_exit(struct twstat_net *tn)
{
	mem_cgroup_put(tn->payer);
	tn->payer = NULL;
}

/**
 * twstat_charge_get() - get a reference to who pays for a namespace
 * @tn: the namespace
 *
 * Return: its payer, for mem_cgroup_put(); or NULL.
 */
static inline struct mem_cgroup *twstat_charge_get(const struct twstat_net *tn)
{
#ifdef CONFIG_MEMCG
	if (tn->payer)
		css_get(&tn->payer->css);
#endif
	return tn->payer;
}

/**
 * twstat_charge_gfp() - return the flags for memory that is charged to a memory cgroup
 * @payer: the memory cgroup, or NULL to charge nobody
 *
 * A memory cgroup at its limit fails soon, since work items allocate for all namespaces.
 *
 * Return: the flags.
 */
static inline gfp_t twstat_charge_gfp(const struct mem_cgroup *payer)
{
	return payer ? GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY | __GFP_ACCOUNT : TWSTAT_GFP;
}

/**
 * twstat_charge_begin() - let allocations with twstat_charge_gfp() be charged to a memory cgroup
 * @payer: the memory cgroup, or NULL
 *
 * It is set_active_memcg() for a process; in 5.10 a module can't use that.
 *
 * Context: process; sections don't nest.
 * Return: for twstat_charge_end().
 */
static inline struct mem_cgroup *twstat_charge_begin(struct mem_cgroup *payer)
{
	struct mem_cgroup *before = NULL;

#ifdef CONFIG_MEMCG
	before = current->active_memcg;
	current->active_memcg = payer;
#endif
	return before;
}

/**
 * twstat_charge_end() - end a section
 * @before: the result of twstat_charge_begin()
 */
static inline void twstat_charge_end(struct mem_cgroup *before)
{
	twstat_charge_begin(before);
}

#endif
