// SPDX-License-Identifier: GPL-2.0
/* The rules by which a mini-socket judges segments. */
#include <linux/kprobes.h>
#include <net/tcp.h>

#include "tcp/mini_socket.h"

/**
 * twstat_mini_in_window() - check whether a segment is in a mini-socket's receive window
 * @tw: the mini-socket
 * @seq: the segment's sequence number
 * @end_seq: the sequence number after the segment
 *
 * The rule is that of tcp_in_window() in net/ipv4/tcp_minisocks.c (RFC 9293 3.4).
 *
 * Return: whether it is.
 */
bool twstat_mini_in_window(const struct inet_timewait_sock *tw, u32 seq,
			   u32 end_seq)
{
	const struct tcp_timewait_sock *tcptw = tcp_twsk((const struct sock *)tw);
	u32 first = READ_ONCE(tcptw->tw_rcv_nxt);
	u32 after_last = first + tcptw->tw_rcv_wnd;

	if (seq == first)
		return true;
	if (after(end_seq, first) && before(seq, after_last))
		return true;
	return seq == after_last && seq == end_seq;
}

NOKPROBE_SYMBOL(twstat_mini_in_window);
