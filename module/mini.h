/* SPDX-License-Identifier: GPL-2.0 */
/* What mini-sockets there are. */
#ifndef _TWSTAT_MINI_H
#define _TWSTAT_MINI_H

#include <linux/tcp.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>

/**
 * enum twstat_substate - what an entry is of
 * @TWSTAT_TIME_WAIT: a mini-socket in TIME_WAIT proper
 * @TWSTAT_FIN_WAIT2: one in FIN_WAIT2: an orphan, waits for the peer's FIN
 * @TWSTAT_SUBSTATES: how many sub-states of mini-sockets there are
 * @TWSTAT_FULL: a full socket that connected
 * @TWSTAT_SEARCHING: one of which it isn't known yet whether it has found a port
 */
enum twstat_substate {
	TWSTAT_TIME_WAIT,
	TWSTAT_FIN_WAIT2,
	TWSTAT_SUBSTATES,
	TWSTAT_FULL = TWSTAT_SUBSTATES,
	TWSTAT_SEARCHING
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

#endif
