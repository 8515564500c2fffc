// SPDX-License-Identifier: GPL-2.0
/*
 * What arrives for a mini-socket: what it is, how the kernel judged it, and
 * whether it was answered.
 *
 * The kernel's own judgement counts, tcp_timewait_state_process(): its verdict,
 * and what it counted meanwhile on this CPU. Rules are not applied here a second
 * time.
 */
#include <linux/kprobes.h>
#include <linux/rcupdate.h>
#include <linux/snmp.h>
#include <net/inet_timewait_sock.h>
#include <net/ip.h>
#include <net/tcp.h>

#include "life.h"
#include "entries.h"
#include "netns.h"
#include "segments.h"
#include "report.h"

/* Kernels from 6.14 on have a counter of its own for this. */
#ifdef TWSTAT_PAWS_TW_REJECTED
#define TWSTAT_MIB_PAWS	LINUX_MIB_PAWS_TW_REJECTED
#else
#define TWSTAT_MIB_PAWS	LINUX_MIB_PAWSESTABREJECTED
#endif

/* One of the kernel's own counters, on this CPU. */
static unsigned long twstat_segments_mib(const struct twstat_net *tn, int field)
{
	const struct linux_mib *mib = this_cpu_ptr(tn->net->mib.net_statistics);

	return READ_ONCE(mib->mibs[field]);
}

NOKPROBE_SYMBOL(twstat_segments_mib);

static unsigned long twstat_segments_limited(const struct twstat_net *tn)
{
	return twstat_segments_mib(tn, LINUX_MIB_TCPACKSKIPPEDTIMEWAIT) +
	       twstat_segments_mib(tn, LINUX_MIB_TCPACKSKIPPEDFINWAIT2);
}

NOKPROBE_SYMBOL(twstat_segments_limited);

/**
 * twstat_segments_begin() - the kernel begins to work on a segment
 * @seg: filled in
 * @tw: the mini-socket that it met
 * @skb: the segment
 * @th: its header
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
		.data		= cb->end_seq - cb->seq - th->syn - th->fin,
		.limited	= twstat_segments_limited(tn),
		.paws		= twstat_segments_mib(tn, TWSTAT_MIB_PAWS),
		.rst		= th->rst,
		.syn		= th->syn,
		.fin		= th->fin,
		.ack		= th->ack,
		.fin_wait2	= READ_ONCE(tw->tw_substate) == TCP_FIN_WAIT2,
		.told		= twstat_traces_segments(),
	};
	if (seg->told)
		twstat_tuple_of(&seg->tuple, &tw->__tw_common);
	return true;
}

NOKPROBE_SYMBOL(twstat_segments_begin);

/*
 * SYNs that had nobody to reopen for: refused, and answered with an ACK. If another
 * one did reopen the tuple in the same moment, they go to the listener with it.
 */
static void twstat_segments_refuse(struct twstat_entry *entry,
				   unsigned int syns)
{
	struct twstat_net *tn = twstat_endpoint_net(entry->endpoint);
	struct twstat_cpu __percpu *cpu = tn->cpu;

	entry->syn_pending -= syns;
	atomic_sub(syns, &tn->syn_pending);
	this_cpu_add(cpu->count[TWSTAT_SEG_SYN_REFUSED], syns);
	if (entry->exit != TWSTAT_EXIT_REOPENED &&
	    entry->rival != TWSTAT_EXIT_REOPENED)
		this_cpu_add(cpu->count[TWSTAT_ACK_SENT], syns);
}

NOKPROBE_SYMBOL(twstat_segments_refuse);

/*
 * A SYN that may reopen the tuple does so if somebody listens: then the socket is
 * ended at once, or else answers with an ACK and lives on. That it was not ended
 * is known when the RCU section is over in which the kernel works on the segment,
 * or when the socket ends for something else. Of so many SYNs, most are through.
 */
static void twstat_segments_syn(struct twstat_entry *entry)
{
	struct twstat_net *tn = twstat_endpoint_net(entry->endpoint);

	if (entry->syn_pending == U8_MAX)
		twstat_segments_refuse(entry, U8_MAX / 2);
	entry->syn_pending++;
	entry->syn_round = atomic_read(&tn->syn_round);
	atomic_inc(&tn->syn_pending);
}

NOKPROBE_SYMBOL(twstat_segments_syn);

static bool twstat_segments_paws(const struct twstat_segment *seg)
{
	return twstat_segments_mib(seg->tn, TWSTAT_MIB_PAWS) != seg->paws;
}

NOKPROBE_SYMBOL(twstat_segments_paws);

/*
 * Whether the segment started the timer of TIME_WAIT again: an ACK does, and what has
 * an old timestamp; of anything else, only what needed no answer.
 */
static bool twstat_segments_extended(const struct twstat_segment *seg,
				     int verdict)
{
	if (seg->fin_wait2 || seg->rst ||
	    verdict == TCP_TW_RST || verdict == TCP_TW_SYN)
		return false;
	return seg->ack || twstat_segments_paws(seg) ||
	       (verdict == TCP_TW_SUCCESS &&
		twstat_segments_limited(seg->tn) == seg->limited);
}

NOKPROBE_SYMBOL(twstat_segments_extended);

/*
 * Note how the segment was judged with the socket, if that is still there: whether
 * it lives on says if an RST ended it.
 */
static bool twstat_segments_survived(const struct twstat_segment *seg,
				     int verdict,
				     struct twstat_restart *restart)
{
	struct twstat_entries entries;
	struct twstat_entry *entry;

	twstat_entries_lock_mini(&entries, seg->hash);
	entry = twstat_entries_find(&entries, seg->tw);
	if (entry) {
		twstat_life_restarted(entry, seg->tw,
				      twstat_segments_extended(seg, verdict),
				      restart);
		if (verdict == TCP_TW_SYN)
			twstat_segments_syn(entry);
		else if (verdict == TCP_TW_RST)
			entry->reset_pending = true;
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

static void twstat_segments_trace(const struct twstat_segment *seg,
				  enum twstat_counter kind,
				  enum twstat_counter answer)
{
	if (seg->told)
		trace_segment(&seg->tuple, kind, answer, seg->data);
}

NOKPROBE_SYMBOL(twstat_segments_trace);

/**
 * twstat_segments_end() - the kernel has judged a segment
 * @seg: from twstat_segments_begin()
 * @verdict: enum tcp_tw_status
 *
 * The caller of the hooked function, tcp_v4_rcv() or tcp_v6_rcv(), has yet to act
 * on the verdict, and holds a reference for that on anything but a success.
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
	else if (twstat_segments_limited(seg->tn) != seg->limited)
		answer = TWSTAT_ACK_LIMITED;
	if (answer)
		twstat_count(seg->tn, answer);

	/* This is PromoteFinWait2. */
	if (seg->fin_wait2 && seg->fin && verdict != TCP_TW_SUCCESS &&
	    READ_ONCE(seg->tw->tw_substate) == TCP_TIME_WAIT)
		return;

	kind = twstat_segments_kind(seg);
	twstat_count(seg->tn, kind);
	if (kind == TWSTAT_SEG_OLD_DATA)
		this_cpu_add(seg->tn->cpu->count[TWSTAT_SEG_OLD_DATA_BYTES],
			     seg->data);
	twstat_segments_trace(seg, kind, answer);
}

NOKPROBE_SYMBOL(twstat_segments_end);

/**
 * twstat_segments_syn_refused() - the socket ends, and not for the SYNs that might
 * have reopened the tuple
 * @entry: the socket's entry, its bucket locked
 */
void twstat_segments_syn_refused(struct twstat_entry *entry)
{
	if (unlikely(entry->syn_pending))
		twstat_segments_refuse(entry, entry->syn_pending);
}

NOKPROBE_SYMBOL(twstat_segments_syn_refused);

/**
 * twstat_segments_syn_reopened() - one of them gets its listener
 * @entry: the socket's entry, its bucket locked
 */
void twstat_segments_syn_reopened(struct twstat_entry *entry)
{
	if (!entry->syn_pending)
		return;
	entry->syn_pending--;
	atomic_dec(&twstat_endpoint_net(entry->endpoint)->syn_pending);
}

NOKPROBE_SYMBOL(twstat_segments_syn_reopened);

/**
 * struct twstat_settling - which SYNs to settle
 * @tn: of this namespace
 * @round: from before this round
 */
struct twstat_settling {
	struct twstat_net *tn;
	u16 round;
};

static bool twstat_segments_settle_one(struct twstat_entry *entry, void *data)
{
	const struct twstat_settling *settling = data;

	if (entry->syn_pending &&
	    twstat_endpoint_net(entry->endpoint) == settling->tn &&
	    (s16)(entry->syn_round - settling->round) < 0)
		twstat_segments_refuse(entry, entry->syn_pending);
	return false;
}

/**
 * twstat_segments_settle() - count the SYNs that had nobody to reopen for
 * @tn: the namespace
 *
 * Context: process, may sleep.
 */
void twstat_segments_settle(struct twstat_net *tn)
{
	struct twstat_settling settling = { .tn = tn };

	if (likely(!atomic_read(&tn->syn_pending)))
		return;

	/* What is judged from now on waits for the next round. */
	settling.round = atomic_inc_return(&tn->syn_round);
	synchronize_rcu();
	twstat_entries_walk(twstat_segments_settle_one, &settling);
}
