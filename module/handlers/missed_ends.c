// SPDX-License-Identifier: GPL-2.0
/*
 * Mini-sockets whose end no hook has seen: a kprobe was missed or disarmed, or the kernel has a
 * copy of the hooked function inside of another one. Their entries would stay for ever, and the
 * gauges too high.
 *
 * The kernel counts its mini-sockets, too. If it has fewer than the gauges for some time, a work
 * item looks for all entries in the kernel's own tables, and drops those that are not there. It
 * marks all entries first, so that it drops none whose mini-socket is born meanwhile.
 */
#include <linux/jiffies.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/workqueue.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/net_namespace.h>

#include "handlers/missed_ends.h"
#include "handlers/substate.h"
#include "handlers/syns.h"
#include "tables/entries.h"
#include "tables/hook_state.h"
#include "tables/net.h"
#include "tcp/ehash.h"
#include "tcp/mini_socket.h"

/* How long the gauges must be too high, and how long a search is not repeated. */
#define TWSTAT_ENDS_LASTING	(2 * HZ)
#define TWSTAT_ENDS_PAUSE	(30 * HZ)

/* Births and ends in progress can make the gauges look too high, but hardly so often. */
#define TWSTAT_ENDS_LOOKS	4

static void twstat_ends_search(struct work_struct *work);
static DECLARE_WORK(twstat_ends_work, twstat_ends_search);
static struct workqueue_struct *twstat_ends_queue;

/* When the last search began, in jiffies; 0: never. */
static u32 twstat_ends_searched;

static bool twstat_ends_mark(struct twstat_entry *entry, void *unused)
{
	entry->unseen = true;
	return false;
}

static int twstat_ends_see(struct sock *sk, void *unused)
{
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;

	if (sk->sk_state != TCP_TIME_WAIT)
		return 0;
	twstat_entries_lock_mini(&entries, inet_twsk(sk)->tw_hash);
	entry = twstat_entries_find(&entries, sk);
	if (entry)
		entry->unseen = false;
	twstat_entries_unlock(&entries);
	return 0;
}

/* How it ended can't be told any more. Its namespace's removal counts it otherwise. */
static bool twstat_ends_drop(struct twstat_entry *entry, void *unused)
{
	struct twstat_net *tn = twstat_endpoint_net(entry->endpoint);

	if (!entry->unseen || !check_net(tn->net))
		return false;
	twstat_syns_refused(entry);
	twstat_count(tn, TWSTAT_EXIT_OTHER);
	twstat_substate_out_of(entry, entry->state);
	twstat_transition_count(tn, twstat_substate_tcp(entry->state), TCP_CLOSE);
	atomic64_inc(&twstat_ends_missed);
	return true;
}

static void twstat_ends_see_all(struct inet_hashinfo *hashinfo)
{
	unsigned long slot;

	for (slot = 0; slot <= hashinfo->ehash_mask; slot++)
		twstat_ehash_visit(hashinfo, slot, twstat_ends_see, NULL);
}

static void twstat_ends_search(struct work_struct *work)
{
	struct inet_hashinfo *shared = init_net.ipv4.tcp_death_row.hashinfo;
	struct net *net;

	twstat_entries_walk_minis(twstat_ends_mark, NULL);
	/* A mini-socket that was just born is in the kernel's table after this. */
	synchronize_rcu_tasks();

	twstat_ends_see_all(shared);
	/* A namespace may have asked for its own table (net.ipv4.tcp_child_ehash_entries). */
	down_read(&net_rwsem);
	for_each_net(net)
		if (net->ipv4.tcp_death_row.hashinfo != shared)
			twstat_ends_see_all(net->ipv4.tcp_death_row.hashinfo);
	up_read(&net_rwsem);

	/*
	 * A connect() takes a mini-socket out of the table a moment before the hook on the end
	 * sees it, with bottom halves off.
	 */
	synchronize_rcu();
	twstat_entries_walk_minis(twstat_ends_drop, NULL);
}

static bool twstat_ends_excess(const struct twstat_net *tn)
{
	int i, now;

	for (i = 0; i < TWSTAT_ENDS_LOOKS; i++) {
		now = twstat_time_wait(tn).now + atomic_read(&tn->fin_wait2.now);
		if (now <= twstat_minis_of_kernel(tn->net))
			return false;
	}
	return true;
}

/**
 * twstat_ends_check() - compare the gauges of a namespace with the kernel's own count
 * @tn: the namespace
 *
 * If they are too high for some time, a search begins. It is over a moment later.
 *
 * Context: process.
 */
void twstat_ends_check(struct twstat_net *tn)
{
	u32 at = READ_ONCE(tn->excess_at), now = jiffies;
	u32 last = READ_ONCE(twstat_ends_searched);

	if (likely(!twstat_ends_excess(tn))) {
		if (at)
			WRITE_ONCE(tn->excess_at, 0);
		return;
	}
	if (!at) {
		WRITE_ONCE(tn->excess_at, now ?: 1);
		return;
	}
	if (now - at < TWSTAT_ENDS_LASTING || (last && now - last < TWSTAT_ENDS_PAUSE))
		return;
	WRITE_ONCE(twstat_ends_searched, now ?: 1);
	queue_work(twstat_ends_queue, &twstat_ends_work);
}

/**
 * twstat_ends_flush() - wait until no search runs
 *
 * Context: process, may sleep.
 */
void twstat_ends_flush(void)
{
	flush_work(&twstat_ends_work);
}

/**
 * twstat_ends_init() - prepare to search for missed ends
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_ends_init(void)
{
	twstat_ends_queue = alloc_workqueue("twstat_ends", WQ_UNBOUND, 1);
	return twstat_ends_queue ? 0 : -ENOMEM;
}

/**
 * twstat_ends_exit() - free what twstat_ends_init() has allocated; nobody reads any more
 */
void twstat_ends_exit(void)
{
	destroy_workqueue(twstat_ends_queue);
}
