// SPDX-License-Identifier: GPL-2.0
/* Determines why a mini-socket ends. */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <net/inet_timewait_sock.h>

#include "handlers/exit_cause.h"
#include "handlers/syns.h"
#include "handlers/task.h"
#include "tables/entries.h"
#include "tables/hook_state.h"
#include "tables/net.h"
#include "tcp/mini_socket.h"

/*
 * A connect() that searched for a port also removes the mini-socket from the port's list
 * (__inet_hash_connect). A connect() with a given port doesn't (__inet_check_established).
 */
static enum twstat_counter
twstat_exit_taken(const struct inet_timewait_sock *tw)
{
	return tw->tw_tb ? TWSTAT_EXIT_TAKEN_OVER : TWSTAT_EXIT_REUSED;
}

NOKPROBE_SYMBOL(twstat_exit_taken);

/*
 * Whether a process runs this, so that no segment from the network does. Segments are handled
 * in softirqs, or by kernel threads: of a device with threaded NAPI, or of the backlog.
 */
static bool twstat_exit_in_process(void)
{
	return !in_serving_softirq() && !(current->flags & PF_KTHREAD);
}

NOKPROBE_SYMBOL(twstat_exit_in_process);

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
 * twstat_exit_why_early() - determine why a mini-socket ends before its timer fires
 * @entry: its entry, the bucket locked
 * @tw: the mini-socket
 *
 * A mini-socket ends early by one of four: a connect() that takes it; a process that destroys
 * it; a segment; or TPROXY, when a SYN arrives for which it has a listener, before TCP sees
 * that SYN.
 *
 * An RST ends it while tcp_timewait_state_process() runs. Any other segment ends it after
 * that function, in tcp_v4_rcv() or tcp_v6_rcv(): in TIME_WAIT a SYN that reopens the tuple,
 * in FIN_WAIT2 a segment that the kernel answers with an RST. Several CPUs may handle segments
 * at once. So the entry only notes what can end the socket, each cause in its own field. A
 * process that destroys a socket does so at once, and in process context.
 *
 * Return: one of TWSTAT_EXIT_*.
 */
enum twstat_counter twstat_exit_why_early(const struct twstat_entry *entry,
					  const struct inet_timewait_sock *tw)
{
	if (twstat_mini_is_taken(tw))
		return twstat_exit_taken(tw);
	if (twstat_exit_in_process() &&
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
 * twstat_exit_timer_fired() - check whether a mini-socket's timer is about to end it
 * @entry: its entry, the bucket locked
 * @tw: the mini-socket
 *
 * A timer that isn't pending may also be one that was not started yet: in 6.12 a mini-socket
 * can be found a moment before that.
 *
 * Return: whether the timer has fired.
 */
bool twstat_exit_timer_fired(const struct twstat_entry *entry,
			     const struct inet_timewait_sock *tw)
{
	return !timer_pending(&tw->tw_timer) &&
	       (s32)((u32)jiffies - entry->expires) >= 0;
}

NOKPROBE_SYMBOL(twstat_exit_timer_fired);

/**
 * twstat_exit_contest() - note that a second path is about to end a mini-socket
 * @entry: its entry, the bucket locked; the first path has set @exit
 * @tw: the mini-socket
 *
 * Which path wins is known only when the mini-socket ends. A SYN that gets here reaches its
 * listener in either case, so it doesn't count as refused. Of several SYNs only one reopens
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
 * Which of two paths ends the mini-socket. A connect() has taken it before, whichever path
 * ends it. An RST's path is known by rst_task. A process that destroys it is known by being a
 * process; the segments of a device that delivers them in process context, such as tun, can't
 * be told from that. If it is neither of these, it is the other
 * path.
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
		if (twstat_exit_in_process())
			return TWSTAT_EXIT_DESTROYED;
		return entry->exit == TWSTAT_EXIT_DESTROYED ? entry->rival :
			entry->exit;
	}
	return entry->exit == TWSTAT_EXIT_RST ? entry->rival : entry->exit;
}

NOKPROBE_SYMBOL(twstat_exit_winner);

/**
 * twstat_exit_why() - determine why a mini-socket is about to leave the hash tables
 * @entry: its entry, the bucket locked
 * @tw: the mini-socket
 *
 * A timer never fires before its time, so an end before that is an early one.
 *
 * Return: one of TWSTAT_EXIT_*.
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
