// SPDX-License-Identifier: GPL-2.0
/*
 * Failed bind() and connect() calls. A handler can't search the sockets that hold a port: it may
 * not sleep on PREEMPT_RT, where the locks of those lists do, and its work must not grow with
 * their number. So a work item does it a moment later.
 */
#include <linux/kprobes.h>
#include <linux/workqueue.h>
#include <net/inet_sock.h>
#include <net/ipv6.h>

#include "handlers/bind_causes.h"
#include "handlers/busy.h"
#include "handlers/refusals.h"
#include "tables/net.h"
#include "tables/refused.h"
#include "tcp/family.h"

static void twstat_refusals_look(struct work_struct *work);
static DECLARE_WORK(twstat_refusals_work, twstat_refusals_look);

/* Queues a failed call for the work item, which is idle or examines older ones. */
static bool twstat_refusals_queue(struct twstat_net *tn, const struct twstat_call *call)
{
	if (!twstat_refused_add(tn, call))
		return false;
	queue_work(system_wq, &twstat_refusals_work);
	return true;
}

NOKPROBE_SYMBOL(twstat_refusals_queue);

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
	if (!twstat_refusals_queue(tn, &call))
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
	if (!twstat_refusals_queue(tn, &call))
		twstat_count(tn, TWSTAT_CONFLICT_LOST);
}

NOKPROBE_SYMBOL(twstat_refusals_connect);

static void twstat_refusals_look(struct work_struct *work)
{
	/* A later failure has queued this work again, so this run needn't handle it. */
	unsigned int waiting = twstat_refused_waiting();
	struct twstat_refused refused;

	while (waiting-- && twstat_refused_take(&refused)) {
		if (refused.call.connect)
			twstat_busy_examine(&refused);
		else
			twstat_binds_examine(&refused);
		cond_resched();
	}
}

/**
 * twstat_refusals_settle() - wait until all failed calls so far are examined
 *
 * Context: process, may sleep.
 */
void twstat_refusals_settle(void)
{
	flush_work(&twstat_refusals_work);
}
