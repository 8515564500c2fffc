// SPDX-License-Identifier: GPL-2.0
/* Reads the counters, both those that are counted and those that are computed. */
#include <linux/cpumask.h>
#include <net/net_namespace.h>
#include <net/tcp_states.h>

#include "read/counters.h"
#include "read/hooks.h"
#include "read/transitions.h"
#include "tables/net.h"

/**
 * twstat_counter_read_cpu() - read one CPU's share of a counter
 * @settled: the namespace
 * @counter: the counter
 * @cpu: a possible CPU
 *
 * A machine-wide counter has its whole value in the first namespace, on the first possible CPU,
 * since readers of per-CPU rows add these up. What the machine does is not for other namespaces.
 *
 * Return: the count since the module was loaded or the namespace was created.
 */
u64 twstat_counter_read_cpu(struct twstat_settled settled,
			    enum twstat_counter counter, int cpu)
{
	struct twstat_net *tn = settled.tn;

	switch (counter) {
	case TWSTAT_PROBE_MISSED:
		return net_eq(tn->net, &init_net) &&
		       cpu == cpumask_first(cpu_possible_mask) ?
			twstat_hooks_missed() : 0;
	case TWSTAT_TRACK_FAILED:
		return twstat_counted_on_cpu(tn, counter, cpu) +
		       twstat_transition_read_none(tn, cpu);
	case TWSTAT_REUSE_GRANTED:
		return twstat_counted_on_cpu(tn, TWSTAT_EXIT_REUSED, cpu);
	case TWSTAT_REUSE_TAKEOVER:
		return twstat_counted_on_cpu(tn, TWSTAT_EXIT_TAKEN_OVER, cpu);
	case TWSTAT_CLOSE_ACTIVE:
		return twstat_transition_read_cpu(tn, TCP_FIN_WAIT1, TCP_FIN_WAIT2,
						  cpu) +
		       twstat_transition_read_cpu(tn, TCP_FIN_WAIT1, TCP_CLOSE, cpu);
	case TWSTAT_CLOSE_PASSIVE:
		return twstat_transition_read_cpu(tn, TCP_ESTABLISHED,
						  TCP_CLOSE_WAIT, cpu) +
		       twstat_transition_read_cpu(tn, TCP_SYN_RECV, TCP_CLOSE_WAIT,
						  cpu);
	case TWSTAT_CLOSE_BOTH:
		return twstat_transition_read_cpu(tn, TCP_FIN_WAIT1, TCP_CLOSING,
						  cpu);
	case TWSTAT_CLOSE_ABORTED:
		return twstat_transition_read_cpu(tn, TCP_ESTABLISHED, TCP_CLOSE,
						  cpu);
	default:
		return twstat_counted_on_cpu(tn, counter, cpu);
	}
}

/**
 * twstat_counter_read() - read a counter
 * @settled: the namespace
 * @counter: the counter
 *
 * Return: the sum of twstat_counter_read_cpu() over all possible CPUs.
 */
u64 twstat_counter_read(struct twstat_settled settled, enum twstat_counter counter)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += twstat_counter_read_cpu(settled, counter, cpu);
	return sum;
}
