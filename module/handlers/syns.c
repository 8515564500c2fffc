// SPDX-License-Identifier: GPL-2.0
/*
 * SYNs that may reopen the tuple of a socket in TIME_WAIT (RFC 9293 3.10.7.4, RFC 6191).
 *
 * Such a SYN does so if there is a listener: then the socket is ended at once. Otherwise
 * the socket answers with an ACK and lives on. That it was not ended is known when the RCU
 * section is over in which the kernel works on the segment, or when the socket ends for
 * another cause. Until then the SYN is pending.
 */
#include <linux/kprobes.h>
#include <linux/rcupdate.h>

#include "handlers/syns.h"
#include "tables/entries.h"
#include "tables/net.h"

/*
 * SYNs that found no listener: refused, and answered with an ACK. If another SYN reopened
 * the tuple in the same moment, they go to the listener with it.
 */
static void twstat_syns_refuse(struct twstat_entry *entry, unsigned int syns)
{
	struct twstat_net *tn = twstat_endpoint_net(entry->endpoint);

	entry->syn_pending -= syns;
	atomic_sub(syns, &tn->syn_pending);
	twstat_count_add(tn, TWSTAT_SEG_SYN_REFUSED, syns);
	if (entry->exit != TWSTAT_EXIT_REOPENED &&
	    entry->rival != TWSTAT_EXIT_REOPENED)
		twstat_count_add(tn, TWSTAT_ACK_SENT, syns);
}

NOKPROBE_SYMBOL(twstat_syns_refuse);

/**
 * twstat_syns_pend() - a SYN came that may reopen the tuple
 * @entry: the socket's entry, its bucket locked
 *
 * If there are as many as can be remembered, most of them are through: half are refused.
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
 * twstat_syns_refused() - the socket ends, and no pending SYN is the cause
 * @entry: the socket's entry, its bucket locked
 */
void twstat_syns_refused(struct twstat_entry *entry)
{
	if (unlikely(entry->syn_pending))
		twstat_syns_refuse(entry, entry->syn_pending);
}

NOKPROBE_SYMBOL(twstat_syns_refused);

/**
 * twstat_syns_reopened() - one of the pending SYNs reopens the tuple
 * @entry: the socket's entry, its bucket locked
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
 * struct twstat_settling - which SYNs to settle
 * @tn: of this namespace
 * @round: from before this round
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
 * twstat_syns_settle() - count the SYNs that found no listener
 * @tn: the namespace
 *
 * Context: process, may sleep.
 */
void twstat_syns_settle(struct twstat_net *tn)
{
	struct twstat_settling settling = { .tn = tn };

	if (likely(!atomic_read(&tn->syn_pending)))
		return;

	/* What is judged from now on waits for the next round. */
	settling.round = atomic_inc_return(&tn->syn_round);
	synchronize_rcu();
	twstat_entries_walk(twstat_syns_settle_one, &settling);
}
