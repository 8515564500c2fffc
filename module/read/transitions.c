// SPDX-License-Identifier: GPL-2.0
/*
 * Reads how often each transition of the state machine (RFC 9293) happened.
 *
 * When a socket enters TIME_WAIT, or continues in FIN_WAIT2 as a mini-socket, the kernel's
 * tracepoint reports a close, because the full socket closes. The group life counts what the
 * mini-socket does after that. This file adds up both, so that for each state the transitions
 * into it less those out of it are the sockets in it.
 */
#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/rcupdate.h>

#include "handlers/half_open.h"
#include "read/transitions.h"
#include "tables/hook_state.h"
#include "tables/net.h"
#include "tables/switches.h"
#include "tcp/requests.h"

/* The names of the states, numbered as in /proc/net/tcp. */
static const char * const twstat_transition_states[] = {
	[TWSTAT_BEFORE]		= "ADOPTED",
	[TCP_ESTABLISHED]	= "ESTABLISHED",
	[TCP_SYN_SENT]		= "SYN_SENT",
	[TCP_SYN_RECV]		= "SYN_RECV",
	[TCP_FIN_WAIT1]		= "FIN_WAIT1",
	[TCP_FIN_WAIT2]		= "FIN_WAIT2",
	[TCP_TIME_WAIT]		= "TIME_WAIT",
	[TCP_CLOSE]		= "CLOSE",
	[TCP_CLOSE_WAIT]	= "CLOSE_WAIT",
	[TCP_LAST_ACK]		= "LAST_ACK",
	[TCP_LISTEN]		= "LISTEN",
	[TCP_CLOSING]		= "CLOSING",
	[TCP_NEW_SYN_RECV]	= "NEW_SYN_RECV",
	[TCP_NEW_SYN_RECV + 1]	= "BOUND_INACTIVE",
};

static_assert(ARRAY_SIZE(twstat_transition_states) >= TCP_MAX_STATES);
static_assert(TWSTAT_STATE_ROOM >= TCP_MAX_STATES);

/**
 * twstat_transition_state() - return the name of a state
 * @state: TWSTAT_BEFORE, or a TCP state below TCP_MAX_STATES
 *
 * Return: the kernel's name without TCP_.
 */
const char *twstat_transition_state(int state)
{
	return twstat_transition_states[state];
}

/**
 * twstat_transition_read_cpu() - read one CPU's share of a transition's count
 * @tn: the namespace
 * @from: the state before
 * @to: the state after
 * @cpu: a possible CPU
 *
 * Return: the count. For FIN_WAIT2 to CLOSE and CLOSING to CLOSE it includes the sockets that
 *	in fact became mini-sockets. 0 if the group states is off: the group life alone would
 *	show some transitions without the others.
 */
u64 twstat_transition_read_cpu(const struct twstat_net *tn, int from, int to,
			       int cpu)
{
	unsigned int transition = twstat_transition(from, to);

	if (!twstat_states_ever || !transition)
		return 0;
	return READ_ONCE(per_cpu_ptr(tn->cpu, cpu)->transition[transition]);
}

/**
 * twstat_transition_read_none() - read how often one CPU saw a transition that TCP doesn't have
 * @tn: the namespace
 * @cpu: a possible CPU
 *
 * Return: the count.
 */
u64 twstat_transition_read_none(const struct twstat_net *tn, int cpu)
{
	return READ_ONCE(per_cpu_ptr(tn->cpu, cpu)->transition[0]);
}

static u64 twstat_transition_sum(const struct twstat_net *tn, int from, int to)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += twstat_transition_read_cpu(tn, from, to, cpu);
	return sum;
}

/*
 * A transition that is the difference of two sums, or includes sockets that exist now. Each
 * value that is computed is at most the true one, but it can be less than an earlier one. So a
 * reader gets the highest value so far, which never goes down. When nothing moves, the
 * computed value is the true one.
 */
static u64 twstat_transition_highest(struct twstat_net *tn,
				     enum twstat_highest which, s64 now)
{
	s64 highest = atomic64_read(&tn->highest[which]);

	while (now > highest)
		if (atomic64_try_cmpxchg(&tn->highest[which], &highest, now))
			return now;
	return highest;
}

/*
 * Request sockets created: those removed plus those that exist.
 *
 * None is in both. One that a full socket has replaced has left the hash table before it is
 * counted as removed. One that is dropped is counted first; the walk leaves it out. One that is
 * removed after the counters were read may be in neither: the value is too low then.
 */
static u64 twstat_transition_half_open(struct twstat_net *tn)
{
	u64 created = twstat_transition_sum(tn, TCP_NEW_SYN_RECV, TCP_SYN_RECV) +
		      twstat_transition_sum(tn, TCP_NEW_SYN_RECV, TCP_CLOSE);

	smp_rmb();	/* what is counted above has been noted as removed */
	if (twstat_hook_is_on(TWSTAT_HOOK_REQUEST_END))
		created += twstat_requests_waiting(tn->net,
						   twstat_half_open_is_gone);
	return twstat_transition_highest(tn, TWSTAT_HIGHEST_HALF_OPEN, created);
}

/*
 * Sockets that closed, without those that became mini-sockets. A birth is counted before the
 * full socket closes, and the kernel takes locks in between. So if the closes are read first,
 * each birth among them is subtracted; a later one may be, too.
 */
static u64 twstat_transition_closed(struct twstat_net *tn, int from,
				    enum twstat_highest which)
{
	u64 closed = twstat_transition_sum(tn, from, TCP_CLOSE), births;

	smp_rmb();	/* pairs with the locks of inet_twsk_hashdance() */
	if (from == TCP_CLOSING)
		births = twstat_counted(tn, TWSTAT_ENTER_SIMULTANEOUS);
	else
		births = twstat_counted(tn, TWSTAT_ENTER_CLOSE) +
			 twstat_counted(tn, TWSTAT_ENTER_FIN_WAIT2);
	return twstat_transition_highest(tn, which, closed - births);
}

/*
 * Sockets that a listener created without a request socket, by Fast Open or a SYN cookie: all
 * that it created, less those that replaced a request socket.
 *
 * A new socket is counted first, and as a replacement a moment later, in the same RCU read-side
 * section, that of the segment. So if the difference may include such a socket, wait until these
 * sections have ended, and read the replacements again. The wait is only needed when the
 * difference is larger than ever before.
 */
static u64 twstat_transition_without_request(struct twstat_net *tn)
{
	u64 created = twstat_transition_sum(tn, TCP_LISTEN, TCP_SYN_RECV) +
		      twstat_transition_sum(tn, TCP_CLOSE, TCP_SYN_RECV);
	s64 without;

	smp_rmb();	/* read the replacements last */
	without = created - twstat_transition_sum(tn, TCP_NEW_SYN_RECV, TCP_SYN_RECV);
	if (without > atomic64_read(&tn->highest[TWSTAT_HIGHEST_NO_REQUEST])) {
		synchronize_rcu();
		without = created - twstat_transition_sum(tn, TCP_NEW_SYN_RECV,
							  TCP_SYN_RECV);
	}
	return twstat_transition_highest(tn, TWSTAT_HIGHEST_NO_REQUEST, without);
}

/**
 * twstat_transition_read() - read how often a transition happened
 * @tn: the namespace
 * @from: the state before
 * @to: the state after
 *
 * The tracepoint reports that the full socket closes when a mini-socket replaces it. And a
 * socket that a listener creates begins as a copy of the listener, so the tracepoint reports a
 * transition from LISTEN. But the listener stays in LISTEN. The new socket replaces a request
 * socket; or, with Fast Open or a SYN cookie, it is counted from CLOSE, like every new socket.
 *
 * Context: process, may sleep.
 * Return: the count since the module was loaded or the namespace was created. It is exact when
 *	nothing moves, and else may be too low; it never goes down.
 */
u64 twstat_transition_read(struct twstat_net *tn, int from, int to)
{
	if (!twstat_states_ever)
		return 0;
	switch (TWSTAT_MOVE(from, to)) {
	case TWSTAT_MOVE(TCP_LISTEN, TCP_SYN_RECV):
		return 0;
	case TWSTAT_MOVE(TCP_CLOSE, TCP_SYN_RECV):
		return twstat_transition_without_request(tn);
	case TWSTAT_MOVE(TCP_CLOSE, TCP_NEW_SYN_RECV):
		return twstat_transition_half_open(tn);
	case TWSTAT_MOVE(TCP_FIN_WAIT2, TCP_CLOSE):
		return twstat_transition_closed(tn, from, TWSTAT_HIGHEST_FIN_WAIT2);
	case TWSTAT_MOVE(TCP_CLOSING, TCP_CLOSE):
		return twstat_transition_closed(tn, from, TWSTAT_HIGHEST_CLOSING);
	case TWSTAT_MOVE(TCP_FIN_WAIT2, TCP_TIME_WAIT):
		return twstat_transition_sum(tn, from, to) +
		       twstat_counted(tn, TWSTAT_ENTER_CLOSE);
	case TWSTAT_MOVE(TCP_CLOSING, TCP_TIME_WAIT):
		return twstat_counted(tn, TWSTAT_ENTER_SIMULTANEOUS);
	default:
		return twstat_transition_sum(tn, from, to);
	}
}
