// SPDX-License-Identifier: GPL-2.0
/* What is kept for each network namespace, and how it is found. */
#include <linux/cpumask.h>
#include <linux/kprobes.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "tables/net.h"

unsigned int twstat_net_id __read_mostly;

/* Of no namespace. */
static struct twstat_net twstat_net_none;

/* An initializer would be no use: in a module nobody relocates it. */
DEFINE_PER_CPU(struct twstat_nets, twstat_nets);

/**
 * twstat_net_find() - what is kept for a namespace, which isn't remembered, or second
 * @net: the namespace
 *
 * There is nothing before our init call, which those of others precede. This is
 * net_generic() without its rcu_read_lock(), a function call where readers can be
 * preempted.
 *
 * Context: as twstat_net().
 * Return: as twstat_net().
 */
struct twstat_net *twstat_net_find(const struct net *net)
{
	const struct net_generic *generic = rcu_dereference_raw(net->gen);
	struct twstat_net *tn = generic->ptr[twstat_net_id], *last;

	if (unlikely(!tn || !READ_ONCE(tn->watched)))
		return NULL;
	last = this_cpu_read(twstat_nets.last);
	/* twstat_net_forget() may have come by already for one that isn't watched. */
	if (unlikely(!READ_ONCE(last->watched)))
		last = &twstat_net_none;
	this_cpu_write(twstat_nets.other, last);
	this_cpu_write(twstat_nets.last, tn);
	return tn;
}

NOKPROBE_SYMBOL(twstat_net_find);

/**
 * twstat_net_forget() - no CPU remembers a namespace any more
 * @tn: the namespace; it isn't watched any more, so it can't be remembered again
 */
void twstat_net_forget(const struct twstat_net *tn)
{
	struct twstat_nets *nets;
	int cpu;

	for_each_possible_cpu(cpu) {
		nets = per_cpu_ptr(&twstat_nets, cpu);
		if (READ_ONCE(nets->last) == tn)
			WRITE_ONCE(nets->last, &twstat_net_none);
		if (READ_ONCE(nets->other) == tn)
			WRITE_ONCE(nets->other, &twstat_net_none);
	}
}

/**
 * twstat_net_of_reader() - what is kept for the namespace of a reader
 * @net: the namespace; it stays, since the reader's file or socket is open
 *
 * Return: NULL if it is on its way out or not watched.
 */
struct twstat_net *twstat_net_of_reader(const struct net *net)
{
	struct twstat_net *tn;

	rcu_read_lock();
	tn = twstat_net(net);
	rcu_read_unlock();
	return tn;
}

/**
 * twstat_counted_on_cpu() - how often a counter was moved on one CPU
 * @tn: the namespace
 * @counter: one that is counted, not computed
 * @cpu: a possible CPU
 *
 * This is for readers below read/; others read settled numbers there.
 *
 * Return: the count.
 */
u64 twstat_counted_on_cpu(const struct twstat_net *tn, enum twstat_counter counter,
			  int cpu)
{
	return READ_ONCE(per_cpu_ptr(tn->cpu, cpu)->count[counter]);
}

/**
 * twstat_counted() - how often a counter was moved
 * @tn: the namespace
 * @counter: one that is counted, not computed
 *
 * Return: the sum of twstat_counted_on_cpu() over all possible CPUs.
 */
u64 twstat_counted(const struct twstat_net *tn, enum twstat_counter counter)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += twstat_counted_on_cpu(tn, counter, cpu);
	return sum;
}

/**
 * twstat_nets_init() - no CPU remembers a namespace yet
 */
void twstat_nets_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		per_cpu(twstat_nets, cpu) = (struct twstat_nets) {
			&twstat_net_none, &twstat_net_none
		};
}
