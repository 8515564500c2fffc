/* SPDX-License-Identifier: GPL-2.0 */
/* What is kept for each network namespace. */
#ifndef _TWSTAT_TABLES_NET_H
#define _TWSTAT_TABLES_NET_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/percpu.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "tables/counters.h"
#include "tables/endpoints.h"
#include "tables/histograms.h"
#include "tables/transitions.h"
#include "tcp/mini_socket.h"

struct twstat_listeners;
struct twstat_proc;

/**
 * struct twstat_cpu - one CPU's share of a namespace's numbers
 * @transition: of the state machine, by TWSTAT_MOVE(); first, where it costs least to
 *	get at
 * @count: the counters, but those that are computed when they are read
 * @histogram: the histograms
 * @overflow_seen: how much of this CPU's TCPTimeWaitOverflow has been counted
 *	as denied, on whichever CPU; see twstat_denied_settle()
 *
 * Only this CPU writes the first three, without preemption; anybody reads them.
 */
struct twstat_cpu {
	u64 transition[TWSTAT_MOVES];
	u64 count[TWSTAT_COUNTERS];
	struct twstat_histogram histogram[TWSTAT_HISTOGRAMS];
	unsigned long overflow_seen;
};

/**
 * struct twstat_gauge - how many sockets are in a sub-state
 * @now: now
 * @peak: the most there ever were at once
 */
struct twstat_gauge {
	atomic_t now;
	atomic_t peak;
};

/**
 * struct twstat_net - what is kept for a network namespace
 * @net: the namespace
 * @cpu: the counters
 * @watched: whether it is; not if there was no memory for it, or it is on its way out
 * @proc: its files, of proc/
 * @listeners: who listens to netlink events, and what they were told, of netlink/
 * @endpoints: its destinations and services; the last one has no buckets, and only @nowhere
 * @nowhere: what sockets hold of which the endpoint is not known, so that nobody has to
 *	ask. It can't be found, nobody reads what it counts, and it is never free
 * @gauge: the gauges, by sub-state; a cache line of their own, with what is below, since
 *	every birth and every end writes it
 * @full_at: when it had as many sockets in TIME_WAIT as it may have, last; in jiffies
 * @syn_pending: the sum of what its entries have in @syn_pending
 * @syn_round: goes up with each twstat_syns_settle()
 */
struct twstat_net {
	struct net *net;
	struct twstat_cpu __percpu *cpu;
	bool watched;
	struct twstat_proc *proc;
	struct twstat_listeners *listeners;
	struct twstat_endpoints endpoints[TWSTAT_ENDPOINT_KINDS + 1];
	struct twstat_endpoint nowhere;
	struct twstat_gauge gauge[TWSTAT_SUBSTATES] ____cacheline_aligned_in_smp;
	u32 full_at;
	atomic_t syn_pending;
	atomic_t syn_round;
};

/* What handlers write is in no line that all of them read. */
static_assert(offsetof(struct twstat_net, syn_round) -
	      offsetof(struct twstat_net, gauge) < SMP_CACHE_BYTES);

extern unsigned int twstat_net_id;

/**
 * struct twstat_nets - the namespaces that were asked for last on a CPU
 * @last: the one that is looked at first; &twstat_net_none to begin with
 * @other: and another: both ends of a connection can be on this machine
 */
struct twstat_nets {
	struct twstat_net *last;
	struct twstat_net *other;
};

DECLARE_PER_CPU(struct twstat_nets, twstat_nets);

struct twstat_net *twstat_net_find(const struct net *net);

/* Without a search: NULL if it is neither. */
static __always_inline struct twstat_net *
twstat_net_remembered(const struct net *net)
{
	struct twstat_net *tn = this_cpu_read(twstat_nets.last);

	if (unlikely(tn->net != net)) {
		tn = this_cpu_read(twstat_nets.other);
		if (unlikely(tn->net != net))
			return NULL;
	}
	/* Spares each caller to look whether it is NULL. */
	if (!tn)
		__builtin_unreachable();
	return tn;
}

/**
 * twstat_net() - what is kept for a namespace
 * @net: the namespace
 *
 * What is kept goes away with the namespace. A handler may use it as long as it can't be
 * preempted, because cleanup_net() waits for RCU between the pre_exit calls, which end
 * that a namespace is watched, and the exit calls, which wait again once no CPU remembers
 * it.
 *
 * Most handlers ask for the same one as the last did, or for that of the other end. The
 * ten state changes of a connection cost a quarter less that way than by net_generic().
 *
 * Context: no preemption, or under rcu_read_lock().
 * Return: NULL if the namespace is on its way out or not watched.
 */
static __always_inline struct twstat_net *twstat_net(const struct net *net)
{
	return twstat_net_remembered(net) ?: twstat_net_find(net);
}

/**
 * twstat_net_first() - as twstat_net(), and it will be found first from now on
 * @net: the namespace
 *
 * For what happens once in a connection: of two namespaces that take turns one has to
 * be second, but of one that is busy and one that was, it should be the latter.
 *
 * Context: no preemption.
 * Return: as twstat_net().
 */
static __always_inline struct twstat_net *
twstat_net_first(const struct net *net)
{
	struct twstat_net *tn = this_cpu_read(twstat_nets.last);

	if (unlikely(tn->net != net))
		return twstat_net_find(net);
	if (!tn)
		__builtin_unreachable();
	return tn;
}

/**
 * twstat_count() - count one
 * @tn: the namespace
 * @counter: what to count
 *
 * Context: any; it is one instruction.
 */
static __always_inline void twstat_count(struct twstat_net *tn,
					 enum twstat_counter counter)
{
	this_cpu_inc(tn->cpu->count[counter]);
}

/**
 * twstat_count_add() - count several at once
 * @tn: the namespace
 * @counter: what to count
 * @n: how many
 *
 * Context: any; it is one instruction.
 */
static __always_inline void twstat_count_add(struct twstat_net *tn,
					     enum twstat_counter counter,
					     u64 n)
{
	this_cpu_add(tn->cpu->count[counter], n);
}

/**
 * twstat_transition_count() - a socket goes from one state to another
 * @tn: its namespace
 * @from: TWSTAT_BEFORE, or a state of the kernel's
 * @to: a state of the kernel's
 *
 * Context: handlers; any context without preemption.
 */
static inline void twstat_transition_count(struct twstat_net *tn, unsigned int from,
					   unsigned int to)
{
	this_cpu_inc(tn->cpu->transition[TWSTAT_MOVE(from, to)]);
}

/**
 * twstat_gauge_inc() - one more socket is in a sub-state
 * @gauge: its gauge
 *
 * The peak is exact: whoever reached it has seen its own increment.
 */
static inline void twstat_gauge_inc(struct twstat_gauge *gauge)
{
	int now = atomic_inc_return(&gauge->now);
	int peak = atomic_read(&gauge->peak);

	while (now > peak && !atomic_try_cmpxchg(&gauge->peak, &peak, now))
		;
}

/**
 * twstat_gauge_dec() - one socket less is in a sub-state
 * @gauge: its gauge
 */
static inline void twstat_gauge_dec(struct twstat_gauge *gauge)
{
	atomic_dec(&gauge->now);
}

struct twstat_net *twstat_net_of_reader(const struct net *net);
u64 twstat_counted_on_cpu(const struct twstat_net *tn, enum twstat_counter counter,
			  int cpu);
u64 twstat_counted(const struct twstat_net *tn, enum twstat_counter counter);
void twstat_net_forget(const struct twstat_net *tn);
void twstat_nets_init(void);

#endif
