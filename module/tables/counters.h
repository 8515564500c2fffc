/* SPDX-License-Identifier: GPL-2.0 */
/* The counters: what moves them, and their names. */
#ifndef _TWSTAT_TABLES_COUNTERS_H
#define _TWSTAT_TABLES_COUNTERS_H

#include <linux/types.h>

/**
 * enum twstat_counter - the counters, in the order of the columns of all outputs
 * @TWSTAT_ENTER_CLOSE: A socket in FIN_WAIT2 received the peer's FIN and entered
 *	TIME_WAIT: the normal active close (RFC 9293 3.10.7.4). Not counted: a
 *	FIN_WAIT2 mini-socket, see PromoteFinWait2.
 * @TWSTAT_ENTER_SIMULTANEOUS: A socket went from CLOSING to TIME_WAIT: both sides
 *	had sent a FIN before they received the other's.
 * @TWSTAT_ENTER_FIN_WAIT2: An orphan in FIN_WAIT2, a socket that no process holds,
 *	became a mini-socket: tcp_time_wait() with TCP_FIN_WAIT2.
 * @TWSTAT_PROMOTE_FIN_WAIT2: A FIN_WAIT2 mini-socket received the peer's FIN and is
 *	in TIME_WAIT now. It moves from one gauge to the other; it counts neither as
 *	an entry nor as an exit.
 * @TWSTAT_ADOPTED: A mini-socket, in TIME_WAIT or FIN_WAIT2, existed already when
 *	the module was loaded.
 * @TWSTAT_DENIED_LIMIT: A connection closed without TIME_WAIT, because the namespace
 *	had net.ipv4.tcp_max_tw_buckets mini-sockets.
 * @TWSTAT_DENIED_NOMEM: A connection closed without TIME_WAIT, because there was no
 *	memory for the mini-socket.
 * @TWSTAT_EXIT_EXPIRED: The timer ended a socket in TIME_WAIT, after 2MSL.
 * @TWSTAT_EXIT_FIN_WAIT2_EXPIRED: The timer ended a FIN_WAIT2 mini-socket
 *	(net.ipv4.tcp_fin_timeout): the peer's FIN did not come.
 * @TWSTAT_EXIT_REUSED: A connect() with an automatic port took over a socket in
 *	TIME_WAIT (net.ipv4.tcp_tw_reuse).
 * @TWSTAT_EXIT_TAKEN_OVER: A connect() from a port that the caller had bound took
 *	over a mini-socket.
 * @TWSTAT_EXIT_REOPENED: A new SYN from the peer was accepted on the tuple of a
 *	socket in TIME_WAIT (RFC 9293 3.10.7.4, RFC 6191).
 * @TWSTAT_EXIT_RST: An RST from the peer ended it: TIME_WAIT assassination (RFC
 *	1337).
 * @TWSTAT_EXIT_RESET: This side answered a segment with an RST, which ended a
 *	FIN_WAIT2 mini-socket: data after close(), or a SYN in the window. Not
 *	counted: TIME_WAIT, which never does so.
 * @TWSTAT_EXIT_DESTROYED: A process destroyed it: tcp_abort(), which ss -K calls.
 * @TWSTAT_EXIT_OTHER: It ended for an unknown reason: a case of none of the other
 *	Exit counters.
 * @TWSTAT_EXIT_PURGED: Its network namespace was deleted. Counted for the whole
 *	machine and shown in the initial network namespace only. These sockets entered
 *	in other namespaces, so the sum of entries and exits leaves it out.
 * @TWSTAT_EXTENDED: The timer of a socket in TIME_WAIT was started again: the peer
 *	repeated its FIN, or an old segment came. Not counted: the first start, also
 *	after a promotion from FIN_WAIT2.
 * @TWSTAT_ROLE_ACTIVE_OPEN: Of the sockets that entered TIME_WAIT or FIN_WAIT2: this
 *	side had called connect().
 * @TWSTAT_ROLE_PASSIVE_OPEN: Of the sockets that entered TIME_WAIT or FIN_WAIT2:
 *	this side had accepted the connection.
 * @TWSTAT_SEG_FIN: A FIN came again. Not counted: a FIN to which the rule of another
 *	Seg counter applies, and the FIN that promotes a FIN_WAIT2 mini-socket.
 * @TWSTAT_SEG_OLD_DATA: A segment with data of the old connection came, without a
 *	FIN.
 * @TWSTAT_SEG_OLD_DATA_BYTES: The bytes of data in the segments of SegOldData.
 * @TWSTAT_SEG_OLD_ACK: An ACK came, with neither data nor a FIN.
 * @TWSTAT_SEG_SYN_REFUSED: A SYN came that could not reopen the tuple: its sequence
 *	number and timestamp are too old, or no socket listens.
 * @TWSTAT_SEG_PAWS: A segment came with an old timestamp (PAWS, RFC 7323 5.2),
 *	neither RST nor SYN. Not counted: FIN_WAIT2, for which the kernel does not
 *	report it.
 * @TWSTAT_SEG_RST_IGNORED: An RST came and had no effect: its sequence number did
 *	not fit, or net.ipv4.tcp_rfc1337 is 1.
 * @TWSTAT_SEG_OTHER: A segment came that is in no other Seg counter, and did not end
 *	the socket.
 * @TWSTAT_ACK_SENT: A segment was answered with an ACK.
 * @TWSTAT_ACK_LIMITED: net.ipv4.tcp_invalid_ratelimit suppressed the ACK that would
 *	have answered a segment.
 * @TWSTAT_REUSE_GRANTED: The kernel let a connect() with an automatic port have the
 *	tuple of a socket in TIME_WAIT: tcp_twsk_unique() returned 1. Computed, not
 *	counted: it is ExitReused.
 * @TWSTAT_REUSE_TAKEOVER: The kernel let a connect() from a bound port have the
 *	tuple of a mini-socket. Computed, not counted: it is ExitTakenOver.
 * @TWSTAT_REUSE_OFF: A port in TIME_WAIT was refused, because net.ipv4.tcp_tw_reuse
 *	is 0. This counter and the next five count port candidates, not calls; and
 *	only those of searches that failed, unless reuse_exact is on.
 * @TWSTAT_REUSE_NOT_LOOPBACK: A port in TIME_WAIT was refused, because
 *	net.ipv4.tcp_tw_reuse is 2 and neither address is a loopback address.
 * @TWSTAT_REUSE_FIN_WAIT2: A port was refused, because the mini-socket that holds it
 *	is in FIN_WAIT2.
 * @TWSTAT_REUSE_NO_TIMESTAMP: A port in TIME_WAIT was refused, because its
 *	connection had no timestamps (RFC 7323).
 * @TWSTAT_REUSE_TOO_YOUNG: A port in TIME_WAIT was refused, because the peer's last
 *	timestamp is from the same second, or, where the kernel has it,
 *	net.ipv4.tcp_tw_reuse_delay has not passed.
 * @TWSTAT_REUSE_LOST: A port in TIME_WAIT was refused, because its mini-socket was
 *	just ending. Counted with reuse_exact only.
 * @TWSTAT_CONNECT_AUTO: A connect() searched for any free local port.
 * @TWSTAT_CONNECT_BOUND: A connect() from a bound port checked whether its tuple is
 *	free.
 * @TWSTAT_CONNECT_SECOND_HALF: A connect() found a port only in the second half of
 *	net.ipv4.ip_local_port_range: __inet_hash_connect() tries every other port
 *	first, and none of those was free. Such a search takes many times longer. Not
 *	counted: a socket with IP_LOCAL_PORT_RANGE.
 * @TWSTAT_CONNECT_EXHAUSTED: A connect() with an automatic port failed with
 *	EADDRNOTAVAIL: no port was free for that destination.
 * @TWSTAT_CONNECT_TUPLE_BUSY: A connect() from a bound port failed with
 *	EADDRNOTAVAIL: the port is already in use for that destination.
 * @TWSTAT_CONNECT_NOMEM: A connect() failed with ENOMEM in its port search. Counted
 *	with connect_result only; otherwise ConnectExhausted or ConnectTupleBusy
 *	counts it.
 * @TWSTAT_BIND_AUTO: A bind() to port 0, or a listen() without bind(), searched for
 *	a port.
 * @TWSTAT_BIND_AUTO_FAILED: Such a search failed with EADDRINUSE: no port was free,
 *	or there was no memory.
 * @TWSTAT_BIND_IN_TIME_WAIT: A bind() to a given port failed, and all sockets in
 *	conflict are mini-sockets (inet_csk_bind_conflict). SO_REUSEADDR on both
 *	sockets avoids it.
 * @TWSTAT_CLOSE_RST_LINGER: close() with SO_LINGER 0 ended a connection by an RST,
 *	so without TIME_WAIT. All received data had been read.
 * @TWSTAT_CLOSE_RST_UNREAD: close() ended a connection by an RST, because received
 *	data had not been read (RFC 2525 2.17), with or without SO_LINGER.
 * @TWSTAT_CLOSE_RST_OTHER: This side ended a connection by an RST for another
 *	reason: ss -K, a keepalive timeout, no memory, a listener that closed before
 *	accept(), or connect() to AF_UNSPEC.
 * @TWSTAT_CLOSE_ACTIVE: This side closed a connection first: it sent a FIN before it
 *	received one. Computed, not counted: the transitions from FIN_WAIT1 to
 *	FIN_WAIT2 and to CLOSE.
 * @TWSTAT_CLOSE_PASSIVE: The peer closed a connection first: its FIN came before
 *	this side sent one. Computed, not counted: the transitions from ESTABLISHED
 *	and SYN_RECV to CLOSE_WAIT.
 * @TWSTAT_CLOSE_BOTH: Both sides closed a connection at once: the FINs crossed.
 *	Computed, not counted: the transitions from FIN_WAIT1 to CLOSING.
 * @TWSTAT_CLOSE_ABORTED: A connection ended without a FIN: by an RST or an error in
 *	ESTABLISHED. Computed, not counted: the transitions from ESTABLISHED to
 *	CLOSE.
 * @TWSTAT_PROBE_MISSED: A hooked function ran without its handler; any other number
 *	may be too low by this many. Computed, not counted: the sum of missed of all
 *	hooks for the whole machine, in the first namespace; 0 in the others.
 * @TWSTAT_TRACK_FAILED: Something could not be tracked: a mini-socket for which no
 *	entry was free, which no other counter or gauge includes except TrackUnknown
 *	at its end; a connect() without a free entry, which only ConnectAuto or
 *	ConnectBound includes; a destination or service without memory; a change of state
 *	that TCP does not have; or an event of a namespace for whose first numbers there was
 *	no memory.
 * @TWSTAT_TRACK_UNKNOWN: A mini-socket ended whose birth was not recorded, because
 *	of ProbeMissed or TrackFailed.
 * @TWSTAT_DESTINATION_EVICTED: A destination was evicted: its numbers made room for
 *	another destination of the namespace.
 * @TWSTAT_SERVICE_EVICTED: A service was evicted: its numbers made room for another
 *	service of the namespace.
 * @TWSTAT_EVENT_LOST: A notification did not reach its listeners: no memory, no
 *	listener had room for it, or one with NETLINK_BROADCAST_ERROR had none. Not
 *	counted: one of several listeners had no room; netlink reports ENOBUFS to
 *	that one.
 * @TWSTAT_BIND_LOST: A bind() to a given port failed, and the cause was not found:
 *	too many different calls of the namespace failed in a short time, or more than
 *	16384 sockets hold the port. BindInTimeWait may be too low by this many.
 * @TWSTAT_SYN_REFUSED_SEQUENCE: Of SegSynRefused: the SYN's sequence number and its
 *	timestamp are not newer than the old connection's, or it has an ACK; in
 *	FIN_WAIT2, it is outside the window.
 * @TWSTAT_SYN_REFUSED_TIMESTAMP: Of SegSynRefused: the SYN's timestamp is older than
 *	the last one of the old connection (PAWS, RFC 7323 5.2), whatever its sequence
 *	number.
 * @TWSTAT_SYN_REFUSED_CLOSED: Of SegSynRefused: the SYN could have reopened the
 *	tuple, but no socket listens.
 * @TWSTAT_CONFLICT_LOST: A call that BindInTimeWait or ConnectTupleBusy counts is in no
 *	conflict: too many different calls of the namespace failed in a short time,
 *	there was no memory, or another conflict of the namespace replaced its own.
 * @TWSTAT_INCIDENT_LOST: An incident is not remembered any more, because there was no place
 *	for it or no memory, or newer ones needed its place.
 * @TWSTAT_COUNTERS: how many there are
 *
 * The texts are those of netlink/twstat.yaml, word for word; scripts/check-static compares
 * them. A segment is in exactly one of Seg*, unless it ended the socket or promoted it.
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
	TWSTAT_BIND_LOST,
	TWSTAT_SYN_REFUSED_SEQUENCE,
	TWSTAT_SYN_REFUSED_TIMESTAMP,
	TWSTAT_SYN_REFUSED_CLOSED,
	TWSTAT_CONFLICT_LOST,
	TWSTAT_INCIDENT_LOST,
	TWSTAT_COUNTERS
};

const char *twstat_counter_name(enum twstat_counter counter);
bool twstat_counter_in_lnstat(enum twstat_counter counter);

#endif
