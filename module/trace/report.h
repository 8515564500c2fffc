/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The functions by which handlers report trace events, called without a lock. If an event is
 * off, its check costs a patched-out jump.
 */
#ifndef _TWSTAT_TRACE_REPORT_H
#define _TWSTAT_TRACE_REPORT_H

#include "trace/events.h"

struct inet_timewait_sock;
struct sock;
struct twstat_endpoint;

/**
 * struct twstat_restart - a promotion or extension of a mini-socket
 * @promoted: its timer is now that of TIME_WAIT (PromoteFinWait2)
 * @extended: its timer was restarted (Extended)
 * @left: how much time was left before the restart, in jiffies; only with @extended
 * @timeout: how much time is left now, in jiffies
 *
 * Filled in under the lock of the entry's bucket, reported after unlock.
 */
struct twstat_restart {
	bool promoted;
	bool extended;
	int left;
	int timeout;
};

/**
 * struct twstat_end - the end of a mini-socket
 * @cause: one of TWSTAT_EXIT_*; 0 if the end was not counted
 * @promoted: it went from FIN_WAIT2 to TIME_WAIT before, which was noticed only at its end
 * @state: TCP_TIME_WAIT or TCP_FIN_WAIT2
 * @lifetime: how long it was in @state, in jiffies; -1 if unknown
 * @left: how much time was left, in jiffies
 *
 * Filled in under the lock of the entry's bucket, reported after unlock.
 */
struct twstat_end {
	enum twstat_counter cause;
	bool promoted;
	int state;
	int lifetime;
	int left;
};

/**
 * twstat_trace_restarts_enabled() - check whether an event of twstat_trace_restart() is enabled
 *
 * Return: whether one is.
 */
static __always_inline bool twstat_trace_restarts_enabled(void)
{
	return trace_extend_enabled() || trace_enter_enabled();
}

/**
 * twstat_trace_segments_enabled() - check whether an event that a segment can cause is enabled
 *
 * Return: whether one is.
 */
static __always_inline bool twstat_trace_segments_enabled(void)
{
	return trace_segment_enabled() || twstat_trace_restarts_enabled();
}

/**
 * twstat_trace_ends_enabled() - check whether an event of twstat_trace_end() is enabled
 *
 * Return: whether one is.
 */
static __always_inline bool twstat_trace_ends_enabled(void)
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
