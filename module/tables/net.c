// SPDX-License-Identifier: GPL-2.0
/* What twstat keeps for each network namespace, and the lookup of it. */
#include <linux/cpumask.h>
#include <linux/kprobes.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "tables/blocks.h"
#include "tables/net.h"

unsigned int twstat_net_id __read_mostly;

/* A placeholder that matches no namespace. */
static struct twstat_net twstat_net_none;

/* Without an initializer, which the module loader wouldn't relocate; see twstat_nets_init(). */
DEFINE_PER_CPU(struct twstat_nets, twstat_nets);

/**
 * twstat_net_find() - look up a namespace that is not in this CPU's cache, or second there
 * @net: the namespace
 *
 * A namespace has no struct twstat_net until our pernet init call, which runs after those of
 * other subsystems; if the kernel began to create it before the module was loaded, it has no
 * place for one either. This is net_generic() without its rcu_read_lock(), which is a function
 * call where readers can be preempted.
 *
 * Context: as twstat_net().
 * Return: as twstat_net().
 */
struct twstat_net *twstat_net_find(const struct net *net)
{
	const struct net_generic *generic = rcu_dereference_raw(net->gen);
	struct twstat_net *tn, *last;

	if (unlikely(twstat_net_id >= generic->s.len))
		return NULL;
	tn = generic->ptr[twstat_net_id];
	if (unlikely(!tn))
		return NULL;
	if (unlikely(!twstat_net_counts(tn)) && !twstat_block_take(tn))
		return NULL;
	last = this_cpu_read(twstat_nets.last);
	/* If it isn't watched, twstat_net_forget() may already have passed this CPU. */
	if (unlikely(READ_ONCE(last->state) != TWSTAT_NET_COUNTS))
		last = &twstat_net_none;
	this_cpu_write(twstat_nets.other, last);
	this_cpu_write(twstat_nets.last, tn);
	return tn;
}

NOKPROBE_SYMBOL(twstat_net_find);

/**
 * twstat_net_forget() - remove a namespace from the caches of all CPUs
 * @tn: the namespace; it isn't watched any more, so no CPU can cache it again
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
 * twstat_net_of_reader() - look up the namespace of a reader
 * @net: the namespace; the reader's open file or socket keeps it
 *
 * Return: its struct twstat_net; NULL if it is being removed or isn't watched.
 */
struct twstat_net *twstat_net_of_reader(const struct net *net)
{
	const struct net_generic *generic;
	struct twstat_net *tn = NULL;

	rcu_read_lock();
	generic = rcu_dereference(net->gen);
	if (likely(twstat_net_id < generic->s.len))
		tn = generic->ptr[twstat_net_id];
	rcu_read_unlock();
	return tn && READ_ONCE(tn->state) != TWSTAT_NET_UNWATCHED ? tn : NULL;
}

/**
 * twstat_counted_on_cpu() - read one CPU's share of a counter
 * @tn: the namespace
 * @counter: a counter that is counted, not computed
 * @cpu: a possible CPU
 *
 * Only for readers below read/. All others read settled numbers there. Events of a namespace
 * without a block were counted apart from all CPUs.
 *
 * Return: the count.
 */
u64 twstat_counted_on_cpu(const struct twstat_net *tn, enum twstat_counter counter,
			  int cpu)
{
	u64 count = READ_ONCE(per_cpu_ptr(READ_ONCE(tn->cpu), cpu)->count[counter]);

	if (counter == TWSTAT_TRACK_FAILED && cpu == cpumask_first(cpu_possible_mask))
		count += atomic64_read(&tn->untracked);
	return count;
}

/**
 * twstat_counted() - read a counter
 * @tn: the namespace
 * @counter: a counter that is counted, not computed
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
 * twstat_time_wait() - count the mini-sockets in TIME_WAIT
 * @tn: the namespace
 *
 * Return: their number, and the highest so far.
 */
struct twstat_gauge_reading twstat_time_wait(const struct twstat_net *tn)
{
	const struct twstat_cpu *mine;
	int cpu, sum = 0, peak = 0;

	for_each_possible_cpu(cpu) {
		mine = per_cpu_ptr(tn->cpu, cpu);
		sum += READ_ONCE(mine->time_wait);
		peak = max(peak, READ_ONCE(mine->time_wait_peak));
	}
	/* CPUs are not read at the same moment. */
	sum = max(sum, 0);
	return (struct twstat_gauge_reading) { sum, max(peak, sum) };
}

/**
 * twstat_nets_init() - empty the caches of all CPUs
 */
void twstat_nets_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		per_cpu(twstat_nets, cpu) = (struct twstat_nets) {
			&twstat_net_none, &twstat_net_none
		};
}
