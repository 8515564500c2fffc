/* SPDX-License-Identifier: GPL-2.0 */
/* What twstat keeps for each network namespace. */
#ifndef _TWSTAT_TABLES_NET_H
#define _TWSTAT_TABLES_NET_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/percpu.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "tables/changes.h"
#include "tables/counters.h"
#include "tables/endpoints.h"
#include "tables/histograms.h"
#include "tables/refused.h"
#include "tables/state_machine.h"
#include "tcp/mini_socket.h"

struct mem_cgroup;
struct twstat_block;
struct twstat_conflicts;
struct twstat_netlink;
struct twstat_proc;

/**
 * struct twstat_cpu - one CPU's share of a namespace's numbers
 * @transition: state transitions; first, where access costs least
 * @count: the counters, except those that are computed on read
 * @histograms: the histograms that this CPU adds to
 * @time_wait: how many mini-sockets entered TIME_WAIT on this CPU, less those that left it
 * @time_wait_peak: the highest number of mini-sockets in TIME_WAIT that this CPU has seen
 * @overflow_seen: how much of this CPU's TCPTimeWaitOverflow has been counted as denied, on
 *	any CPU; see twstat_denied_settle()
 *
 * Only this CPU writes all but the last, without preemption. Any CPU may read them.
 */
struct twstat_cpu {
	u64 transition[TWSTAT_TRANSITIONS];
	u64 count[TWSTAT_COUNTERS];
	struct twstat_histograms *histograms;
	int time_wait;
	int time_wait_peak;
	unsigned long overflow_seen;
};

/**
 * struct twstat_gauge - a number that all CPUs write
 * @now: the current number
 * @peak: the highest number so far
 */
struct twstat_gauge {
	atomic_t now;
	atomic_t peak;
};

/**
 * enum twstat_highest - transitions of which readers remember the highest count
 * @TWSTAT_HIGHEST_HALF_OPEN: CLOSE to NEW_SYN_RECV
 * @TWSTAT_HIGHEST_NO_REQUEST: CLOSE to SYN_RECV
 * @TWSTAT_HIGHEST_FIN_WAIT2: FIN_WAIT2 to CLOSE
 * @TWSTAT_HIGHEST_CLOSING: CLOSING to CLOSE
 * @TWSTAT_HIGHEST: how many there are
 */
enum twstat_highest {
	TWSTAT_HIGHEST_HALF_OPEN,
	TWSTAT_HIGHEST_NO_REQUEST,
	TWSTAT_HIGHEST_FIN_WAIT2,
	TWSTAT_HIGHEST_CLOSING,
	TWSTAT_HIGHEST
};

/**
 * enum twstat_net_state - what twstat does in a namespace
 * @TWSTAT_NET_UNWATCHED: nothing: memory was short when it was created, or it is being removed
 * @TWSTAT_NET_IDLE: it is watched, and no event was seen yet
 * @TWSTAT_NET_COUNTS: it has a block, and events are counted
 */
enum twstat_net_state {
	TWSTAT_NET_UNWATCHED,
	TWSTAT_NET_IDLE,
	TWSTAT_NET_COUNTS
};

/**
 * struct twstat_net - what twstat keeps for a network namespace
 *
 * Most namespaces never use TCP, so this is small. What handlers write is in @block.
 *
 * @net: the namespace
 * @cpu: the per-CPU numbers; all 0 before the first event
 * @nowhere: the endpoint of sockets whose endpoint is unknown; NULL before the first event
 * @block: what it has from its first event on, see tables/blocks.c; or NULL
 * @state: an enum twstat_net_state, written under the lock of tables/blocks.c
 * @syn_refused_at: when a mini-socket last refused a SYN by its number or timestamp, in
 *	jiffies, to a second; 0: never
 * @threshold_up: a destination is in trouble from this share of usable ports in use on, in
 *	percent, and threshold events tell of it
 * @threshold_down: and until its share is below this
 * @proc: its files in /proc, of proc/
 * @netlink: the state of its netlink events, of netlink/
 * @conflicts: why bind() and connect() calls failed, of tables/conflicts.c; NULL before the
 *	first of them
 * @untracked: events that were not counted, because it had no block
 * @payer: the memory cgroup of who created it, which is charged for what it needs, of
 *	tables/charge.h
 * @refused: those whose cause is yet to be found, of tables/refused.c
 * @endpoints: its tables of destinations and services
 * @fin_wait2: the mini-sockets in FIN_WAIT2; in a cache line of their own, with the members
 *	below, since each of them writes it. Those in TIME_WAIT are counted per CPU
 * @excess_at: since when readers have seen more sockets in the gauges than the kernel has, in
 *	jiffies; 0: they have not
 * @full_at: when it was last at tcp_max_tw_buckets, in jiffies
 * @highest: the highest counts that readers got, see twstat_transition_read(); only they write it
 * @changes: what listeners for events are to be told
 */
struct twstat_net {
	struct net *net;
	struct twstat_cpu __percpu *cpu;
	struct twstat_endpoint *nowhere;
	struct twstat_block *block;
	u32 state;
	u32 syn_refused_at;
	u8 threshold_up;
	u8 threshold_down;
	struct twstat_proc *proc;
	struct twstat_netlink *netlink;
	struct twstat_conflicts *conflicts;
	atomic64_t untracked;
	struct mem_cgroup *payer;
	struct twstat_refused_net refused;
	struct twstat_endpoints endpoints[TWSTAT_ENDPOINT_KINDS];
	struct twstat_gauge fin_wait2 ____cacheline_aligned_in_smp;
	u32 excess_at;
	u32 full_at;
	atomic64_t highest[TWSTAT_HIGHEST];
	struct twstat_changes changes;
};

/* What handlers write is in no line that all of them read. */
static_assert(offsetof(struct twstat_net, full_at) -
	      offsetof(struct twstat_net, fin_wait2) < SMP_CACHE_BYTES);

/* A namespace without TCP takes less than 1 KiB: this, and less than that for its exports. */
#if !IS_ENABLED(CONFIG_DEBUG_SPINLOCK) && !IS_ENABLED(CONFIG_PREEMPT_RT)
static_assert(sizeof(struct twstat_net) <= 512);
#endif

extern unsigned int twstat_net_id;

/**
 * struct twstat_nets - a CPU's cache of the last two namespaces that it looked up
 * @last: compared first; initially &twstat_net_none
 * @other: compared second: both ends of a connection can be on this machine
 */
struct twstat_nets {
	struct twstat_net *last;
	struct twstat_net *other;
};

DECLARE_PER_CPU(struct twstat_nets, twstat_nets);

/**
 * struct twstat_gauge_reading - the values of a gauge
 * @now: the current value
 * @peak: the highest value so far
 */
struct twstat_gauge_reading {
	u32 now;
	u32 peak;
};

struct twstat_net *twstat_net_find(const struct net *net);

/* Looks only in this CPU's cache; NULL if the namespace isn't there. */
static __always_inline struct twstat_net *
twstat_net_remembered(const struct net *net)
{
	struct twstat_net *tn = this_cpu_read(twstat_nets.last);

	if (unlikely(tn->net != net)) {
		tn = this_cpu_read(twstat_nets.other);
		if (unlikely(tn->net != net))
			return NULL;
	}
		/* Tells the compiler that tn isn't NULL, so that callers need no check. */
	if (!tn)
		__builtin_unreachable();
	return tn;
}

/**
 * twstat_net() - look up a namespace
 * @net: the namespace
 *
 * struct twstat_net is freed with the namespace. A handler may use it while it can't be
 * preempted: cleanup_net() waits for RCU between the pre_exit calls, which set @state, and
 * the exit calls, and these wait again after twstat_net_forget(). The first event in a
 * namespace gives it a block, so a reader calls twstat_net_of_reader() instead.
 *
 * Most handlers ask for the same namespace as the last one on the CPU, or for that of the
 * connection's other end. With this cache the ten state changes of a connection cost a
 * quarter less than with net_generic().
 *
 * Context: no preemption, or under rcu_read_lock().
 * Return: its struct twstat_net; NULL if it is being removed, isn't watched, or couldn't get a
 *	block, which is counted.
 */
static __always_inline struct twstat_net *twstat_net(const struct net *net)
{
	return twstat_net_remembered(net) ?: twstat_net_find(net);
}

/**
 * twstat_net_counts() - check whether a namespace has seen an event
 * @tn: the namespace
 *
 * Return: whether it has a block.
 */
static __always_inline bool twstat_net_counts(const struct twstat_net *tn)
{
	/* Pairs with the release in twstat_block_take(). */
	return smp_load_acquire(&tn->state) == TWSTAT_NET_COUNTS;
}

/**
 * twstat_count() - increment a counter
 * @tn: the namespace
 * @counter: the counter
 *
 * Context: any; it is one instruction.
 */
static __always_inline void twstat_count(struct twstat_net *tn,
					 enum twstat_counter counter)
{
	this_cpu_inc(tn->cpu->count[counter]);
}

/**
 * twstat_count_add() - add to a counter
 * @tn: the namespace
 * @counter: the counter
 * @n: how much to add
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
 * twstat_transition_count() - count a state transition that TCP has
 * @tn: the socket's namespace
 * @from: TWSTAT_BEFORE, or one of the kernel's TCP states
 * @to: one of the kernel's TCP states
 *
 * Context: handlers; any context without preemption.
 */
static __always_inline void
twstat_transition_count(struct twstat_net *tn, unsigned int from, unsigned int to)
{
	this_cpu_inc(tn->cpu->transition[twstat_transition(from, to)]);
}

/**
 * twstat_gauge_inc() - add 1 to a gauge
 * @gauge: the gauge
 *
 * The peak is exact: the CPU that reaches it sees the result of its own increment.
 */
static inline void twstat_gauge_inc(struct twstat_gauge *gauge)
{
	int now = atomic_inc_return(&gauge->now);
	int peak = atomic_read(&gauge->peak);

	while (now > peak && !atomic_try_cmpxchg(&gauge->peak, &peak, now))
		;
}

/**
 * twstat_time_wait_inc() - count a mini-socket that enters TIME_WAIT
 * @tn: its namespace
 * @all_known: every mini-socket of the namespace is counted, so the kernel's own number of
 *	mini-sockets shows how many are in TIME_WAIT
 * @coming: 1 if the kernel's number doesn't include this one yet, else 0
 *
 * The kernel writes that number for this mini-socket just now, so it takes no cache line from
 * another CPU to read it.
 *
 * Context: handlers; no preemption.
 */
static __always_inline void twstat_time_wait_inc(struct twstat_net *tn, bool all_known,
						 int coming)
{
	struct twstat_cpu __percpu *cpu = tn->cpu;
	int now;

	this_cpu_inc(cpu->time_wait);
	if (unlikely(!all_known))
		return;
	now = twstat_minis_of_kernel(tn->net) + coming - atomic_read(&tn->fin_wait2.now);
	if (now > this_cpu_read(cpu->time_wait_peak))
		this_cpu_write(cpu->time_wait_peak, now);
}

/**
 * twstat_time_wait_dec() - count a mini-socket that leaves TIME_WAIT
 * @tn: its namespace
 *
 * Context: handlers; no preemption.
 */
static __always_inline void twstat_time_wait_dec(struct twstat_net *tn)
{
	this_cpu_dec(tn->cpu->time_wait);
}

struct twstat_gauge_reading twstat_time_wait(const struct twstat_net *tn);
struct twstat_net *twstat_net_of_reader(const struct net *net);
u64 twstat_counted_on_cpu(const struct twstat_net *tn, enum twstat_counter counter,
			  int cpu);
u64 twstat_counted(const struct twstat_net *tn, enum twstat_counter counter);
void twstat_net_forget(const struct twstat_net *tn);
void twstat_nets_init(void);

#endif
