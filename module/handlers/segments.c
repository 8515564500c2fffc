// SPDX-License-Identifier: GPL-2.0
/*
 * Segments that arrive for a mini-socket: their type, the kernel's verdict and its answer.
 *
 * This relies on the verdict of tcp_timewait_state_process() and on what the kernel counts
 * meanwhile on this CPU. It doesn't apply the kernel's rules a second time.
 */
#include <linux/kprobes.h>
#include <net/inet_timewait_sock.h>
#include <net/tcp.h>

#include "handlers/life.h"
#include "handlers/segments.h"
#include "handlers/syn_refusals.h"
#include "handlers/syns.h"
#include "handlers/task.h"
#include "tables/entries.h"
#include "tables/net.h"
#include "tcp/mib.h"
#include "tcp/mini_socket.h"
#include "trace/report.h"

/**
 * twstat_segments_begin() - record a segment that the kernel begins to handle
 * @seg: filled in
 * @tw: the mini-socket that it arrived for
 * @skb: the segment
 * @th: its TCP header
 *
 * Context: softirq, or bottom halves off; no migration before the end.
 * Return: whether to call twstat_segments_end().
 */
bool twstat_segments_begin(struct twstat_segment *seg,
			   const struct inet_timewait_sock *tw,
			   const struct sk_buff *skb, const struct tcphdr *th)
{
	const struct tcp_skb_cb *cb = TCP_SKB_CB(skb);
	struct twstat_net *tn = twstat_net(twsk_net(tw));

	if (!tn)
		return false;

	*seg = (struct twstat_segment) {
		.tw		= tw,
		.tn		= tn,
		.hash		= tw->tw_hash,
		.seq		= cb->seq,
		.data		= cb->end_seq - cb->seq - th->syn - th->fin,
		.limited	= twstat_mib_acks_limited(tn->net),
		.paws		= twstat_mib_here(tn->net, TWSTAT_MIB_PAWS),
		.rst		= th->rst,
		.syn		= th->syn,
		.fin		= th->fin,
		.ack		= th->ack,
		.fin_wait2	= twstat_mini_substate(tw) == TWSTAT_FIN_WAIT2,
		.told		= twstat_trace_segments_enabled(),
	};
	if (unlikely(seg->syn) && seg->fin_wait2)
		seg->in_window = twstat_mini_in_window(tw, cb->seq, cb->end_seq);
	if (unlikely(twstat_mini_has_psp(tw))) {
		seg->psp = true;
		seg->expires = READ_ONCE(tw->tw_timer.expires);
	}
	if (seg->told)
		twstat_tuple_of(&seg->tuple, &tw->__tw_common);
	return true;
}

NOKPROBE_SYMBOL(twstat_segments_begin);

static bool twstat_segments_paws(const struct twstat_segment *seg)
{
	return twstat_mib_here(seg->tn->net, TWSTAT_MIB_PAWS) != seg->paws;
}

NOKPROBE_SYMBOL(twstat_segments_paws);

/*
 * Whether the segment restarted the TIME_WAIT timer. An ACK does so, and a segment with an old
 * timestamp. Any other segment does so only if the kernel had no ACK to send for it. What PSP
 * drops has the same verdict, and does not. The mini-socket has an entry, so it still exists.
 */
static bool twstat_segments_extended(const struct twstat_segment *seg,
				     int verdict)
{
	if (seg->fin_wait2 || seg->rst ||
	    verdict == TCP_TW_RST || verdict == TCP_TW_SYN)
		return false;
	if (unlikely(seg->psp) && seg->expires == READ_ONCE(seg->tw->tw_timer.expires))
		return false;
	return seg->ack || twstat_segments_paws(seg) ||
	       (verdict == TCP_TW_SUCCESS &&
		twstat_mib_acks_limited(seg->tn->net) == seg->limited);
}

NOKPROBE_SYMBOL(twstat_segments_extended);

/*
 * The reason why a SYN is refused at once. In FIN_WAIT2 the kernel doesn't report PAWS, but it
 * refuses a SYN in the window for no other reason.
 */
static enum twstat_counter
twstat_segments_refused(const struct twstat_segment *seg)
{
	return seg->in_window || twstat_segments_paws(seg) ?
		TWSTAT_SYN_REFUSED_TIMESTAMP : TWSTAT_SYN_REFUSED_SEQUENCE;
}

NOKPROBE_SYMBOL(twstat_segments_refused);

/*
 * Notes the verdict in the mini-socket's entry. Returns whether there still is an entry: if
 * not, and the segment is an RST, the RST has ended the mini-socket.
 */
static bool twstat_segments_survived(const struct twstat_segment *seg,
				     int verdict,
				     struct twstat_restart *restart)
{
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;

	if (verdict == TCP_TW_SYN)
		twstat_syns_begin();
	twstat_entries_lock_mini(&entries, seg->hash);
	entry = twstat_entries_find(&entries, seg->tw);
	if (entry) {
		twstat_life_restarted(entry, seg->tw,
				      twstat_segments_extended(seg, verdict),
				      restart);
		if (verdict == TCP_TW_SYN)
			twstat_syns_pend(&entries, entry);
		else if (verdict == TCP_TW_RST)
			entry->reset_pending = true;
		else if (unlikely(seg->syn) && !seg->rst)
			twstat_syn_refusal(entry, seg->tw, seg->seq,
					   twstat_segments_refused(seg));
		else if (entry->rst_task == twstat_task())
			entry->rst_task = 0;
	}
	twstat_entries_unlock(&entries);
	return entry;
}

NOKPROBE_SYMBOL(twstat_segments_survived);

static enum twstat_counter
twstat_segments_kind(const struct twstat_segment *seg)
{
	if (seg->rst)
		return TWSTAT_SEG_RST_IGNORED;
	if (seg->syn)
		return TWSTAT_SEG_SYN_REFUSED;
	if (twstat_segments_paws(seg))
		return TWSTAT_SEG_PAWS;
	if (seg->fin)
		return TWSTAT_SEG_FIN;
	if (seg->data)
		return TWSTAT_SEG_OLD_DATA;
	if (seg->ack)
		return TWSTAT_SEG_OLD_ACK;
	return TWSTAT_SEG_OTHER;
}

NOKPROBE_SYMBOL(twstat_segments_kind);

static __always_inline void
twstat_segments_trace(const struct twstat_segment *seg, enum twstat_counter kind,
		      enum twstat_counter answer)
{
	if (seg->told)
		trace_segment(&seg->tuple, kind, answer, seg->data);
}

/**
 * twstat_segments_end() - count a segment by the kernel's verdict
 * @seg: from twstat_segments_begin()
 * @verdict: enum tcp_tw_status
 *
 * tcp_v4_rcv() or tcp_v6_rcv(), the caller of the hooked function, has yet to act on the
 * verdict. For that it holds a reference to the mini-socket, unless the verdict is
 * TCP_TW_SUCCESS.
 */
void twstat_segments_end(const struct twstat_segment *seg, int verdict)
{
	struct twstat_restart restart = {};
	bool survived = twstat_segments_survived(seg, verdict, &restart);
	enum twstat_counter kind, answer = 0;

	if (seg->told)
		twstat_trace_restart(&seg->tuple, &restart);
	if (verdict == TCP_TW_SYN && survived)
		twstat_segments_trace(seg, 0, 0);
	if (verdict == TCP_TW_RST || verdict == TCP_TW_SYN ||
	    (seg->rst && !survived))
		return;

	if (verdict != TCP_TW_SUCCESS)
		answer = TWSTAT_ACK_SENT;
	else if (twstat_mib_acks_limited(seg->tn->net) != seg->limited)
		answer = TWSTAT_ACK_LIMITED;
	if (answer)
		twstat_count(seg->tn, answer);

	/* The segment promoted the mini-socket, which PromoteFinWait2 counts. */
	if (seg->fin_wait2 && seg->fin && verdict != TCP_TW_SUCCESS &&
	    twstat_mini_substate(seg->tw) == TWSTAT_TIME_WAIT)
		return;

	kind = twstat_segments_kind(seg);
	twstat_count(seg->tn, kind);
	if (kind == TWSTAT_SEG_SYN_REFUSED)
		twstat_count(seg->tn, twstat_segments_refused(seg));
	if (kind == TWSTAT_SEG_OLD_DATA)
		twstat_count_add(seg->tn, TWSTAT_SEG_OLD_DATA_BYTES, seg->data);
	twstat_segments_trace(seg, kind, answer);
}

NOKPROBE_SYMBOL(twstat_segments_end);
