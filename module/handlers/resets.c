// SPDX-License-Identifier: GPL-2.0
/*
 * Why this side ends a connection by an RST, and so without TIME_WAIT.
 */
#include <linux/kprobes.h>
#include <linux/tcp.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "handlers/resets.h"
#include "tables/net.h"

/*
 * Whether received data is unread: what arrived in order, less what was read. The peer's FIN
 * takes one sequence number, which counts as read once the reader has seen the end of the
 * stream (tcp_recvmsg).
 */
static bool twstat_resets_unread(const struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	return tp->rcv_nxt - READ_ONCE(tp->copied_seq) >
		sock_flag(sk, SOCK_DONE);
}

NOKPROBE_SYMBOL(twstat_resets_unread);

/*
 * Only close() sends an RST from a socket that is in CLOSE, shut down in both directions and
 * not yet an orphan. It checks for unread data first (RFC 2525 2.17) and then for SO_LINGER,
 * see __tcp_close().
 */
static enum twstat_counter twstat_resets_why(const struct sock *sk)
{
	if (sk->sk_state != TCP_CLOSE || sk->sk_shutdown != SHUTDOWN_MASK ||
	    sock_flag(sk, SOCK_DEAD))
		return TWSTAT_CLOSE_RST_OTHER;
	if (twstat_resets_unread(sk))
		return TWSTAT_CLOSE_RST_UNREAD;
	if (sock_flag(sk, SOCK_LINGER) && !sk->sk_lingertime)
		return TWSTAT_CLOSE_RST_LINGER;
	return TWSTAT_CLOSE_RST_OTHER;
}

NOKPROBE_SYMBOL(twstat_resets_why);

/**
 * twstat_resets_sent() - count a connection that the kernel is about to end by an RST
 * @sk: the socket that tcp_send_active_reset() is called for
 *
 * Context: handlers; any context without preemption.
 */
void twstat_resets_sent(const struct sock *sk)
{
	struct twstat_net *tn = twstat_net(sock_net(sk));

	if (tn)
		twstat_count(tn, twstat_resets_why(sk));
}

NOKPROBE_SYMBOL(twstat_resets_sent);
