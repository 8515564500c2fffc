// SPDX-License-Identifier: GPL-2.0
/* Why a mini-socket ends. */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/preempt.h>
#include <net/inet_timewait_sock.h>

#include "handlers/exit_cause.h"
#include "handlers/syns.h"
#include "handlers/task.h"
#include "tables/entries.h"
#include "tables/hook_state.h"
#include "tables/net.h"
#include "tcp/mini_socket.h"

/*
 * A connect() also takes the socket out of its port's list if it had to look for a port
 * (__inet_hash_connect), but not if the port was given (__inet_check_established).
 */
static enum twstat_counter
twstat_exit_taken(const struct inet_timewait_sock *tw)
{
	return tw->tw_tb ? TWSTAT_EXIT_TAKEN_OVER : TWSTAT_EXIT_REUSED;
}

NOKPROBE_SYMBOL(twstat_exit_taken);

/* If two CPUs handle an RST, rst_task may be the other CPU's. */
static bool twstat_exit_is_reset(const struct twstat_entry *entry)
{
	if (entry->rst_task == twstat_task())
		return true;
	return entry->rst_task && twstat_hook_is_on(TWSTAT_HOOK_VERDICT) &&
	       !entry->syn_pending && !entry->reset_pending;
}

NOKPROBE_SYMBOL(twstat_exit_is_reset);

/**
 * twstat_exit_why_early() - why somebody ends a mini-socket before its timer does
 * @entry: its entry, the bucket locked
 * @tw: the mini-socket
 *
 * Four things end a socket early: a connect() that takes it; a process that
 * destroys it; a segment; and TPROXY, when a SYN comes for which it has a listener,
 * before TCP sees it.
 *
 * A segment ends it while it is judged, if it is an RST. Else tcp_v4_rcv() or
 * tcp_v6_rcv() do so after it: in TIME_WAIT for a SYN that reopens the tuple, in
 * FIN_WAIT2 when we answer with an RST. Several may be at work on several CPUs, so
 * only what can end it is noted, and each on its own. Who destroys a socket does so
 * at once, and in a process.
 *
 * Return: one of Exit*.
 */
enum twstat_counter twstat_exit_why_early(const struct twstat_entry *entry,
					  const struct inet_timewait_sock *tw)
{
	if (twstat_mini_is_taken(tw))
		return twstat_exit_taken(tw);
	if (!in_serving_softirq() &&
	    (entry->destroying || !twstat_hook_is_on(TWSTAT_HOOK_ABORT)))
		return TWSTAT_EXIT_DESTROYED;
	if (!twstat_hook_is_on(TWSTAT_HOOK_SEGMENT))
		return TWSTAT_EXIT_OTHER;
	if (twstat_exit_is_reset(entry))
		return TWSTAT_EXIT_RST;
	if (entry->reset_pending ||
	    (entry->state == TWSTAT_FIN_WAIT2 &&
	     !twstat_hook_is_on(TWSTAT_HOOK_VERDICT)))
		return TWSTAT_EXIT_RESET;
	return TWSTAT_EXIT_REOPENED;
}

NOKPROBE_SYMBOL(twstat_exit_why_early);

/**
 * twstat_exit_timer_fired() - is its timer about to end a mini-socket?
 * @entry: its entry, the bucket locked
 * @tw: the mini-socket
 *
 * In 6.12 a socket can be found a moment before its timer is started.
 *
 * Return: whether it has fired.
 */
bool twstat_exit_timer_fired(const struct twstat_entry *entry,
			     const struct inet_timewait_sock *tw)
{
	return !timer_pending(&tw->tw_timer) &&
	       (s32)((u32)jiffies - entry->expires) >= 0;
}

NOKPROBE_SYMBOL(twstat_exit_timer_fired);

/**
 * twstat_exit_contest() - somebody else is about to end a mini-socket, too
 * @entry: its entry, the bucket locked; its cause is known
 * @tw: the mini-socket
 *
 * Which of them does is known when it ends. A SYN that comes this far gets its listener in
 * either case, so it is none of those that were refused; of several SYNs only one reopens
 * the tuple.
 */
void twstat_exit_contest(struct twstat_entry *entry,
			 const struct inet_timewait_sock *tw)
{
	enum twstat_counter why = twstat_exit_why_early(entry, tw);

	if (why == TWSTAT_EXIT_REOPENED &&
	    entry->exit != TWSTAT_EXIT_REOPENED &&
	    entry->rival != TWSTAT_EXIT_REOPENED)
		twstat_syns_reopened(entry);
	if (!entry->rival && why != entry->exit)
		entry->rival = why;
}

NOKPROBE_SYMBOL(twstat_exit_contest);

static bool twstat_exit_is_either(const struct twstat_entry *entry,
				  enum twstat_counter why)
{
	return entry->exit == why || entry->rival == why;
}

NOKPROBE_SYMBOL(twstat_exit_is_either);

/*
 * Which of two ends it. A connect() has taken the socket before, whoever ends it; who has an
 * RST is told by its mark, and a process that destroys it by where it runs: nobody can be
 * told from that whose segments don't come in a softirq, as a tun device's. If it is neither
 * of these, it is the other one.
 */
static enum twstat_counter twstat_exit_winner(const struct twstat_entry *entry,
					      const struct inet_timewait_sock *tw)
{
	if (twstat_mini_is_taken(tw))
		return twstat_exit_taken(tw);
	if (twstat_exit_is_either(entry, TWSTAT_EXIT_RST) &&
	    entry->rst_task == twstat_task())
		return TWSTAT_EXIT_RST;
	if (twstat_exit_is_either(entry, TWSTAT_EXIT_DESTROYED)) {
		if (!in_serving_softirq())
			return TWSTAT_EXIT_DESTROYED;
		return entry->exit == TWSTAT_EXIT_DESTROYED ? entry->rival :
			entry->exit;
	}
	return entry->exit == TWSTAT_EXIT_RST ? entry->rival : entry->exit;
}

NOKPROBE_SYMBOL(twstat_exit_winner);

/**
 * twstat_exit_why() - why a mini-socket is about to leave the hash tables
 * @entry: its entry, the bucket locked
 * @tw: the mini-socket
 *
 * A timer never fires before its time.
 *
 * Return: one of Exit*.
 */
enum twstat_counter twstat_exit_why(const struct twstat_entry *entry,
				    const struct inet_timewait_sock *tw)
{
	bool early = time_before(jiffies, tw->tw_timer.expires);

	if (unlikely(entry->rival) && early)
		return twstat_exit_winner(entry, tw);
	if (entry->exit)
		return entry->exit;
	if (twstat_mini_is_taken(tw))
		return twstat_exit_taken(tw);
	if (early)
		return TWSTAT_EXIT_OTHER;
	return entry->state == TWSTAT_FIN_WAIT2 ?
		TWSTAT_EXIT_FIN_WAIT2_EXPIRED : TWSTAT_EXIT_EXPIRED;
}

NOKPROBE_SYMBOL(twstat_exit_why);
