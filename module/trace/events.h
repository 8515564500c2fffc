/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The trace events. A field that shows a counter's name identifies that counter, and the event
 * occurs when the counter moves; the value 0 means no counter.
 *
 * Addresses and ports have the format of the kernel's own events for sockets, such as
 * sock:inet_sock_set_state. Times in ms are measured in jiffies, as in the histograms.
 *
 * A program that is attached to an event (perf, BPF) runs inside the event, for any time. So
 * no event occurs while a lock of this module is held: the program could deadlock on the lock,
 * and other CPUs would wait for it. What an event reports is recorded under the lock and
 * reported after unlock, before the hooked function continues. So the socket still exists; if
 * not, its addresses have been copied.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM twstat

#if !defined(_TWSTAT_TRACE_EVENTS_H) || defined(TRACE_HEADER_MULTI_READ)
#define _TWSTAT_TRACE_EVENTS_H

#include <linux/socket.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <net/tcp_states.h>

#include "tables/counters.h"
#include "trace/tuple.h"

/* A format string in tracefs names these constants; tools need their values. */
TRACE_DEFINE_ENUM(TCP_TIME_WAIT);
TRACE_DEFINE_ENUM(TCP_FIN_WAIT2);
TRACE_DEFINE_ENUM(TWSTAT_ENTER_CLOSE);
TRACE_DEFINE_ENUM(TWSTAT_ENTER_SIMULTANEOUS);
TRACE_DEFINE_ENUM(TWSTAT_ENTER_FIN_WAIT2);
TRACE_DEFINE_ENUM(TWSTAT_PROMOTE_FIN_WAIT2);
TRACE_DEFINE_ENUM(TWSTAT_ROLE_ACTIVE_OPEN);
TRACE_DEFINE_ENUM(TWSTAT_ROLE_PASSIVE_OPEN);
TRACE_DEFINE_ENUM(TWSTAT_EXIT_EXPIRED);
TRACE_DEFINE_ENUM(TWSTAT_EXIT_FIN_WAIT2_EXPIRED);
TRACE_DEFINE_ENUM(TWSTAT_EXIT_REUSED);
TRACE_DEFINE_ENUM(TWSTAT_EXIT_TAKEN_OVER);
TRACE_DEFINE_ENUM(TWSTAT_EXIT_REOPENED);
TRACE_DEFINE_ENUM(TWSTAT_EXIT_RST);
TRACE_DEFINE_ENUM(TWSTAT_EXIT_RESET);
TRACE_DEFINE_ENUM(TWSTAT_EXIT_DESTROYED);
TRACE_DEFINE_ENUM(TWSTAT_EXIT_OTHER);
TRACE_DEFINE_ENUM(TWSTAT_EXIT_PURGED);
TRACE_DEFINE_ENUM(TWSTAT_SEG_FIN);
TRACE_DEFINE_ENUM(TWSTAT_SEG_OLD_DATA);
TRACE_DEFINE_ENUM(TWSTAT_SEG_OLD_ACK);
TRACE_DEFINE_ENUM(TWSTAT_SEG_SYN_REFUSED);
TRACE_DEFINE_ENUM(TWSTAT_SEG_PAWS);
TRACE_DEFINE_ENUM(TWSTAT_SEG_RST_IGNORED);
TRACE_DEFINE_ENUM(TWSTAT_SEG_OTHER);
TRACE_DEFINE_ENUM(TWSTAT_ACK_SENT);
TRACE_DEFINE_ENUM(TWSTAT_ACK_LIMITED);
TRACE_DEFINE_ENUM(TWSTAT_REUSE_GRANTED);
TRACE_DEFINE_ENUM(TWSTAT_REUSE_TAKEOVER);
TRACE_DEFINE_ENUM(TWSTAT_REUSE_OFF);
TRACE_DEFINE_ENUM(TWSTAT_REUSE_NOT_LOOPBACK);
TRACE_DEFINE_ENUM(TWSTAT_REUSE_FIN_WAIT2);
TRACE_DEFINE_ENUM(TWSTAT_REUSE_NO_TIMESTAMP);
TRACE_DEFINE_ENUM(TWSTAT_REUSE_TOO_YOUNG);
TRACE_DEFINE_ENUM(TWSTAT_REUSE_LOST);
TRACE_DEFINE_ENUM(TWSTAT_CONNECT_EXHAUSTED);
TRACE_DEFINE_ENUM(TWSTAT_CONNECT_TUPLE_BUSY);
TRACE_DEFINE_ENUM(TWSTAT_CONNECT_NOMEM);

/* The fields that all events have. */
#define TWSTAT_STRUCT__entry(fields...)					\
	TP_STRUCT__entry(						\
		__field(const struct sock_common *, skaddr)		\
		__field(__u32, netns)					\
		__field(__u16, family)					\
		__field(__u16, sport)					\
		__field(__u16, dport)					\
		__array(__u8, saddr, 4)					\
		__array(__u8, daddr, 4)					\
		__array(__u8, saddr_v6, 16)				\
		__array(__u8, daddr_v6, 16)				\
		fields							\
	)

#define TWSTAT_fast_assign(assign...)					\
	TP_fast_assign(							\
		__entry->skaddr = tuple->skaddr;			\
		__entry->netns = tuple->netns;				\
		__entry->family = tuple->family;			\
		__entry->sport = tuple->sport;				\
		__entry->dport = tuple->dport;				\
		memcpy(__entry->saddr, &tuple->saddr, 4);		\
		memcpy(__entry->daddr, &tuple->daddr, 4);		\
		memcpy(__entry->saddr_v6, &tuple->saddr_v6, 16);	\
		memcpy(__entry->daddr_v6, &tuple->daddr_v6, 16);	\
		assign							\
	)

#define TWSTAT_FORMAT							\
	"netns=%u family=%s sport=%u dport=%u saddr=%pI4 daddr=%pI4 saddrv6=%pI6c daddrv6=%pI6c "

#define TWSTAT_printk(format, values...)				\
	TP_printk(TWSTAT_FORMAT format, __entry->netns,			\
		  __print_symbolic(__entry->family,			\
				   { AF_INET, "AF_INET" },		\
				   { AF_INET6, "AF_INET6" }),		\
		  __entry->sport, __entry->dport,			\
		  __entry->saddr, __entry->daddr,			\
		  __entry->saddr_v6, __entry->daddr_v6, values)

/* A mini-socket replaces a full socket, or goes from FIN_WAIT2 to TIME_WAIT. */
TRACE_EVENT(enter,
	    TP_PROTO(const struct twstat_tuple *tuple, enum twstat_counter how,
		     int state, enum twstat_counter role, int timeout),
	    TP_ARGS(tuple, how, state, role, timeout),
	    TWSTAT_STRUCT__entry(__field(int, how)
				 __field(int, state)
				 __field(int, role)
				 __field(int, timeout_ms)),
	    TWSTAT_fast_assign(__entry->how = how;
			       __entry->state = state;
			       __entry->role = role;
			       __entry->timeout_ms = jiffies_to_msecs(timeout);),
	    TWSTAT_printk("how=%s state=%s role=%s timeout_ms=%d",
			  __print_symbolic(__entry->how,
					   { TWSTAT_ENTER_CLOSE, "EnterClose" },
					   { TWSTAT_ENTER_SIMULTANEOUS, "EnterSimultaneous" },
					   { TWSTAT_ENTER_FIN_WAIT2, "EnterFinWait2" },
					   { TWSTAT_PROMOTE_FIN_WAIT2, "PromoteFinWait2" }),
			  __print_symbolic(__entry->state,
					   { TCP_TIME_WAIT, "TIME_WAIT" },
					   { TCP_FIN_WAIT2, "FIN_WAIT2" }),
			  __print_symbolic(__entry->role,
					   { TWSTAT_ROLE_ACTIVE_OPEN, "RoleActiveOpen" },
					   { TWSTAT_ROLE_PASSIVE_OPEN, "RolePassiveOpen" },
					   { 0, "-" }),
			  __entry->timeout_ms));

/* A mini-socket ends. A lifetime of -1 means unknown. */
TRACE_EVENT(exit,
	    TP_PROTO(const struct twstat_tuple *tuple, enum twstat_counter cause,
		     int state, int lifetime, int left),
	    TP_ARGS(tuple, cause, state, lifetime, left),
	    TWSTAT_STRUCT__entry(__field(int, cause)
				 __field(int, state)
				 __field(int, lifetime_ms)
				 __field(int, left_ms)),
	    TWSTAT_fast_assign(__entry->cause = cause;
			       __entry->state = state;
			       __entry->lifetime_ms = lifetime < 0 ? -1 :
					     jiffies_to_msecs(lifetime);
			       __entry->left_ms = jiffies_to_msecs(left);),
	    TWSTAT_printk("cause=%s state=%s lifetime_ms=%d left_ms=%d",
			  __print_symbolic(__entry->cause,
					   { TWSTAT_EXIT_EXPIRED, "ExitExpired" },
					   { TWSTAT_EXIT_FIN_WAIT2_EXPIRED, "ExitFinWait2Expired" },
					   { TWSTAT_EXIT_REUSED, "ExitReused" },
					   { TWSTAT_EXIT_TAKEN_OVER, "ExitTakenOver" },
					   { TWSTAT_EXIT_REOPENED, "ExitReopened" },
					   { TWSTAT_EXIT_RST, "ExitRst" },
					   { TWSTAT_EXIT_RESET, "ExitReset" },
					   { TWSTAT_EXIT_DESTROYED, "ExitDestroyed" },
					   { TWSTAT_EXIT_OTHER, "ExitOther" },
					   { TWSTAT_EXIT_PURGED, "ExitPurged" }),
			  __print_symbolic(__entry->state,
					   { TCP_TIME_WAIT, "TIME_WAIT" },
					   { TCP_FIN_WAIT2, "FIN_WAIT2" }),
			  __entry->lifetime_ms, __entry->left_ms));

/* The timer of a socket in TIME_WAIT is restarted. */
TRACE_EVENT(extend,
	    TP_PROTO(const struct twstat_tuple *tuple, int left, int timeout),
	    TP_ARGS(tuple, left, timeout),
	    TWSTAT_STRUCT__entry(__field(int, left_ms)
				 __field(int, timeout_ms)),
	    TWSTAT_fast_assign(__entry->left_ms = jiffies_to_msecs(left);
			       __entry->timeout_ms = jiffies_to_msecs(timeout);),
	    TWSTAT_printk("left_ms=%d timeout_ms=%d",
			  __entry->left_ms, __entry->timeout_ms));

/* A segment arrived for a mini-socket and has neither ended nor promoted it so far. */
TRACE_EVENT(segment,
	    TP_PROTO(const struct twstat_tuple *tuple, enum twstat_counter kind,
		     enum twstat_counter answer, u32 bytes),
	    TP_ARGS(tuple, kind, answer, bytes),
	    TWSTAT_STRUCT__entry(__field(int, kind)
				 __field(int, answer)
				 __field(__u32, bytes)),
	    TWSTAT_fast_assign(__entry->kind = kind;
			       __entry->answer = answer;
			       __entry->bytes = bytes;),
	    TWSTAT_printk("kind=%s answer=%s bytes=%u",
			  __print_symbolic(__entry->kind,
					   { TWSTAT_SEG_FIN, "SegFin" },
					   { TWSTAT_SEG_OLD_DATA, "SegOldData" },
					   { TWSTAT_SEG_OLD_ACK, "SegOldAck" },
					   { TWSTAT_SEG_SYN_REFUSED, "SegSynRefused" },
					   { TWSTAT_SEG_PAWS, "SegPaws" },
					   { TWSTAT_SEG_RST_IGNORED, "SegRstIgnored" },
					   { TWSTAT_SEG_OTHER, "SegOther" },
					   { 0, "Syn" }),
			  __print_symbolic(__entry->answer,
					   { TWSTAT_ACK_SENT, "AckSent" },
					   { TWSTAT_ACK_LIMITED, "AckLimited" },
					   { 0, "-" }),
			  __entry->bytes));

/* A connect() may reuse a port in TIME_WAIT; or was refused the ports of @times sockets. */
TRACE_EVENT(reuse,
	    TP_PROTO(const struct twstat_tuple *tuple, enum twstat_counter result,
		     u32 times),
	    TP_ARGS(tuple, result, times),
	    TWSTAT_STRUCT__entry(__field(int, result)
				 __field(__u32, times)),
	    TWSTAT_fast_assign(__entry->result = result;
			       __entry->times = times;),
	    TWSTAT_printk("result=%s times=%u",
			  __print_symbolic(__entry->result,
					   { TWSTAT_REUSE_GRANTED, "ReuseGranted" },
					   { TWSTAT_REUSE_TAKEOVER, "ReuseTakeover" },
					   { TWSTAT_REUSE_OFF, "ReuseOff" },
					   { TWSTAT_REUSE_NOT_LOOPBACK, "ReuseNotLoopback" },
					   { TWSTAT_REUSE_FIN_WAIT2, "ReuseFinWait2" },
					   { TWSTAT_REUSE_NO_TIMESTAMP, "ReuseNoTimestamp" },
					   { TWSTAT_REUSE_TOO_YOUNG, "ReuseTooYoung" },
					   { TWSTAT_REUSE_LOST, "ReuseLost" }),
			  __entry->times));

/* A connect() has found no port. A search time of -1 means unknown. */
TRACE_EVENT(connect_failed,
	    TP_PROTO(const struct twstat_tuple *tuple, enum twstat_counter why,
		     s64 took),
	    TP_ARGS(tuple, why, took),
	    TWSTAT_STRUCT__entry(__field(int, why)
				 __field(__s64, search_us)),
	    TWSTAT_fast_assign(__entry->why = why;
			       __entry->search_us = took < 0 ? -1 : took / NSEC_PER_USEC;),
	    TWSTAT_printk("why=%s search_us=%lld",
			  __print_symbolic(__entry->why,
					   { TWSTAT_CONNECT_EXHAUSTED, "ConnectExhausted" },
					   { TWSTAT_CONNECT_TUPLE_BUSY, "ConnectTupleBusy" },
					   { TWSTAT_CONNECT_NOMEM, "ConnectNomem" }),
			  __entry->search_us));

/* A connect() without a bound port has found none: the numbers of its destination. */
TRACE_EVENT(destination_exhausted,
	    TP_PROTO(const struct twstat_tuple *tuple, u32 usable, u32 time_wait,
		     u32 fin_wait2, u32 live, u64 exhausted, u32 device),
	    TP_ARGS(tuple, usable, time_wait, fin_wait2, live, exhausted, device),
	    TWSTAT_STRUCT__entry(__field(__u32, usable)
				 __field(__u32, time_wait)
				 __field(__u32, fin_wait2)
				 __field(__u32, live)
				 __field(__u64, exhausted)
				 __field(__u32, device)),
	    TWSTAT_fast_assign(__entry->usable = usable;
			       __entry->time_wait = time_wait;
			       __entry->fin_wait2 = fin_wait2;
			       __entry->live = live;
			       __entry->exhausted = exhausted;
			       __entry->device = device;),
	    TWSTAT_printk("device=%u usable=%u time_wait=%u fin_wait2=%u live=%u exhausted=%llu",
			  __entry->device, __entry->usable, __entry->time_wait,
			  __entry->fin_wait2, __entry->live, __entry->exhausted));

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH trace
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE events
#include <trace/define_trace.h>
