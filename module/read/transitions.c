// SPDX-License-Identifier: GPL-2.0
/*
 * Reads how often each transition of the state machine (RFC 9293) happened.
 *
 * When a socket enters TIME_WAIT, or continues in FIN_WAIT2 as a mini-socket, the kernel's
 * tracepoint reports a close, because the full socket closes. The group life counts what the
 * mini-socket does after that. This file adds up both, so that for each state the transitions
 * into it less those out of it are the sockets in it.
 */
#include <linux/cpumask.h>

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
	if (!twstat_states_ever)
		return 0;
	return READ_ONCE(per_cpu_ptr(tn->cpu,
				     cpu)->transition[TWSTAT_MOVE(from, to)]);
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
 * Request sockets created: those removed plus those that exist. A request socket that is
 * removed during this may be in neither.
 */
static u64 twstat_transition_half_open(const struct twstat_net *tn)
{
	u64 went;

	if (!twstat_hook_is_on(TWSTAT_HOOK_REQUEST_END))
		return 0;
	went = twstat_transition_sum(tn, TCP_NEW_SYN_RECV, TCP_SYN_RECV) +
	       twstat_transition_sum(tn, TCP_NEW_SYN_RECV, TCP_CLOSE);
	return went + twstat_requests_waiting(tn->net);
}

/* Transitions that no handler counts: births of mini-sockets and request sockets. */
static u64 twstat_transition_births(const struct twstat_net *tn, int from, int to)
{
	if (from == TCP_CLOSE && to == TCP_NEW_SYN_RECV)
		return twstat_transition_half_open(tn);
	if (from == TCP_FIN_WAIT2 && to == TCP_TIME_WAIT)
		return twstat_counted(tn, TWSTAT_ENTER_CLOSE);
	if (from == TCP_CLOSING && to == TCP_TIME_WAIT)
		return twstat_counted(tn, TWSTAT_ENTER_SIMULTANEOUS);
	return 0;
}

/* Transitions that the tracepoint reports as @from to @to, but that were in fact others. */
static u64 twstat_transition_elsewhere(const struct twstat_net *tn, int from, int to)
{
	if (from == TCP_FIN_WAIT2 && to == TCP_CLOSE)
		return twstat_counted(tn, TWSTAT_ENTER_CLOSE) +
		       twstat_counted(tn, TWSTAT_ENTER_FIN_WAIT2);
	if (from == TCP_CLOSING && to == TCP_CLOSE)
		return twstat_counted(tn, TWSTAT_ENTER_SIMULTANEOUS);
	if (from == TCP_CLOSE && to == TCP_SYN_RECV)
		return twstat_transition_sum(tn, TCP_NEW_SYN_RECV, TCP_SYN_RECV);
	return 0;
}

/**
 * twstat_transition_read() - read how often a transition happened
 * @tn: the namespace
 * @from: the state before
 * @to: the state after
 *
 * A socket that a listener creates begins as a copy of the listener, so the tracepoint
 * reports a transition from LISTEN. But the listener stays in LISTEN. The new socket replaces
 * a request socket; or, with Fast Open or a SYN cookie, it is counted from CLOSE, like every
 * new socket.
 *
 * Return: the count since the module was loaded or the namespace was created.
 */
u64 twstat_transition_read(const struct twstat_net *tn, int from, int to)
{
	u64 elsewhere, sum;

	if (!twstat_states_ever)
		return 0;
	elsewhere = twstat_transition_elsewhere(tn, from, to);
	sum = twstat_transition_sum(tn, from, to) +
	      twstat_transition_births(tn, from, to);

	if (to == TCP_SYN_RECV && from == TCP_LISTEN)
		return 0;
	if (to == TCP_SYN_RECV && from == TCP_CLOSE)
		sum += twstat_transition_sum(tn, TCP_LISTEN, TCP_SYN_RECV);

	/* The replacement is counted a moment before, so elsewhere can be the larger one. */
	return sum > elsewhere ? sum - elsewhere : 0;
}
