// SPDX-License-Identifier: GPL-2.0
/*
 * Collects the fields of trace events, and triggers the events. Callers check first whether the
 * event is enabled.
 */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <net/inet_timewait_sock.h>

#include "tables/endpoints.h"
#include "tables/endpoints_walk.h"
#include "tcp/port_range.h"
#define CREATE_TRACE_POINTS
#include "trace/report.h"

/**
 * twstat_trace_enter() - report that a mini-socket is about to replace a full socket
 * @tw: the mini-socket
 * @how: one of TWSTAT_ENTER_*
 * @accepted: whether the socket was accepted
 * @expires: when the timer will fire, in jiffies
 */
void twstat_trace_enter(const struct inet_timewait_sock *tw,
			enum twstat_counter how, bool accepted, u32 expires)
{
	struct twstat_tuple tuple;

	twstat_tuple_of(&tuple, &tw->__tw_common);
	trace_enter(&tuple, how, tw->tw_substate,
		    accepted ? TWSTAT_ROLE_PASSIVE_OPEN :
		    TWSTAT_ROLE_ACTIVE_OPEN,
		    max((s32)(expires - (u32)jiffies), 0));
}

NOKPROBE_SYMBOL(twstat_trace_enter);

static void twstat_trace_promoted(const struct twstat_tuple *tuple, int timeout)
{
	trace_enter(tuple, TWSTAT_PROMOTE_FIN_WAIT2, TCP_TIME_WAIT, 0, timeout);
}

NOKPROBE_SYMBOL(twstat_trace_promoted);

/**
 * twstat_trace_restart() - report a promotion or extension of a mini-socket, if there was one
 * @tuple: the addresses of the mini-socket, which may be gone
 * @restart: what happened to its timer
 */
void twstat_trace_restart(const struct twstat_tuple *tuple,
			  const struct twstat_restart *restart)
{
	if (restart->promoted)
		twstat_trace_promoted(tuple, restart->timeout);
	if (restart->extended)
		trace_extend(tuple, restart->left, restart->timeout);
}

NOKPROBE_SYMBOL(twstat_trace_restart);

/**
 * twstat_trace_restart_of() - twstat_trace_restart() for a mini-socket that still exists
 * @tw: the mini-socket
 * @restart: what happened to its timer
 */
void twstat_trace_restart_of(const struct inet_timewait_sock *tw,
			     const struct twstat_restart *restart)
{
	struct twstat_tuple tuple;

	twstat_tuple_of(&tuple, &tw->__tw_common);
	twstat_trace_restart(&tuple, restart);
}

NOKPROBE_SYMBOL(twstat_trace_restart_of);

/**
 * twstat_trace_end() - report that a mini-socket is about to leave the hash tables
 * @tw: the mini-socket
 * @end: how it ended
 */
void twstat_trace_end(const struct inet_timewait_sock *tw,
		      const struct twstat_end *end)
{
	struct twstat_tuple tuple;

	if (!end->cause)
		return;
	twstat_tuple_of(&tuple, &tw->__tw_common);
	if (end->promoted)
		twstat_trace_promoted(&tuple, end->left);
	if (end->cause == TWSTAT_EXIT_REUSED)
		trace_reuse(&tuple, TWSTAT_REUSE_GRANTED, 1);
	else if (end->cause == TWSTAT_EXIT_TAKEN_OVER)
		trace_reuse(&tuple, TWSTAT_REUSE_TAKEOVER, 1);
	trace_exit(&tuple, end->cause, end->state, end->lifetime, end->left);
}

NOKPROBE_SYMBOL(twstat_trace_end);

/**
 * twstat_trace_reuse() - report that connect() may not reuse ports in TIME_WAIT
 * @sk: the mini-socket; or the connecting socket, for all refusals of its search at once
 * @result: one of TWSTAT_REUSE_*
 * @times: how many ports were refused; nothing is reported if 0
 */
void twstat_trace_reuse(const struct sock_common *sk, enum twstat_counter result,
			u32 times)
{
	struct twstat_tuple tuple;

	if (!times)
		return;
	twstat_tuple_of(&tuple, sk);
	trace_reuse(&tuple, result, times);
}

NOKPROBE_SYMBOL(twstat_trace_reuse);

/**
 * twstat_trace_connect_failed() - report a connect() that has found no port
 * @sk: its socket, with the addresses set
 * @why: TWSTAT_CONNECT_EXHAUSTED, TWSTAT_CONNECT_TUPLE_BUSY or TWSTAT_CONNECT_NOMEM
 * @took: the duration of the search in ns; -1 if unknown
 */
void twstat_trace_connect_failed(const struct sock *sk, enum twstat_counter why,
				 s64 took)
{
	struct twstat_tuple tuple;

	twstat_tuple_of(&tuple, &sk->__sk_common);
	trace_connect_failed(&tuple, why, took);
}

NOKPROBE_SYMBOL(twstat_trace_connect_failed);

/**
 * twstat_trace_exhausted() - report that a destination has no port left
 * @sk: the socket of a connect() that found no port
 * @to: its destination
 */
void twstat_trace_exhausted(const struct sock *sk,
			    const struct twstat_endpoint *to)
{
	struct twstat_endpoint_usage usage;
	struct twstat_tuple tuple;

	if (twstat_endpoint_is_nowhere(to))
		return;
	twstat_tuple_of(&tuple, &sk->__sk_common);
	twstat_endpoint_usage(to, &usage);
	trace_destination_exhausted(&tuple,
				    twstat_port_range_usable(sock_net(sk)),
				    usage.time_wait, usage.fin_wait2, usage.live,
				    twstat_endpoint_counted(to, TWSTAT_DST_EXHAUSTED),
				    to->address.device);
}

NOKPROBE_SYMBOL(twstat_trace_exhausted);
