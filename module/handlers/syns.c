// SPDX-License-Identifier: GPL-2.0
/*
 * SYNs that may reopen the tuple of a socket in TIME_WAIT (RFC 9293 3.10.7.4, RFC 6191).
 *
 * If a listener exists, such a SYN ends the mini-socket at once and reopens the tuple. If not,
 * the mini-socket answers with an ACK and lives on. That it lives on is known once the RCU
 * section is over in which the kernel handles the segment, or once the mini-socket ends for
 * another cause. Until then the SYN is pending.
 */
#include <linux/kprobes.h>
#include <linux/rcupdate.h>

#include "handlers/syn_refusals.h"
#include "handlers/syns.h"
#include "tables/entries.h"
#include "tables/net.h"

/*
 * Counts SYNs that found no listener: refused, and answered with an ACK. If another SYN
 * reopened the tuple at the same moment, they reach the listener with it and get no ACK here.
 */
static void twstat_syns_refuse(struct twstat_entry *entry, unsigned int syns)
{
	struct twstat_net *tn = twstat_endpoint_net(entry->endpoint);

	entry->syn_pending -= syns;
	atomic_sub(syns, &tn->syn_pending);
	twstat_count_add(tn, TWSTAT_SEG_SYN_REFUSED, syns);
	twstat_count_add(tn, TWSTAT_SYN_REFUSED_CLOSED, syns);
	twstat_syn_refusal_count(entry, TWSTAT_SYN_REFUSED_CLOSED, syns);
	if (entry->exit != TWSTAT_EXIT_REOPENED &&
	    entry->rival != TWSTAT_EXIT_REOPENED)
		twstat_count_add(tn, TWSTAT_ACK_SENT, syns);
}

NOKPROBE_SYMBOL(twstat_syns_refuse);

/**
 * twstat_syns_pend() - note a SYN that may reopen the tuple
 * @entry: the mini-socket's entry, the bucket locked
 *
 * When the counter of pending SYNs is full, the kernel is done with most of them: half count
 * as refused.
 */
void twstat_syns_pend(struct twstat_entry *entry)
{
	struct twstat_net *tn = twstat_endpoint_net(entry->endpoint);

	if (entry->syn_pending == U8_MAX)
		twstat_syns_refuse(entry, U8_MAX / 2);
	entry->syn_pending++;
	entry->syn_round = atomic_read(&tn->syn_round);
	atomic_inc(&tn->syn_pending);
}

NOKPROBE_SYMBOL(twstat_syns_pend);

/**
 * twstat_syns_refused() - count all pending SYNs as refused when the mini-socket ends
 * @entry: the mini-socket's entry, the bucket locked; no pending SYN is the cause of the end
 */
void twstat_syns_refused(struct twstat_entry *entry)
{
	if (unlikely(entry->syn_pending))
		twstat_syns_refuse(entry, entry->syn_pending);
}

NOKPROBE_SYMBOL(twstat_syns_refused);

/**
 * twstat_syns_reopened() - remove a SYN that reopens the tuple from the pending ones
 * @entry: the mini-socket's entry, the bucket locked
 */
void twstat_syns_reopened(struct twstat_entry *entry)
{
	if (!entry->syn_pending)
		return;
	entry->syn_pending--;
	atomic_dec(&twstat_endpoint_net(entry->endpoint)->syn_pending);
}

NOKPROBE_SYMBOL(twstat_syns_reopened);

/**
 * struct twstat_settling - which pending SYNs to settle
 * @tn: those of this namespace
 * @round: those that arrived before this round
 */
struct twstat_settling {
	struct twstat_net *tn;
	u16 round;
};

static bool twstat_syns_settle_one(struct twstat_entry *entry, void *data)
{
	const struct twstat_settling *settling = data;

	if (entry->syn_pending &&
	    twstat_endpoint_net(entry->endpoint) == settling->tn &&
	    (s16)(entry->syn_round - settling->round) < 0)
		twstat_syns_refuse(entry, entry->syn_pending);
	return false;
}

/**
 * twstat_syns_settle() - count the pending SYNs that found no listener
 * @tn: the namespace
 *
 * Context: process, may sleep.
 */
void twstat_syns_settle(struct twstat_net *tn)
{
	struct twstat_settling settling = { .tn = tn };

	if (likely(!atomic_read(&tn->syn_pending)))
		return;

	/* SYNs that arrive after this belong to the next round. */
	settling.round = atomic_inc_return(&tn->syn_round);
	synchronize_rcu();
	twstat_entries_walk(twstat_syns_settle_one, &settling);
}
