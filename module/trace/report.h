/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What handlers tell by trace events. They call these without a lock, and if an event is
 * off, there is nothing to it but a jump that is patched out.
 */
#ifndef _TWSTAT_TRACE_REPORT_H
#define _TWSTAT_TRACE_REPORT_H

#include "trace/events.h"

struct inet_timewait_sock;
struct sock;
struct twstat_endpoint;

/**
 * struct twstat_restart - what happened to the timer of a mini-socket
 * @promoted: it is that of TIME_WAIT now: PromoteFinWait2
 * @extended: it was started again: Extended
 * @left: how much of its time was left, in jiffies; only with @extended
 * @timeout: how much it has now
 *
 * It is noted under the lock of the socket's entry, and told after that.
 */
struct twstat_restart {
	bool promoted;
	bool extended;
	int left;
	int timeout;
};

/**
 * struct twstat_end - how a mini-socket ended
 * @cause: one of Exit*; 0 if that was not counted
 * @promoted: it had become one in TIME_WAIT, as is noticed only now
 * @state: TCP_TIME_WAIT or TCP_FIN_WAIT2
 * @lifetime: how long it was in that, in jiffies; -1 if that is not known
 * @left: how much of its time was left
 *
 * It is noted under the lock of the socket's entry, and told after that.
 */
struct twstat_end {
	enum twstat_counter cause;
	bool promoted;
	int state;
	int lifetime;
	int left;
};

/**
 * twstat_traces_restarts() - does anybody listen?
 *
 * Return: whether twstat_trace_restart() would tell anything.
 */
static __always_inline bool twstat_traces_restarts(void)
{
	return trace_extend_enabled() || trace_enter_enabled();
}

/**
 * twstat_traces_segments() - does anybody listen?
 *
 * Return: whether a segment may be worth telling of, or what comes of it.
 */
static __always_inline bool twstat_traces_segments(void)
{
	return trace_segment_enabled() || twstat_traces_restarts();
}

/**
 * twstat_traces_ends() - does anybody listen?
 *
 * Return: whether twstat_trace_end() would tell anything.
 */
static __always_inline bool twstat_traces_ends(void)
{
	return trace_exit_enabled() || trace_reuse_enabled() ||
	       trace_enter_enabled();
}

void twstat_trace_enter(const struct inet_timewait_sock *tw,
			enum twstat_counter how, bool accepted, u32 expires);
void twstat_trace_restart(const struct twstat_tuple *tuple,
			  const struct twstat_restart *restart);
void twstat_trace_restart_of(const struct inet_timewait_sock *tw,
			     const struct twstat_restart *restart);
void twstat_trace_end(const struct inet_timewait_sock *tw,
		      const struct twstat_end *end);
void twstat_trace_reuse(const struct sock_common *sk, enum twstat_counter result,
			u32 times);
void twstat_trace_connect_failed(const struct sock *sk, enum twstat_counter why,
				 s64 took);
void twstat_trace_exhausted(const struct sock *sk,
			    const struct twstat_endpoint *to);

#endif
