// SPDX-License-Identifier: GPL-2.0
/*
 * Failed bind() and connect() calls. A handler can't search the sockets that hold a port: it may
 * not sleep on PREEMPT_RT, where the locks of those lists do, and its work must not grow with
 * their number. So a work item does it a moment later.
 */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/workqueue.h>
#include <net/inet_sock.h>
#include <net/ipv6.h>
#include <net/netns/generic.h>

#include "handlers/bind_causes.h"
#include "handlers/busy.h"
#include "handlers/refusals.h"
#include "tables/net.h"
#include "tables/refused.h"
#include "tcp/family.h"

/* What examining a call costs at least, as a number of sockets that could be looked at. */
#define TWSTAT_REFUSALS_LEAST	32

/* After so many calls the work item begins anew, so that who waits for its end can go on. */
#define TWSTAT_REFUSALS_TURNS	256

static void twstat_refusals_look(struct work_struct *work);
static void twstat_refusals_look_later(struct work_struct *work);
static DECLARE_WORK(twstat_refusals_work, twstat_refusals_look);
static DECLARE_DELAYED_WORK(twstat_refusals_later, twstat_refusals_look_later);

/* Unbound, so that a busy CPU, or one that a greedy program has for itself, delays nothing. */
static struct workqueue_struct *twstat_refusals_queue;

/* Adds a failed call for the work item, which is idle or examines older ones. */
static bool twstat_refusals_add(struct twstat_net *tn, const struct twstat_call *call,
				const struct sock *sk)
{
	enum twstat_refused_added added = twstat_refused_add(tn, call, sk);

	if (added == TWSTAT_REFUSED_NEW)
		queue_work(twstat_refusals_queue, &twstat_refusals_work);
	return added != TWSTAT_REFUSED_NO_ROOM;
}

NOKPROBE_SYMBOL(twstat_refusals_add);

/**
 * twstat_refusals_bind() - queue a bind() that failed
 * @tn: its namespace
 * @sk: its socket
 * @port: the port that it asked for
 *
 * If there is no room for it, BindLost counts it.
 *
 * Context: handlers; any context without preemption.
 */
void twstat_refusals_bind(struct twstat_net *tn, const struct sock *sk, u16 port)
{
	struct twstat_call call = { };

	twstat_bind_request_of(&call.request, sk, port);
	if (!twstat_refusals_add(tn, &call, sk))
		twstat_count(tn, TWSTAT_BIND_LOST);
}

NOKPROBE_SYMBOL(twstat_refusals_bind);

/* Sets the remote end of a connect(). */
static void twstat_refusals_remote(struct twstat_call *call, const struct sock_common *sk)
{
	call->remote_port = ntohs(sk->skc_dport);
	if (twstat_family_is_v4(sk))
		ipv6_addr_set_v4mapped(sk->skc_daddr, &call->remote);
#if IS_ENABLED(CONFIG_IPV6)
	else
		call->remote = sk->skc_v6_daddr;
#endif
}

NOKPROBE_SYMBOL(twstat_refusals_remote);

/**
 * twstat_refusals_connect() - queue a connect() from a bound port that is taken
 * @tn: its namespace
 * @sk: its socket, which goes from SYN_SENT to CLOSE and still has its addresses. If bind()
 *	chose the port, the socket has just given it back; only inet_sport still has it
 *
 * If there is no room for it, ConflictLost counts it.
 *
 * Context: the tracepoint, no preemption.
 */
void twstat_refusals_connect(struct twstat_net *tn, const struct sock *sk)
{
	struct twstat_call call = { .connect = true };

	twstat_bind_request_of(&call.request, sk, ntohs(inet_sk(sk)->inet_sport));
	twstat_refusals_remote(&call, &sk->__sk_common);
	if (!twstat_refusals_add(tn, &call, sk))
		twstat_count(tn, TWSTAT_CONFLICT_LOST);
}

NOKPROBE_SYMBOL(twstat_refusals_connect);

/* Examines equal calls. Returns what that has cost. */
static u32 twstat_refusals_examine(const struct twstat_refused *refused)
{
	return TWSTAT_REFUSALS_LEAST + (refused->call.connect ?
		twstat_busy_examine(refused) : twstat_binds_examine(refused));
}

static void twstat_refusals_lose(const struct twstat_refused *refused)
{
	twstat_count_add(refused->tn, refused->call.connect ?
			 TWSTAT_CONFLICT_LOST : TWSTAT_BIND_LOST, refused->count);
}

/* Examines the calls of a namespace that have waited longest, at most @most slots of them. */
static void twstat_refusals_examine_some(struct twstat_net *tn, enum twstat_examiner examiner,
					 unsigned int most)
{
	struct twstat_refused refused;

	mutex_lock(&tn->refused.examining);
	while (most-- && twstat_refused_take(tn, &refused)) {
		/* The work item has chosen a namespace that has budget left. */
		if (twstat_refused_afford(tn, examiner))
			twstat_refused_spend(tn, examiner, twstat_refusals_examine(&refused));
		else
			twstat_refusals_lose(&refused);
		cond_resched();
	}
	mutex_unlock(&tn->refused.examining);
}

/* Namespaces take turns, one call each; what has no budget left waits for the next second. */
static void twstat_refusals_look(struct work_struct *work)
{
	unsigned int turns = TWSTAT_REFUSALS_TURNS;
	struct twstat_net *tn = NULL;
	bool later = false;

	while (turns-- && (tn = twstat_refused_next(&later)))
		twstat_refusals_examine_some(tn, TWSTAT_EXAMINER_WORK, 1);
	if (tn)
		queue_work(twstat_refusals_queue, &twstat_refusals_work);
	else if (later)
		queue_delayed_work(twstat_refusals_queue, &twstat_refusals_later, HZ);
}

static void twstat_refusals_look_later(struct work_struct *work)
{
	queue_work(twstat_refusals_queue, &twstat_refusals_work);
}

/**
 * twstat_refusals_settle() - find the causes of all failed calls so far in a namespace
 * @tn: the namespace
 *
 * This doesn't wait for the work item, which may have much to do for other namespaces, but for
 * one call of this namespace at most, and examines the others itself. Those for which the
 * budget of readers is too small are counted as lost.
 *
 * Context: process, may sleep.
 */
void twstat_refusals_settle(struct twstat_net *tn)
{
	twstat_refusals_examine_some(tn, TWSTAT_EXAMINER_READER, twstat_refused_waiting(tn));
}

/**
 * twstat_refusals_forget() - forget the failed calls of namespaces that go away
 * @nets: the namespaces, by @exit_list; no handler adds failed calls of these any more
 *
 * When this returns, the work item knows none of them.
 *
 * Context: process, may sleep.
 */
void twstat_refusals_forget(const struct list_head *nets)
{
	const struct net *net;

	list_for_each_entry(net, nets, exit_list)
		twstat_refused_drop(net_generic(net, twstat_net_id));
	flush_work(&twstat_refusals_work);
}

/**
 * twstat_refusals_init() - prepare to examine failed calls
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_refusals_init(void)
{
	twstat_refusals_queue = alloc_workqueue("twstat_refusals", WQ_UNBOUND, 1);
	return twstat_refusals_queue ? 0 : -ENOMEM;
}

/**
 * twstat_refusals_exit() - end the work item; the hooks must be off
 */
void twstat_refusals_exit(void)
{
	cancel_delayed_work_sync(&twstat_refusals_later);
	/* Waits for the other one. */
	destroy_workqueue(twstat_refusals_queue);
}
