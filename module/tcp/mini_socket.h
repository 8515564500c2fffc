/* SPDX-License-Identifier: GPL-2.0 */
/* Mini-sockets: what the kernel keeps of a connection in TIME_WAIT or FIN_WAIT2. */
#ifndef _TWSTAT_TCP_MINI_SOCKET_H
#define _TWSTAT_TCP_MINI_SOCKET_H

#include <linux/tcp.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/tcp_states.h>

/**
 * enum twstat_substate - the two kinds of mini-sockets
 * @TWSTAT_TIME_WAIT: one in TIME_WAIT proper
 * @TWSTAT_FIN_WAIT2: one in FIN_WAIT2: an orphan, waits for the peer's FIN
 * @TWSTAT_SUBSTATES: how many there are
 */
enum twstat_substate {
	TWSTAT_TIME_WAIT,
	TWSTAT_FIN_WAIT2,
	TWSTAT_SUBSTATES
};

/**
 * enum twstat_kind - what decides whether a connect() may have a mini-socket's port
 * @TWSTAT_STAMPED: its connection has timestamps (RFC 7323)
 * @TWSTAT_BOUND: its port was bound by bind(): who looks for a port passes it over
 * @TWSTAT_KINDS: how many combinations of these bits there are
 */
enum twstat_kind {
	TWSTAT_STAMPED = 1,
	TWSTAT_BOUND = 2,
	TWSTAT_KINDS = 4
};

/**
 * twstat_kind() - what kind a mini-socket is of
 * @tw: the mini-socket
 * @tb: the bucket of its port, or NULL if that is not known
 *
 * __inet_hash_connect() goes by the second.
 *
 * Return: bits of enum twstat_kind.
 */
static inline unsigned int twstat_kind(const struct inet_timewait_sock *tw,
				       const struct inet_bind_bucket *tb)
{
	unsigned int kind = 0;

	if (READ_ONCE(tcp_twsk((const struct sock *)tw)->tw_ts_recent_stamp))
		kind |= TWSTAT_STAMPED;
	if (tb && (READ_ONCE(tb->fastreuse) >= 0 ||
		   READ_ONCE(tb->fastreuseport) >= 0))
		kind |= TWSTAT_BOUND;
	return kind;
}

/**
 * twstat_mini_is_tcp() - is it one of TCP's?
 * @tw: the mini-socket
 *
 * DCCP shares the functions that are hooked, but has a death row of its own.
 *
 * Return: whether it is.
 */
static __always_inline bool
twstat_mini_is_tcp(const struct inet_timewait_sock *tw)
{
	return tw->tw_dr == &twsk_net(tw)->ipv4.tcp_death_row;
}

/**
 * twstat_mini_substate() - which sub-state it is in
 * @tw: the mini-socket
 *
 * Return: the sub-state; the kernel changes it in place, without a lock.
 */
static __always_inline enum twstat_substate
twstat_mini_substate(const struct inet_timewait_sock *tw)
{
	return READ_ONCE(tw->tw_substate) == TCP_FIN_WAIT2 ?
		TWSTAT_FIN_WAIT2 : TWSTAT_TIME_WAIT;
}

/**
 * twstat_substate_tcp() - the kernel's number of a sub-state
 * @substate: the sub-state
 *
 * Return: TCP_FIN_WAIT2 or TCP_TIME_WAIT.
 */
static inline int twstat_substate_tcp(enum twstat_substate substate)
{
	return substate == TWSTAT_FIN_WAIT2 ? TCP_FIN_WAIT2 : TCP_TIME_WAIT;
}

/**
 * twstat_mini_is_taken() - has a connect() taken its tuple?
 * @tw: the mini-socket
 *
 * A connect() unhashes the socket that it takes, before it ends it. Nothing else does.
 *
 * Return: whether it has.
 */
static __always_inline bool
twstat_mini_is_taken(const struct inet_timewait_sock *tw)
{
	return hlist_nulls_unhashed(&tw->tw_node);
}

#endif
