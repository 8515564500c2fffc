// SPDX-License-Identifier: GPL-2.0
/*
 * SYNs that may reopen the tuple of a socket in TIME_WAIT (RFC 9293 3.10.7.4, RFC 6191).
 *
 * If a listener exists, such a SYN ends the mini-socket at once and reopens the tuple. If not,
 * the mini-socket answers with an ACK and lives on. Until one of these is known, the SYN is
 * pending.
 *
 * The kernel handles a segment to its end before it begins with the next one on the same CPU.
 * So each CPU has one pending SYN at most, in a slot of its own. That the mini-socket lives on
 * is known once the CPU begins with the next such SYN, once the RCU section is over in which
 * the kernel handles this one, or once the mini-socket ends for another cause. With PREEMPT_RT
 * a task can be preempted by another one that handles segments, too, in kernels where bottom
 * halves have no lock there; so a CPU has more slots then.
 *
 * A slot in use and the entry's @syn_pending change together, under the lock of the entry's
 * bucket. Only the slot's own CPU takes it into use.
 */
#include <linux/cpumask.h>
#include <linux/kprobes.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>

#include "handlers/syn_refusals.h"
#include "handlers/syns.h"
#include "handlers/task.h"
#include "tables/entries.h"
#include "tables/net.h"

#define TWSTAT_SYNS	(IS_ENABLED(CONFIG_PREEMPT_RT) ? 4 : 1)

/**
 * struct twstat_pending_syn - a slot for a pending SYN
 * @sk: the mini-socket that it arrived for, as in its entry; NULL if the slot is free
 * @bucket: the bucket of the entry
 * @tn: the namespace
 * @section: from get_state_synchronize_rcu(), taken in the RCU section that handles it
 * @task: with PREEMPT_RT: twstat_task() of the context that handles it
 */
struct twstat_pending_syn {
	const void *sk;
	struct twstat_bucket *bucket;
	const struct twstat_net *tn;
	unsigned long section;
	u32 task;
};

/**
 * struct twstat_pending_syns - the pending SYNs of a CPU
 * @slot: the slots
 */
struct twstat_pending_syns {
	struct twstat_pending_syn slot[TWSTAT_SYNS];
};

static DEFINE_PER_CPU(struct twstat_pending_syns, twstat_pending_syns);

/*
 * Counts SYNs that found no listener: refused, and answered with an ACK. If another SYN
 * reopened the tuple at the same moment, they reach the listener with it and get no ACK here.
 */
static void twstat_syns_refuse(struct twstat_entry *entry, unsigned int syns)
{
	struct twstat_net *tn = twstat_endpoint_net(entry->endpoint);

	entry->syn_pending -= syns;
	twstat_count_add(tn, TWSTAT_SEG_SYN_REFUSED, syns);
	twstat_count_add(tn, TWSTAT_SYN_REFUSED_CLOSED, syns);
	twstat_syn_refusal_count(entry, TWSTAT_SYN_REFUSED_CLOSED, syns);
	if (entry->exit != TWSTAT_EXIT_REOPENED &&
	    entry->rival != TWSTAT_EXIT_REOPENED)
		twstat_count_add(tn, TWSTAT_ACK_SENT, syns);
}

NOKPROBE_SYMBOL(twstat_syns_refuse);

static bool twstat_syn_is_over(const struct twstat_pending_syn *syn)
{
	return poll_state_synchronize_rcu(READ_ONCE(syn->section));
}

NOKPROBE_SYMBOL(twstat_syn_is_over);

/* Counts a pending SYN as refused, if it is one that @is_refused wants; frees its slot. */
static __always_inline void
twstat_syn_settle(struct twstat_pending_syn *syn,
		  bool (*is_refused)(const struct twstat_pending_syn *syn, const void *data),
		  const void *data)
{
	/* Pairs with the release in twstat_syns_pend(). */
	const void *sk = smp_load_acquire(&syn->sk);
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;

	if (!sk)
		return;
	twstat_entries_lock_bucket(&entries, READ_ONCE(syn->bucket));
	/* The slot may have been freed meanwhile, and used again for another mini-socket. */
	if (syn->sk == sk && syn->bucket == entries.bucket && is_refused(syn, data)) {
		WRITE_ONCE(syn->sk, NULL);
		entry = twstat_entries_find(&entries, sk);
		if (entry)
			twstat_syns_refuse(entry, 1);
	}
	twstat_entries_unlock(&entries);
}

/*
 * Whether the kernel is done with a SYN of this CPU, now that this context begins with another
 * segment.
 */
static bool twstat_syn_was_here(const struct twstat_pending_syn *syn, const void *unused)
{
	return !IS_ENABLED(CONFIG_PREEMPT_RT) || syn->task == twstat_task() ||
	       twstat_syn_is_over(syn);
}

NOKPROBE_SYMBOL(twstat_syn_was_here);

static bool twstat_syn_is_any(const struct twstat_pending_syn *syn, const void *unused)
{
	return true;
}

NOKPROBE_SYMBOL(twstat_syn_is_any);

static noinline void twstat_syns_settle_here(struct twstat_pending_syns *here)
{
	bool room = false;
	int i;

	for (i = 0; i < TWSTAT_SYNS; i++) {
		twstat_syn_settle(&here->slot[i], twstat_syn_was_here, NULL);
		room |= !here->slot[i].sk;
	}
	/* More tasks than slots have preempted each other: the kernel is done with most SYNs. */
	if (!room)
		twstat_syn_settle(here->slot, twstat_syn_is_any, NULL);
}

NOKPROBE_SYMBOL(twstat_syns_settle_here);

/**
 * twstat_syns_begin() - prepare for a SYN that may be pending
 *
 * An earlier one on this CPU found no listener, if it is still pending.
 *
 * Context: handlers; no preemption until twstat_syns_pend(), no bucket locked.
 */
void twstat_syns_begin(void)
{
	struct twstat_pending_syns *here = this_cpu_ptr(&twstat_pending_syns);

	if (unlikely(here->slot[0].sk))
		twstat_syns_settle_here(here);
}

NOKPROBE_SYMBOL(twstat_syns_begin);

/**
 * twstat_syns_pend() - note a SYN that may reopen the tuple, after twstat_syns_begin()
 * @entries: the locked bucket of the mini-socket's entry
 * @entry: the entry
 */
void twstat_syns_pend(const struct twstat_locked_entries *entries, struct twstat_entry *entry)
{
	struct twstat_pending_syns *here = this_cpu_ptr(&twstat_pending_syns);
	struct twstat_pending_syn *syn = here->slot;

	while (unlikely(syn->sk))
		if (WARN_ON_ONCE(++syn == here->slot + TWSTAT_SYNS))
			return;
	/* Never: so many CPUs would have to handle such a SYN at the same moment. */
	if (unlikely(entry->syn_pending == U8_MAX))
		return;
	entry->syn_pending++;
	entry->syn_cpu = smp_processor_id();
	syn->bucket = entries->bucket;
	syn->tn = twstat_endpoint_net(entry->endpoint);
	syn->section = get_state_synchronize_rcu();
	if (IS_ENABLED(CONFIG_PREEMPT_RT))
		syn->task = twstat_task();
	/* Pairs with the acquire in twstat_syn_settle(). */
	smp_store_release(&syn->sk, entry->sk);
}

NOKPROBE_SYMBOL(twstat_syns_pend);

/* Frees the slots of a mini-socket on a CPU; its bucket is locked. Returns how many. */
static unsigned int twstat_syns_free(struct twstat_pending_syns *syns, const void *sk)
{
	unsigned int i, n = 0;

	for (i = 0; i < TWSTAT_SYNS; i++) {
		if (READ_ONCE(syns->slot[i].sk) != sk)
			continue;
		WRITE_ONCE(syns->slot[i].sk, NULL);
		n++;
	}
	return n;
}

NOKPROBE_SYMBOL(twstat_syns_free);

/* Mostly they are all on one CPU: the last one's. */
static noinline void twstat_syns_end(struct twstat_entry *entry)
{
	unsigned int left = entry->syn_pending;
	int cpu;

	left -= twstat_syns_free(&per_cpu(twstat_pending_syns, entry->syn_cpu), entry->sk);
	if (unlikely(left))
		for_each_possible_cpu(cpu)
			twstat_syns_free(&per_cpu(twstat_pending_syns, cpu), entry->sk);
	twstat_syns_refuse(entry, entry->syn_pending);
}

NOKPROBE_SYMBOL(twstat_syns_end);

/**
 * twstat_syns_refused() - count all pending SYNs as refused when the mini-socket ends
 * @entry: the mini-socket's entry, the bucket locked; no pending SYN is the cause of the end
 */
void twstat_syns_refused(struct twstat_entry *entry)
{
	if (unlikely(entry->syn_pending))
		twstat_syns_end(entry);
}

NOKPROBE_SYMBOL(twstat_syns_refused);

/**
 * twstat_syns_reopened() - remove a SYN that reopens the tuple from the pending ones
 * @entry: the mini-socket's entry, the bucket locked
 *
 * Context: that which handles the SYN.
 */
void twstat_syns_reopened(struct twstat_entry *entry)
{
	struct twstat_pending_syns *here = this_cpu_ptr(&twstat_pending_syns);
	struct twstat_pending_syn *syn;

	if (!entry->syn_pending)
		return;
	for (syn = here->slot; syn < here->slot + TWSTAT_SYNS; syn++) {
		if (syn->sk != entry->sk ||
		    (IS_ENABLED(CONFIG_PREEMPT_RT) && syn->task != twstat_task()))
			continue;
		WRITE_ONCE(syn->sk, NULL);
		entry->syn_pending--;
		return;
	}
}

NOKPROBE_SYMBOL(twstat_syns_reopened);

/* Whether the kernel is done with a SYN of a namespace. */
static bool twstat_syn_is_over_in(const struct twstat_pending_syn *syn, const void *tn)
{
	return syn->tn == tn && twstat_syn_is_over(syn);
}

/* Whether a CPU has pending SYNs of a namespace; sets @wait if the kernel may handle one. */
static bool twstat_syns_any(struct twstat_pending_syns *syns, const struct twstat_net *tn,
			    bool *wait)
{
	struct twstat_pending_syn *syn;
	bool any = false;

	for (syn = syns->slot; syn < syns->slot + TWSTAT_SYNS; syn++) {
		/* Pairs with the release in twstat_syns_pend(). */
		if (!smp_load_acquire(&syn->sk) || READ_ONCE(syn->tn) != tn)
			continue;
		any = true;
		if (!twstat_syn_is_over(syn))
			*wait = true;
	}
	return any;
}

/**
 * twstat_syns_settle() - count the pending SYNs that found no listener
 * @tn: the namespace
 *
 * It waits for one grace period at most, and for none if the last of these SYNs is older than
 * that. All who wait at the same time wait for the same one.
 *
 * Context: process, may sleep.
 */
void twstat_syns_settle(struct twstat_net *tn)
{
	/* SYNs that arrive after this need not be counted. */
	unsigned long now = get_state_synchronize_rcu();
	bool any = false, wait = false;
	int cpu, i;

	for_each_possible_cpu(cpu)
		any |= twstat_syns_any(&per_cpu(twstat_pending_syns, cpu), tn, &wait);
	if (likely(!any))
		return;
	if (wait)
		cond_synchronize_rcu(now);
	for_each_possible_cpu(cpu)
		for (i = 0; i < TWSTAT_SYNS; i++)
			twstat_syn_settle(&per_cpu(twstat_pending_syns, cpu).slot[i],
					  twstat_syn_is_over_in, tn);
}
