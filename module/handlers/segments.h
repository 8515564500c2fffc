/* SPDX-License-Identifier: GPL-2.0 */
/* Segments that arrive for a mini-socket. */
#ifndef _TWSTAT_HANDLERS_SEGMENTS_H
#define _TWSTAT_HANDLERS_SEGMENTS_H

#include <linux/types.h>

#include "trace/tuple.h"

struct inet_timewait_sock;
struct sk_buff;
struct tcphdr;
struct twstat_net;

/**
 * struct twstat_segment - a segment that the kernel handles
 * @tw: the mini-socket that it arrived for; only a key once the kernel is done
 * @tn: the namespace
 * @hash: tw_hash of @tw
 * @data: length of its data in bytes
 * @seq: its sequence number
 * @limited: the kernel's count of rate-limited ACKs on this CPU before the segment
 * @paws: the kernel's count of segments rejected by PAWS on this CPU before the segment
 * @rst: it is an RST
 * @syn: it is a SYN
 * @fin: it is a FIN
 * @ack: it has an ACK
 * @fin_wait2: the mini-socket was in FIN_WAIT2
 * @in_window: of a SYN in FIN_WAIT2: it is in the window
 * @psp: the connection was encrypted by PSP: the kernel may drop the segment, unlike by verdict
 * @expires: if @psp: when the timer was to fire, in jiffies
 * @told: whether a trace event that needs @tuple is enabled
 * @tuple: if @told: the mini-socket's addresses
 */
struct twstat_segment {
	const struct inet_timewait_sock *tw;
	struct twstat_net *tn;
	u32 hash;
	u32 data;
	u32 seq;
	unsigned long limited;
	unsigned long paws;
	bool rst;
	bool syn;
	bool fin;
	bool ack;
	bool fin_wait2;
	bool in_window;
	bool psp;
	unsigned long expires;
	bool told;
	struct twstat_tuple tuple;
};

bool twstat_segments_begin(struct twstat_segment *seg,
			   const struct inet_timewait_sock *tw,
			   const struct sk_buff *skb, const struct tcphdr *th);
void twstat_segments_end(const struct twstat_segment *seg, int verdict);

#endif
