// SPDX-License-Identifier: GPL-2.0
/*
 * The life of a mini-socket, from what its hooks saw to what it counts for.
 *
 * A socket that has an entry in the table is in exactly one gauge, and has
 * moved exactly one of Enter* and Adopted. Whoever takes the entry out moves
 * exactly one of Exit*. That is all there is to the conservation of sockets.
 *
 * What is called from hooks runs without preemption.
 */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/tcp.h>
#include <net/inet_timewait_sock.h>
#include <net/tcp_states.h>

#include "denied.h"
#include "hook_status.h"
#include "life.h"
#include "live.h"
#include "netns.h"
#include "pool.h"
#include "role.h"
#include "segments.h"

/* Where the module is with the sockets that were there before it. */
static enum {
	TWSTAT_ADOPT_LATER,
	TWSTAT_ADOPT_NOW,
	TWSTAT_ADOPT_DONE
} twstat_adoption __read_mostly;

/* DCCP shares the functions that are hooked, but has a death row of its own. */
static bool twstat_life_is_tcp(const struct inet_timewait_sock *tw)
{
	return tw->tw_dr == &twsk_net(tw)->ipv4.tcp_death_row;
}

NOKPROBE_SYMBOL(twstat_life_is_tcp);

static enum twstat_state
twstat_life_state(const struct inet_timewait_sock *tw)
{
	return READ_ONCE(tw->tw_substate) == TCP_FIN_WAIT2 ?
		TWSTAT_FIN_WAIT2 : TWSTAT_TIME_WAIT;
}

NOKPROBE_SYMBOL(twstat_life_state);

static int twstat_life_tcp_state(enum twstat_state state)
{
	return state == TWSTAT_FIN_WAIT2 ? TCP_FIN_WAIT2 : TCP_TIME_WAIT;
}

NOKPROBE_SYMBOL(twstat_life_tcp_state);

/*
 * The kernel changes the sub-state in place, without a lock and before it
 * restarts the timer, so whoever comes by first notices: the hook on the timer
 * or, if the timer fired in between, the end. The bucket is locked.
 */
static bool twstat_life_promoted(struct twstat_entry *entry,
				 const struct inet_timewait_sock *tw)
{
	struct twstat_net *tn = entry->tn;

	if (entry->state == TWSTAT_TIME_WAIT ||
	    twstat_life_state(tw) == TWSTAT_FIN_WAIT2)
		return false;

	entry->state = TWSTAT_TIME_WAIT;
	entry->born = jiffies;
	entry->adopted = false;
	twstat_gauge_inc(&tn->gauge[TWSTAT_TIME_WAIT]);
	twstat_gauge_dec(&tn->gauge[TWSTAT_FIN_WAIT2]);
	twstat_count(tn, TWSTAT_PROMOTE_FIN_WAIT2);
	twstat_states_move(tn, TCP_FIN_WAIT2, TCP_TIME_WAIT);
	return true;
}

NOKPROBE_SYMBOL(twstat_life_promoted);

static enum twstat_counter twstat_life_birth(enum twstat_state state,
					     const struct sock *sk)
{
	if (state == TWSTAT_FIN_WAIT2)
		return TWSTAT_ENTER_FIN_WAIT2;
	return sk->sk_state == TCP_CLOSING ? TWSTAT_ENTER_SIMULTANEOUS :
		TWSTAT_ENTER_CLOSE;
}

NOKPROBE_SYMBOL(twstat_life_birth);

/**
 * twstat_life_enter() - a mini-socket is about to replace a full one
 * @tw: the mini-socket, in no hash table yet
 * @sk: the full one, still in the state it comes from
 * @expires: when its timer will fire, in jiffies
 *
 * The entry is in the table before anybody else can find the socket.
 */
void twstat_life_enter(const struct inet_timewait_sock *tw,
		       const struct sock *sk, u32 expires)
{
	struct hlist_bl_head *bucket;
	struct twstat_entry *entry;
	struct twstat_net *tn;
	unsigned long flags;

	if (!twstat_life_is_tcp(tw))
		return;
	tn = twstat_net(sock_net(sk));
	if (!tn)
		return;

	bucket = twstat_live_lock(tw->tw_hash, &flags);
	entry = twstat_pool_get();
	if (entry) {
		twstat_entry_init(entry, tw, tn);
		entry->born = jiffies;
		entry->expires = expires;
		entry->state = twstat_life_state(tw);
		twstat_gauge_inc(&tn->gauge[entry->state]);
		twstat_count(tn, twstat_life_birth(entry->state, sk));
		twstat_count(tn, twstat_role_accepted(sk) ?
			     TWSTAT_ROLE_PASSIVE_OPEN : TWSTAT_ROLE_ACTIVE_OPEN);
		twstat_live_add(bucket, entry);
	} else {
		twstat_count(tn, TWSTAT_TRACK_FAILED);
	}
	twstat_live_unlock(bucket, flags);
}

NOKPROBE_SYMBOL(twstat_life_enter);

/**
 * twstat_life_rearm() - the timer of a mini-socket is about to be restarted
 * @tw: the mini-socket
 * @expires: when it shall fire now, in jiffies
 *
 * mod_timer_pending() has no effect on a timer that has fired.
 */
void twstat_life_rearm(const struct inet_timewait_sock *tw, u32 expires)
{
	struct hlist_bl_head *bucket;
	struct twstat_entry *entry;
	unsigned long flags;

	bucket = twstat_live_lock(tw->tw_hash, &flags);
	entry = twstat_live_find(bucket, tw);
	if (entry) {
		bool promoted = twstat_life_promoted(entry, tw);

		if (timer_pending(&tw->tw_timer)) {
			entry->expires = expires;
			if (!promoted)
				twstat_count(entry->tn, TWSTAT_EXTENDED);
		}
	}
	twstat_live_unlock(bucket, flags);
}

NOKPROBE_SYMBOL(twstat_life_rearm);

/**
 * twstat_life_adopt() - take in a mini-socket that was there before the hooks
 * @tw: the mini-socket, which the caller keeps from being freed
 *
 * Its end may be on its way already, past the hook or still before it. The
 * timer tells: it stops being pending before the hook on the end is reached,
 * and that hook needs the bucket's lock. So if the timer is pending while we
 * hold the lock, the hook is still to come and finds the entry.
 *
 * Context: no preemption.
 * Return: 0, or -ENOMEM if the pool is empty.
 */
int twstat_life_adopt(const struct inet_timewait_sock *tw)
{
	struct hlist_bl_head *bucket;
	struct twstat_entry *entry;
	struct twstat_net *tn;
	unsigned long flags;
	int err = 0;

	tn = twstat_net(twsk_net(tw));
	if (!tn)
		return 0;

	bucket = twstat_live_lock(tw->tw_hash, &flags);
	if (twstat_live_find(bucket, tw) || !timer_pending(&tw->tw_timer))
		goto out;

	entry = twstat_pool_get();
	if (entry) {
		twstat_entry_init(entry, tw, tn);
		entry->adopted = true;
		entry->born = jiffies;
		entry->expires = tw->tw_timer.expires;
		entry->state = twstat_life_state(tw);
		twstat_gauge_inc(&tn->gauge[entry->state]);
		twstat_count(tn, TWSTAT_ADOPTED);
		twstat_states_move(tn, TWSTAT_BEFORE,
				   twstat_life_tcp_state(entry->state));
		twstat_live_add(bucket, entry);
	} else {
		err = -ENOMEM;
	}
out:
	twstat_live_unlock(bucket, flags);
	return err;
}

NOKPROBE_SYMBOL(twstat_life_adopt);

/**
 * twstat_life_segment() - a segment met a mini-socket
 * @tw: the mini-socket
 * @th: the segment's header
 *
 * An RST is noted: if the same task ends the socket now, this is why. While sockets
 * from before are taken in, this one is now: its segment came before its turn, and
 * its end may come after it.
 */
void twstat_life_segment(const struct inet_timewait_sock *tw,
			 const struct tcphdr *th)
{
	struct hlist_bl_head *bucket;
	struct twstat_entry *entry;
	unsigned long flags;

	if (unlikely(READ_ONCE(twstat_adoption) == TWSTAT_ADOPT_NOW))
		twstat_life_adopt(tw);

	bucket = twstat_live_lock(tw->tw_hash, &flags);
	entry = twstat_live_find(bucket, tw);
	if (entry && th->rst)
		entry->rst_task = twstat_task();
	else if (entry && entry->rst_task == twstat_task())
		entry->rst_task = 0;
	twstat_live_unlock(bucket, flags);
}

NOKPROBE_SYMBOL(twstat_life_segment);

/*
 * A connect() unhashes the socket that it takes, and before it ends it; nobody
 * else does. It also takes it out of its port's list, if it had to look for a port
 * (__inet_hash_connect), but not if the port was given (__inet_check_established).
 */
static enum twstat_counter
twstat_life_taken(const struct inet_timewait_sock *tw)
{
	return tw->tw_tb ? TWSTAT_EXIT_TAKEN_OVER : TWSTAT_EXIT_REUSED;
}

NOKPROBE_SYMBOL(twstat_life_taken);

static bool twstat_life_is_taken(const struct inet_timewait_sock *tw)
{
	return hlist_nulls_unhashed(&tw->tw_node);
}

NOKPROBE_SYMBOL(twstat_life_is_taken);

/**
 * twstat_life_destroy() - a process is about to destroy a mini-socket
 * @tw: the mini-socket
 */
void twstat_life_destroy(const struct inet_timewait_sock *tw)
{
	struct hlist_bl_head *bucket;
	struct twstat_entry *entry;
	unsigned long flags;

	bucket = twstat_live_lock(tw->tw_hash, &flags);
	entry = twstat_live_find(bucket, tw);
	if (entry)
		entry->destroying = true;
	twstat_live_unlock(bucket, flags);
}

NOKPROBE_SYMBOL(twstat_life_destroy);

/* Of two RSTs at once the first may find the mark of the second. */
static bool twstat_life_is_reset(const struct twstat_entry *entry)
{
	if (entry->rst_task == twstat_task())
		return true;
	return entry->rst_task && twstat_hook_is_on(TWSTAT_HOOK_VERDICT) &&
	       !entry->syn_pending && !entry->reset_pending;
}

NOKPROBE_SYMBOL(twstat_life_is_reset);

/*
 * Four things end a socket early: a connect() that takes it; a process that
 * destroys it; a segment; and TPROXY, when a SYN comes for which it has a listener,
 * before TCP sees it.
 *
 * A segment ends it while it is judged, if it is an RST. Else tcp_v4_rcv() or
 * tcp_v6_rcv() do so after it: in TIME_WAIT for a SYN that reopens the tuple, in
 * FIN_WAIT2 when we answer with an RST. Several may be at work on several CPUs, so
 * only what can end it is noted, and each on its own. Who destroys a socket does so
 * at once, and in a process.
 */
static enum twstat_counter
twstat_life_why_early(const struct twstat_entry *entry,
		      const struct inet_timewait_sock *tw)
{
	if (twstat_life_is_taken(tw))
		return twstat_life_taken(tw);
	if (!in_serving_softirq() &&
	    (entry->destroying || !twstat_hook_is_on(TWSTAT_HOOK_ABORT)))
		return TWSTAT_EXIT_DESTROYED;
	if (!twstat_hook_is_on(TWSTAT_HOOK_SEGMENT))
		return TWSTAT_EXIT_OTHER;
	if (twstat_life_is_reset(entry))
		return TWSTAT_EXIT_RST;
	if (entry->reset_pending ||
	    (entry->state == TWSTAT_FIN_WAIT2 &&
	     !twstat_hook_is_on(TWSTAT_HOOK_VERDICT)))
		return TWSTAT_EXIT_RESET;
	return TWSTAT_EXIT_REOPENED;
}

NOKPROBE_SYMBOL(twstat_life_why_early);

/* In 6.12 a socket can be found a moment before its timer is started. */
static bool twstat_life_timer_fired(const struct twstat_entry *entry,
				    const struct inet_timewait_sock *tw)
{
	return !timer_pending(&tw->tw_timer) &&
	       (s32)((u32)jiffies - entry->expires) >= 0;
}

NOKPROBE_SYMBOL(twstat_life_timer_fired);

/**
 * twstat_life_end_early() - somebody ends a mini-socket before its timer does
 * @tw: the mini-socket
 *
 * Return: whether this is the first to end it.
 */
bool twstat_life_end_early(const struct inet_timewait_sock *tw)
{
	struct hlist_bl_head *bucket;
	struct twstat_entry *entry;
	unsigned long flags;
	bool first;

	bucket = twstat_live_lock(tw->tw_hash, &flags);
	entry = twstat_live_find(bucket, tw);
	first = entry && !entry->exit && !twstat_life_timer_fired(entry, tw);
	if (first) {
		twstat_life_promoted(entry, tw);
		entry->exit = twstat_life_why_early(entry, tw);
		if (entry->exit == TWSTAT_EXIT_REOPENED)
			twstat_segments_syn_reopened(entry);
	}
	twstat_live_unlock(bucket, flags);
	return first;
}

NOKPROBE_SYMBOL(twstat_life_end_early);

/* A timer never fires before its time. */
static enum twstat_counter twstat_life_why(const struct twstat_entry *entry,
					   const struct inet_timewait_sock *tw)
{
	if (entry->exit)
		return entry->exit;
	if (twstat_life_is_taken(tw))
		return twstat_life_taken(tw);
	if (time_before(jiffies, tw->tw_timer.expires))
		return TWSTAT_EXIT_OTHER;
	return entry->state == TWSTAT_FIN_WAIT2 ?
		TWSTAT_EXIT_FIN_WAIT2_EXPIRED : TWSTAT_EXIT_EXPIRED;
}

NOKPROBE_SYMBOL(twstat_life_why);

/* Nobody can read a dead namespace's counters any more, so the first one tells. */
static void twstat_life_count_purged(void)
{
	struct twstat_net *first = twstat_net(&init_net);

	if (first)
		twstat_count(first, TWSTAT_EXIT_PURGED);
}

NOKPROBE_SYMBOL(twstat_life_count_purged);

/*
 * When TCP purges the sockets of one namespace, it also ends those of any other that
 * died meanwhile (inet_twsk_purge), before twstat_life_purge() is called for that.
 */
static void twstat_life_count_end(const struct twstat_entry *entry,
				  const struct inet_timewait_sock *tw)
{
	enum twstat_counter exit = twstat_life_why(entry, tw);
	u32 age = (u32)jiffies - entry->born;
	struct twstat_net *tn = entry->tn;

	if (unlikely(!check_net(tn->net))) {
		twstat_life_count_purged();
		return;
	}

	twstat_denied_ending(tn);
	twstat_count(tn, exit);
	twstat_gauge_dec(&tn->gauge[entry->state]);
	twstat_states_move(tn, twstat_life_tcp_state(entry->state), TCP_CLOSE);
	twstat_histograms_end(tn, exit, entry->adopted ? NULL : &age,
			      (u32)tw->tw_timer.expires - (u32)jiffies,
			      entry->state == TWSTAT_TIME_WAIT);
}

NOKPROBE_SYMBOL(twstat_life_count_end);

static void twstat_life_count_unknown(const struct inet_timewait_sock *tw)
{
	struct twstat_net *tn = twstat_net(twsk_net(tw));

	if (tn && READ_ONCE(twstat_adoption) == TWSTAT_ADOPT_DONE)
		twstat_count(tn, TWSTAT_TRACK_UNKNOWN);
}

NOKPROBE_SYMBOL(twstat_life_count_unknown);

/**
 * twstat_life_end() - a mini-socket is about to leave the hash tables
 * @tw: the mini-socket
 *
 * The kernel comes here once for each. Its address can't be used again before
 * the hooked function is done, so it is a good key up to now.
 */
void twstat_life_end(const struct inet_timewait_sock *tw)
{
	struct hlist_bl_head *bucket;
	struct twstat_entry *entry;
	unsigned long flags;

	if (!twstat_life_is_tcp(tw))
		return;

	bucket = twstat_live_lock(tw->tw_hash, &flags);
	entry = twstat_live_find(bucket, tw);
	if (entry) {
		twstat_life_promoted(entry, tw);
		twstat_segments_syn_refused(entry);
		twstat_life_count_end(entry, tw);
		twstat_live_del(entry);
		twstat_pool_put(entry);
	} else {
		twstat_life_count_unknown(tw);
	}
	twstat_live_unlock(bucket, flags);
}

NOKPROBE_SYMBOL(twstat_life_end);

/**
 * twstat_life_adopt_begin() - from now on sockets from before may be taken in
 */
void twstat_life_adopt_begin(void)
{
	WRITE_ONCE(twstat_adoption, TWSTAT_ADOPT_NOW);
}

/**
 * twstat_life_adopt_done() - from now on every end should have had a birth
 */
void twstat_life_adopt_done(void)
{
	WRITE_ONCE(twstat_adoption, TWSTAT_ADOPT_DONE);
}

static bool twstat_life_purge_one(struct twstat_entry *entry, void *unused)
{
	if (check_net(entry->tn->net))
		return false;
	twstat_life_count_purged();
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
	twstat_live_walk(twstat_life_purge_one, NULL);
}
