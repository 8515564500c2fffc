/* SPDX-License-Identifier: GPL-2.0 */
/* The numbers: their names and what moves them. */
#ifndef _TWSTAT_TABLES_COUNTERS_H
#define _TWSTAT_TABLES_COUNTERS_H

#include <linux/types.h>

struct seq_file;

/**
 * enum twstat_counter - the counters, in the order of the columns of all outputs
 * @TWSTAT_ENTER_CLOSE: a full socket in FIN_WAIT2 got the peer's FIN (RFC 9293
 *	3.10.7.4); not: a FIN_WAIT2 mini-socket that gets it
 * @TWSTAT_ENTER_SIMULTANEOUS: CLOSING to TIME_WAIT: both had sent their FIN
 *	before they had the other's
 * @TWSTAT_ENTER_FIN_WAIT2: an orphan in FIN_WAIT2 became a mini-socket,
 *	tcp_time_wait(TCP_FIN_WAIT2)
 * @TWSTAT_PROMOTE_FIN_WAIT2: such a mini-socket got its FIN and is in TIME_WAIT
 *	now; moves it between the gauges, enters and ends nothing
 * @TWSTAT_ADOPTED: was there already when the module was loaded, in either
 *	sub-state
 * @TWSTAT_DENIED_LIMIT: no mini-socket, because the namespace has as many as
 *	tcp_max_tw_buckets
 * @TWSTAT_DENIED_NOMEM: no mini-socket, because there was no memory for it
 * @TWSTAT_EXIT_EXPIRED: the timer ended a socket in TIME_WAIT
 * @TWSTAT_EXIT_FIN_WAIT2_EXPIRED: the timer ended a FIN_WAIT2 mini-socket
 * @TWSTAT_EXIT_REUSED: connect() took its tuple, with a port that the kernel chose
 *	(tcp_tw_reuse)
 * @TWSTAT_EXIT_TAKEN_OVER: connect() took its tuple, with a port that the caller
 *	had bound
 * @TWSTAT_EXIT_REOPENED: a SYN of the peer was accepted on its tuple (RFC 9293
 *	3.10.7.4, RFC 6191)
 * @TWSTAT_EXIT_RST: the peer's RST ended it (RFC 1337)
 * @TWSTAT_EXIT_RESET: we answered with an RST: data after our close, or a SYN in
 *	the window, both in FIN_WAIT2 only
 * @TWSTAT_EXIT_DESTROYED: a process ended it: tcp_abort(), as ss -K asks for
 * @TWSTAT_EXIT_OTHER: an end of which none of these could be told
 * @TWSTAT_EXIT_PURGED: its namespace went away with it. Of the whole machine, and
 *	told in its first namespace only; those sockets entered elsewhere, so it
 *	has no place in the sum of what came and went
 * @TWSTAT_EXTENDED: the timer of a socket in TIME_WAIT was started again; not:
 *	its first start, which includes a promotion
 * @TWSTAT_ROLE_ACTIVE_OPEN: of those that entered: this side had called connect()
 * @TWSTAT_ROLE_PASSIVE_OPEN: of those that entered: this side had been accepted
 * @TWSTAT_SEG_FIN: a FIN came once more, and no other rule for segments below or
 *	above applied
 * @TWSTAT_SEG_OLD_DATA: data of the old connection came, without a FIN
 * @TWSTAT_SEG_OLD_DATA_BYTES: how much data that was
 * @TWSTAT_SEG_OLD_ACK: an ACK without data or FIN came
 * @TWSTAT_SEG_SYN_REFUSED: a SYN came that could not reopen the tuple: too old, or
 *	nobody listens
 * @TWSTAT_SEG_PAWS: what came had an old timestamp (RFC 7323 5.2), neither RST
 *	nor SYN
 * @TWSTAT_SEG_RST_IGNORED: an RST came and did nothing: out of place, or
 *	net.ipv4.tcp_rfc1337 is 1
 * @TWSTAT_SEG_OTHER: none of these
 * @TWSTAT_ACK_SENT: a segment was answered with an ACK
 * @TWSTAT_ACK_LIMITED: that ACK was held back by net.ipv4.tcp_invalid_ratelimit
 * @TWSTAT_REUSE_GRANTED: tcp_twsk_unique() let a connect() that looked for a port have
 *	the tuple of a socket in TIME_WAIT: TWSTAT_EXIT_REUSED
 * @TWSTAT_REUSE_TAKEOVER: or one whose port was bound: TWSTAT_EXIT_TAKEN_OVER
 * @TWSTAT_REUSE_OFF: it did not: net.ipv4.tcp_tw_reuse is 0. This and those below: of
 *	searches that failed, unless each decision is looked at (reuse_exact)
 * @TWSTAT_REUSE_NOT_LOOPBACK: tcp_tw_reuse is 2, and neither address is of the loopback
 * @TWSTAT_REUSE_FIN_WAIT2: the socket is in FIN_WAIT2
 * @TWSTAT_REUSE_NO_TIMESTAMP: its connection had no timestamps (RFC 7323)
 * @TWSTAT_REUSE_TOO_YOUNG: the peer's last timestamp is of this second
 *	(tcp_tw_reuse_delay, where a kernel has it)
 * @TWSTAT_REUSE_LOST: it was on its way out. Only told if each decision is looked at
 * @TWSTAT_CONNECT_AUTO: connect() looked for a local port, any
 * @TWSTAT_CONNECT_BOUND: connect() had one, and looked whether its tuple is free
 * @TWSTAT_CONNECT_SECOND_HALF: connect() found a port that is an odd number above the
 *	lowest one of ip_local_port_range: there was none among the others, which
 *	are tried before (__inet_hash_connect). Not: a socket with IP_LOCAL_PORT_RANGE,
 *	a namespace with ip_local_port_step_width
 * @TWSTAT_CONNECT_EXHAUSTED: connect() found none, EADDRNOTAVAIL
 * @TWSTAT_CONNECT_TUPLE_BUSY: connect() with a port that was bound failed, because the
 *	tuple is taken, EADDRNOTAVAIL
 * @TWSTAT_CONNECT_NOMEM: connect() failed for want of memory, ENOMEM. If nobody looks at
 *	the result (connect_result), it is one of the two before
 * @TWSTAT_BIND_AUTO: bind() to port 0 looked for one, or a listen() without bind()
 * @TWSTAT_BIND_AUTO_FAILED: and failed, for want of one or of memory: EADDRINUSE
 * @TWSTAT_BIND_IN_TIME_WAIT: bind() to a given port failed, and all sockets that were
 *	in its way are mini-sockets (inet_csk_bind_conflict)
 * @TWSTAT_CLOSE_RST_LINGER: we ended a connection by an RST: close() with SO_LINGER
 *	at 0, nothing left unread
 * @TWSTAT_CLOSE_RST_UNREAD: close() with data that nobody has read (RFC 2525 2.17)
 * @TWSTAT_CLOSE_RST_OTHER: anything else that does so: ss -K, keepalive, want of
 *	memory, a listener that closes before accept(), connect() to AF_UNSPEC
 * @TWSTAT_CLOSE_ACTIVE: a connection was closed by this side first: we sent a FIN
 *	before one came
 * @TWSTAT_CLOSE_PASSIVE: by the peer: its FIN came first
 * @TWSTAT_CLOSE_BOTH: by both: the FINs crossed
 * @TWSTAT_CLOSE_ABORTED: without a FIN: an RST or an error in ESTABLISHED
 * @TWSTAT_PROBE_MISSED: a hooked function ran without its handler, so that any
 *	other number may be short by as many; of the whole machine, and so the
 *	same in every namespace
 * @TWSTAT_TRACK_FAILED: a birth without a free entry; neither that socket nor
 *	its end is in any other counter or gauge, but in the next one. Or a
 *	connect() that could not be followed, of which no more than ConnectAuto
 *	and ConnectBound is told; or a bind() that failed. Or there was no memory
 *	for a destination or service
 * @TWSTAT_TRACK_UNKNOWN: an end of a socket whose birth is not known, because
 *	that was one of the two before
 * @TWSTAT_DESTINATION_EVICTED: a destination's numbers had to make room for another
 *	one's, in that namespace
 * @TWSTAT_SERVICE_EVICTED: a service's numbers had to
 * @TWSTAT_EVENT_LOST: a notification that somebody listens for could not be made for want
 *	of memory; or no listener had room for it, or one had not that wants to know
 *	(NETLINK_BROADCAST_ERROR). Not: one of several had not, which netlink tells that one
 * @TWSTAT_COUNTERS: how many there are
 *
 * A segment is in exactly one of Seg*, unless it ended the socket or promoted it.
 */
enum twstat_counter {
	TWSTAT_ENTER_CLOSE,
	TWSTAT_ENTER_SIMULTANEOUS,
	TWSTAT_ENTER_FIN_WAIT2,
	TWSTAT_PROMOTE_FIN_WAIT2,
	TWSTAT_ADOPTED,
	TWSTAT_DENIED_LIMIT,
	TWSTAT_DENIED_NOMEM,
	TWSTAT_EXIT_EXPIRED,
	TWSTAT_EXIT_FIN_WAIT2_EXPIRED,
	TWSTAT_EXIT_REUSED,
	TWSTAT_EXIT_TAKEN_OVER,
	TWSTAT_EXIT_REOPENED,
	TWSTAT_EXIT_RST,
	TWSTAT_EXIT_RESET,
	TWSTAT_EXIT_DESTROYED,
	TWSTAT_EXIT_OTHER,
	TWSTAT_EXIT_PURGED,
	TWSTAT_EXTENDED,
	TWSTAT_ROLE_ACTIVE_OPEN,
	TWSTAT_ROLE_PASSIVE_OPEN,
	TWSTAT_SEG_FIN,
	TWSTAT_SEG_OLD_DATA,
	TWSTAT_SEG_OLD_DATA_BYTES,
	TWSTAT_SEG_OLD_ACK,
	TWSTAT_SEG_SYN_REFUSED,
	TWSTAT_SEG_PAWS,
	TWSTAT_SEG_RST_IGNORED,
	TWSTAT_SEG_OTHER,
	TWSTAT_ACK_SENT,
	TWSTAT_ACK_LIMITED,
	TWSTAT_REUSE_GRANTED,
	TWSTAT_REUSE_TAKEOVER,
	TWSTAT_REUSE_OFF,
	TWSTAT_REUSE_NOT_LOOPBACK,
	TWSTAT_REUSE_FIN_WAIT2,
	TWSTAT_REUSE_NO_TIMESTAMP,
	TWSTAT_REUSE_TOO_YOUNG,
	TWSTAT_REUSE_LOST,
	TWSTAT_CONNECT_AUTO,
	TWSTAT_CONNECT_BOUND,
	TWSTAT_CONNECT_SECOND_HALF,
	TWSTAT_CONNECT_EXHAUSTED,
	TWSTAT_CONNECT_TUPLE_BUSY,
	TWSTAT_CONNECT_NOMEM,
	TWSTAT_BIND_AUTO,
	TWSTAT_BIND_AUTO_FAILED,
	TWSTAT_BIND_IN_TIME_WAIT,
	TWSTAT_CLOSE_RST_LINGER,
	TWSTAT_CLOSE_RST_UNREAD,
	TWSTAT_CLOSE_RST_OTHER,
	TWSTAT_CLOSE_ACTIVE,
	TWSTAT_CLOSE_PASSIVE,
	TWSTAT_CLOSE_BOTH,
	TWSTAT_CLOSE_ABORTED,
	TWSTAT_PROBE_MISSED,
	TWSTAT_TRACK_FAILED,
	TWSTAT_TRACK_UNKNOWN,
	TWSTAT_DESTINATION_EVICTED,
	TWSTAT_SERVICE_EVICTED,
	TWSTAT_EVENT_LOST,
	TWSTAT_COUNTERS
};

const char *twstat_counter_name(enum twstat_counter counter);
bool twstat_counter_in_lnstat(enum twstat_counter counter);
void twstat_counter_seq_snake(struct seq_file *seq,
			      enum twstat_counter counter);

#endif
