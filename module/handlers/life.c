// SPDX-License-Identifier: GPL-2.0
/*
 * The life of a mini-socket: its hooks report events, and this file counts them.
 *
 * A mini-socket with an entry is in exactly one gauge, and has moved exactly one of Enter* and
 * Adopted. The path that removes the entry moves exactly one of Exit*. The conservation of
 * sockets follows from these two rules.
 *
 * Functions that hooks call run without preemption. Births are in handlers/births.c.
 */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/tcp.h>
#include <net/inet_timewait_sock.h>
#include <net/tcp_states.h>

#include "handlers/adopted.h"
#include "handlers/ending.h"
#include "handlers/exit_cause.h"
#include "handlers/expiry.h"
#include "handlers/life.h"
#include "handlers/substate.h"
#include "handlers/syns.h"
#include "handlers/task.h"
#include "tables/entries.h"
#include "tables/net.h"
#include "trace/report.h"

/*
 * The kernel changes the sub-state in place, without a lock, and before it restarts the timer.
 * So the first path that runs after that notices a promotion: the hook on the segment or the
 * timer or, if the timer fired in between, the end. The bucket is locked.
 */
static bool twstat_life_promoted(struct twstat_entry *entry,
				 const struct inet_timewait_sock *tw)
{
	struct twstat_net *tn = twstat_endpoint_net(entry->endpoint);

	if (entry->state == TWSTAT_TIME_WAIT ||
	    twstat_mini_substate(tw) == TWSTAT_FIN_WAIT2)
		return false;

	entry->born = jiffies;
	entry->adopted = false;
	/* In this order, or the peak of TIME_WAIT would leave it out. */
	twstat_substate_out_of(entry, TWSTAT_FIN_WAIT2);
	twstat_substate_into(entry, tn, TWSTAT_TIME_WAIT, entry->kind, 0);
	twstat_count(tn, TWSTAT_PROMOTE_FIN_WAIT2);
	twstat_transition_count(tn, TCP_FIN_WAIT2, TCP_TIME_WAIT);
	return true;
}

NOKPROBE_SYMBOL(twstat_life_promoted);

static void twstat_life_extended(struct twstat_entry *entry)
{
	if (entry->extensions < TWSTAT_EXTENSIONS_MOST)
		entry->extensions++;
	twstat_count(twstat_endpoint_net(entry->endpoint), TWSTAT_EXTENDED);
}

NOKPROBE_SYMBOL(twstat_life_extended);

/* Returns the time from now until @expires, in jiffies. */
static int twstat_life_left(u32 expires)
{
	return max((s32)(expires - (u32)jiffies), 0);
}

NOKPROBE_SYMBOL(twstat_life_left);

/* Records a restart of the timer, unless it has fired; the bucket is locked. */
static void twstat_life_restart(struct twstat_entry *entry,
				const struct inet_timewait_sock *tw,
				bool extended, u32 expires,
				struct twstat_restart *restart)
{
	restart->promoted = twstat_life_promoted(entry, tw);
	if (!(restart->promoted || extended) || !timer_pending(&tw->tw_timer))
		return;
	restart->left = twstat_life_left(entry->expires);
	restart->timeout = twstat_life_left(expires);
	entry->expires = expires;
	if (!restart->promoted) {
		restart->extended = true;
		twstat_life_extended(entry);
	}
}

NOKPROBE_SYMBOL(twstat_life_restart);

/**
 * twstat_life_restarted() - record the result of a segment that may have restarted the timer
 * @entry: the mini-socket's entry, the bucket locked
 * @tw: the mini-socket, which can't be freed while it has an entry
 * @extended: the segment restarted the timer, if that had not fired; if it also promoted the
 *	mini-socket, that is not an extension
 * @restart: all zeros; filled in for the trace events
 */
void twstat_life_restarted(struct twstat_entry *entry,
			   const struct inet_timewait_sock *tw, bool extended,
			   struct twstat_restart *restart)
{
	twstat_life_restart(entry, tw, extended, tw->tw_timer.expires, restart);
}

NOKPROBE_SYMBOL(twstat_life_restarted);

/**
 * twstat_life_rearm() - record that the timer of a mini-socket is about to be restarted
 * @tw: the mini-socket
 * @expires: when it will fire, in jiffies
 *
 * Used when segments are not hooked. mod_timer_pending() has no effect on a timer that has
 * fired.
 */
void twstat_life_rearm(const struct inet_timewait_sock *tw, u32 expires)
{
	struct twstat_restart restart = {};
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;

	twstat_entries_lock_mini(&entries, tw->tw_hash);
	entry = twstat_entries_find(&entries, tw);
	if (entry)
		twstat_life_restart(entry, tw, true, expires, &restart);
	twstat_entries_unlock(&entries);
	if (twstat_trace_restarts_enabled())
		twstat_trace_restart_of(tw, &restart);
}

NOKPROBE_SYMBOL(twstat_life_rearm);

/**
 * twstat_life_segment() - record that a segment has arrived for a mini-socket
 * @tw: the mini-socket
 * @th: the segment's TCP header
 *
 * An RST is noted: if the same task ends the mini-socket next, the RST is the cause. While
 * older mini-sockets are being adopted, this adopts @tw at once: adoption may not have
 * reached it yet, and its end may come only after adoption has.
 */
void twstat_life_segment(const struct inet_timewait_sock *tw,
			 const struct tcphdr *th)
{
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;

	if (unlikely(twstat_adoption_is(TWSTAT_ADOPT_NOW)))
		twstat_adopted_take(tw, TWSTAT_NO_ENDPOINT, NULL);

	twstat_entries_lock_mini(&entries, tw->tw_hash);
	entry = twstat_entries_find(&entries, tw);
	if (entry && th->rst)
		entry->rst_task = twstat_task();
	else if (entry && entry->rst_task == twstat_task())
		entry->rst_task = 0;
	twstat_entries_unlock(&entries);
}

NOKPROBE_SYMBOL(twstat_life_segment);

/**
 * twstat_life_destroy() - note that a process is about to destroy a mini-socket
 * @tw: the mini-socket
 */
void twstat_life_destroy(const struct inet_timewait_sock *tw)
{
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;

	twstat_entries_lock_mini(&entries, tw->tw_hash);
	entry = twstat_entries_find(&entries, tw);
	if (entry)
		entry->destroying = true;
	twstat_entries_unlock(&entries);
}

NOKPROBE_SYMBOL(twstat_life_destroy);

/**
 * twstat_life_end_early() - note that a mini-socket is being ended before its timer fires
 * @tw: the mini-socket
 *
 * Return: whether this is the first path that ends it.
 */
bool twstat_life_end_early(const struct inet_timewait_sock *tw)
{
	struct twstat_restart restart = {};
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;
	bool first;

	twstat_entries_lock_mini(&entries, tw->tw_hash);
	entry = twstat_entries_find(&entries, tw);
	first = entry && !entry->exit && !twstat_exit_timer_fired(entry, tw);
	if (first) {
		restart.promoted = twstat_life_promoted(entry, tw);
		restart.timeout = twstat_life_left(tw->tw_timer.expires);
		entry->exit = twstat_exit_why_early(entry, tw);
		if (entry->exit == TWSTAT_EXIT_REOPENED)
			twstat_syns_reopened(entry);
	} else if (entry && entry->exit) {
		twstat_exit_contest(entry, tw);
	}
	twstat_entries_unlock(&entries);
	if (twstat_trace_restarts_enabled())
		twstat_trace_restart_of(tw, &restart);
	return first;
}

NOKPROBE_SYMBOL(twstat_life_end_early);

/* Fills in the trace event of what twstat_life_purge() counted: @tw has the addresses. */
static void twstat_life_count_unknown(const struct inet_timewait_sock *tw,
				      struct twstat_end *end)
{
	struct twstat_net *tn = twstat_net(twsk_net(tw));

	if (!check_net(twsk_net(tw))) {
		end->cause = TWSTAT_EXIT_PURGED;
		end->state = twstat_substate_tcp(twstat_mini_substate(tw));
		end->lifetime = -1;
		end->left = twstat_life_left(tw->tw_timer.expires);
	} else if (tn && twstat_adoption_is(TWSTAT_ADOPT_DONE)) {
		twstat_count(tn, TWSTAT_TRACK_UNKNOWN);
	}
}

NOKPROBE_SYMBOL(twstat_life_count_unknown);

/* The end of a mini-socket that is not the usual one. */
static noinline void twstat_life_end_other(const struct inet_timewait_sock *tw)
{
	struct twstat_end end = {};
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;

	twstat_entries_lock_mini(&entries, tw->tw_hash);
	entry = twstat_entries_find(&entries, tw);
	if (entry) {
		end.promoted = twstat_life_promoted(entry, tw);
		twstat_syns_refused(entry);
		twstat_ending_count(entry, tw, &end);
		twstat_entries_del(&entries, entry);
		twstat_entry_free(entry);
	} else {
		twstat_life_count_unknown(tw, &end);
	}
	twstat_entries_unlock(&entries);
	if (twstat_trace_ends_enabled())
		twstat_trace_end(tw, &end);
}

NOKPROBE_SYMBOL(twstat_life_end_other);

/**
 * twstat_life_end() - count a mini-socket that is about to leave the hash tables
 * @tw: the mini-socket
 *
 * The kernel calls the hooked function once for each mini-socket. Its address can't be reused
 * before that function returns, so the address is a valid key until here.
 *
 * Context: any.
 */
void twstat_life_end(const struct inet_timewait_sock *tw)
{
	if (twstat_mini_is_tcp(tw) && unlikely(!twstat_expiry(tw)))
		twstat_life_end_other(tw);
}

NOKPROBE_SYMBOL(twstat_life_end);

static bool twstat_life_purge_one(struct twstat_entry *entry, void *unused)
{
	if (check_net(twstat_endpoint_net(entry->endpoint)->net))
		return false;
	if (entry->state < TWSTAT_SUBSTATES)
		twstat_ending_count_purged();
	return true;
}

/**
 * twstat_life_purge() - drop the entries of dead namespaces
 *
 * The kernel ends their sockets right after this.
 *
 * Context: process, may sleep.
 */
void twstat_life_purge(void)
{
	twstat_entries_walk(twstat_life_purge_one, NULL);
}
