/* SPDX-License-Identifier: GPL-2.0 */
/* What arrives for a mini-socket, and what it does to it. */
#ifndef _TWSTAT_HANDLERS_SEGMENTS_H
#define _TWSTAT_HANDLERS_SEGMENTS_H

#include <linux/types.h>

#include "trace/tuple.h"

struct inet_timewait_sock;
struct sk_buff;
struct tcphdr;
struct twstat_net;

/**
 * struct twstat_segment - a segment that the kernel works on
 * @tw: the mini-socket that it met; only a key once the kernel is done
 * @tn: the namespace
 * @hash: the socket's
 * @data: how many bytes of data it carries
 * @limited: how many ACKs had been held back on this CPU before it
 * @paws: and how many segments had been rejected for their timestamps
 * @rst: it is an RST
 * @syn: it is a SYN
 * @fin: it is a FIN
 * @ack: it has an ACK
 * @fin_wait2: the socket was in FIN_WAIT2
 * @told: somebody listens to trace events
 * @tuple: and the socket's addresses for that
 */
struct twstat_segment {
	const struct inet_timewait_sock *tw;
	struct twstat_net *tn;
	u32 hash;
	u32 data;
	unsigned long limited;
	unsigned long paws;
	bool rst;
	bool syn;
	bool fin;
	bool ack;
	bool fin_wait2;
	bool told;
	struct twstat_tuple tuple;
};

bool twstat_segments_begin(struct twstat_segment *seg,
			   const struct inet_timewait_sock *tw,
			   const struct sk_buff *skb, const struct tcphdr *th);
void twstat_segments_end(const struct twstat_segment *seg, int verdict);

#endif
