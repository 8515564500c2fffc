/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mini-sockets: struct inet_timewait_sock, which the kernel keeps for a connection in
 * TIME_WAIT or orphaned in FIN_WAIT2.
 */
#ifndef _TWSTAT_TCP_MINI_SOCKET_H
#define _TWSTAT_TCP_MINI_SOCKET_H

#include <linux/tcp.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/tcp_states.h>

/**
 * enum twstat_substate - the two states of a mini-socket
 * @TWSTAT_TIME_WAIT: TIME_WAIT proper
 * @TWSTAT_FIN_WAIT2: FIN_WAIT2: an orphan that waits for the peer's FIN
 * @TWSTAT_SUBSTATES: number of sub-states
 */
enum twstat_substate {
	TWSTAT_TIME_WAIT,
	TWSTAT_FIN_WAIT2,
	TWSTAT_SUBSTATES
};

/**
 * enum twstat_kind - what decides whether connect() may reuse a mini-socket's port
 * @TWSTAT_STAMPED: the connection has timestamps (RFC 7323)
 * @TWSTAT_BOUND: the port was bound by bind(): connect() skips it when it searches for a
 *	port
 * @TWSTAT_KINDS: number of combinations of these bits
 */
enum twstat_kind {
	TWSTAT_STAMPED = 1,
	TWSTAT_BOUND = 2,
	TWSTAT_KINDS = 4
};

/**
 * twstat_mini_connected() - check whether connect() surely chose a mini-socket's port
 * @tw: the mini-socket
 *
 * Return: whether it did; false if the kernel doesn't record it.
 */
static __always_inline bool
twstat_mini_connected(const struct inet_timewait_sock *tw)
{
#ifdef TWSTAT_CONNECT_BIND
	return tw->tw_connect_bind;
#else
	return false;
#endif
}

/**
 * twstat_mini_has_psp() - check whether a mini-socket's connection was encrypted by PSP
 * @tw: the mini-socket
 *
 * Return: whether it was.
 */
static __always_inline bool
twstat_mini_has_psp(const struct inet_timewait_sock *tw)
{
#if IS_ENABLED(CONFIG_INET_PSP)
	return rcu_access_pointer(tw->psp_assoc);
#else
	return false;
#endif
}

/**
 * twstat_bucket_passed_over() - check whether connect() passes over a port when it searches
 * @tb: the bind bucket of the port
 *
 * Return: whether it does now: whether a bind() has taken the port (__inet_hash_connect).
 */
static __always_inline bool
twstat_bucket_passed_over(const struct inet_bind_bucket *tb)
{
	return READ_ONCE(tb->fastreuse) >= 0 || READ_ONCE(tb->fastreuseport) >= 0;
}

/**
 * twstat_kind() - return the kind of a mini-socket
 * @tw: the mini-socket
 * @tb: the bind bucket of its port, or NULL if that is unknown
 *
 * Kernels that record how a socket got its port reset the bucket when the last bound socket has
 * left it. There, what connect() chose is taken for unbound at once, though the port is passed
 * over while a bound socket shares it.
 *
 * Return: bits of enum twstat_kind.
 */
static inline unsigned int twstat_kind(const struct inet_timewait_sock *tw,
				       const struct inet_bind_bucket *tb)
{
	unsigned int kind = 0;

	if (READ_ONCE(tcp_twsk((const struct sock *)tw)->tw_ts_recent_stamp))
		kind |= TWSTAT_STAMPED;
	if (tb && !twstat_mini_connected(tw) && twstat_bucket_passed_over(tb))
		kind |= TWSTAT_BOUND;
	return kind;
}

/**
 * twstat_mini_is_tcp() - check whether a mini-socket belongs to TCP
 * @tw: the mini-socket
 *
 * DCCP shares the hooked functions, but has its own death row.
 *
 * Return: whether it is a TCP socket.
 */
static __always_inline bool
twstat_mini_is_tcp(const struct inet_timewait_sock *tw)
{
	return tw->tw_dr == &twsk_net(tw)->ipv4.tcp_death_row;
}

/**
 * twstat_mini_substate() - return the sub-state of a mini-socket
 * @tw: the mini-socket
 *
 * Return: the sub-state. The kernel changes it in place, without a lock.
 */
static __always_inline enum twstat_substate
twstat_mini_substate(const struct inet_timewait_sock *tw)
{
	return READ_ONCE(tw->tw_substate) == TCP_FIN_WAIT2 ?
		TWSTAT_FIN_WAIT2 : TWSTAT_TIME_WAIT;
}

/**
 * twstat_substate_tcp() - convert a sub-state to the kernel's TCP state
 * @substate: the sub-state
 *
 * Return: TCP_FIN_WAIT2 or TCP_TIME_WAIT.
 */
static inline int twstat_substate_tcp(enum twstat_substate substate)
{
	return substate == TWSTAT_FIN_WAIT2 ? TCP_FIN_WAIT2 : TCP_TIME_WAIT;
}

/**
 * twstat_mini_is_taken() - check whether a connect() has taken a mini-socket's tuple
 * @tw: the mini-socket
 *
 * Only connect() unhashes a mini-socket before ending it.
 *
 * Return: whether a connect() has taken it.
 */
static __always_inline bool
twstat_mini_is_taken(const struct inet_timewait_sock *tw)
{
	return hlist_nulls_unhashed(&tw->tw_node);
}

/**
 * twstat_minis_of_kernel() - return how many mini-sockets a namespace has
 * @net: the namespace
 *
 * Return: the kernel's own count. A mini-socket is in it from the first start of its timer
 *	(__inet_twsk_schedule) until after its end (inet_twsk_kill).
 */
static __always_inline int twstat_minis_of_kernel(const struct net *net)
{
#ifdef TWSTAT_TW_REFCOUNT
	return refcount_read(&net->ipv4.tcp_death_row.tw_refcount) - 1;
#else
	return atomic_read(&net->ipv4.tcp_death_row.tw_count);
#endif
}

bool twstat_mini_in_window(const struct inet_timewait_sock *tw, u32 seq,
			   u32 end_seq);

#endif
