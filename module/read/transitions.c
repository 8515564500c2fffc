// SPDX-License-Identifier: GPL-2.0
/*
 * The state machine of RFC 9293: which transitions happened how often.
 *
 * The kernel's tracepoint shows a socket that enters TIME_WAIT, or goes on in
 * FIN_WAIT2 as a mini-socket, as one that closes: the full socket does. What
 * becomes of the mini-socket the group life tells. Both are added up here, so that
 * what came into a state less what left it is what is there.
 */
#include <linux/cpumask.h>

#include "read/transitions.h"
#include "tables/hook_state.h"
#include "tables/net.h"
#include "tables/switches.h"
#include "tcp/requests.h"

/* As ss and /proc/net/tcp number them. */
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
 * twstat_transition_state() - a state's name
 * @state: TWSTAT_BEFORE, or below TCP_MAX_STATES
 *
 * Return: the name as the kernel has it, without TCP_.
 */
const char *twstat_transition_state(int state)
{
	return twstat_transition_states[state];
}

/**
 * twstat_transition_read_cpu() - how often a transition happened on one CPU
 * @tn: the namespace
 * @from: from which state
 * @to: to which state
 * @cpu: a possible CPU
 *
 * Return: the count, for FIN_WAIT2 and CLOSING to CLOSE with those that really
 * became mini-sockets. 0 if the group is off: what the group life tells would be
 * some transitions without the others.
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
 * Request sockets that came: those that went, and those that are there. One that goes
 * meanwhile may be in neither.
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

/* What no transition is counted for: mini-sockets, but for a promotion, and requests. */
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

/* Of what the tracepoint says, how many went another way; told by other hooks. */
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
 * twstat_transition_read() - how often a transition happened
 * @tn: the namespace
 * @from: from which state
 * @to: to which state
 *
 * A socket that a listener makes is a copy of it at first, and so the tracepoint
 * says that it comes from LISTEN. But the listener stays. It takes the place of a
 * request socket, or it comes from nowhere, as all do that begin in CLOSE: by Fast
 * Open or a SYN cookie.
 *
 * Return: the count since the module was loaded or the namespace was made.
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

	/* What takes its place is there a moment before. */
	return sum > elsewhere ? sum - elsewhere : 0;
}
