// SPDX-License-Identifier: GPL-2.0
/*
 * bind() calls that search a port, and bind() calls that fail.
 *
 * A restarted server that doesn't set SO_REUSEADDR can't bind its port while connections of
 * its predecessor are in TIME_WAIT. A handler can't search the sockets that hold the port,
 * since it may not sleep on PREEMPT_RT and the lock of that list does. So a work item does it
 * a moment later.
 */
#include <linux/kprobes.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <net/inet_hashtables.h>
#include <net/ipv6.h>
#include <net/sock.h>

#include "handlers/binds.h"
#include "tables/endpoints.h"
#include "tables/endpoints_walk.h"
#include "tables/net.h"
#include "tables/refused.h"
#include "tcp/bind_bucket.h"
#include "tcp/bind_conflict.h"

/**
 * struct twstat_search - the search for the sockets that refuse a bind()
 * @request: what the bind() asked for
 * @seen: number of sockets examined that hold the port
 * @mini: whether a mini-socket conflicts
 */
struct twstat_search {
	const struct twstat_bind_request *request;
	unsigned int seen;
	bool mini;
};

/*
 * How many sockets to examine at most, since the port's bucket is locked meanwhile. Beyond
 * that, the cause of the failure stays unknown.
 */
#define TWSTAT_OWNERS	16384

static void twstat_binds_look(struct work_struct *work);
static DECLARE_WORK(twstat_binds_work, twstat_binds_look);

/**
 * twstat_binds_begin() - record that a bind() begins, or a listen() on an unbound socket
 * @bind: filled in
 * @sk: the socket
 * @port: the requested port, or 0
 *
 * Context: handlers; any context without preemption.
 * Return: whether to call twstat_binds_end().
 */
bool twstat_binds_begin(struct twstat_bind *bind, const struct sock *sk,
			u16 port)
{
	struct twstat_net *tn;

	if (sk->sk_protocol != IPPROTO_TCP)
		return false;
	tn = twstat_net(sock_net(sk));
	if (!tn)
		return false;
	bind->sk = sk;
	bind->port = port;
	if (!port)
		twstat_count(tn, TWSTAT_BIND_AUTO);
	return true;
}

NOKPROBE_SYMBOL(twstat_binds_begin);

/* Queues a failed bind() for the work item, which is idle or examines older ones. */
static void twstat_binds_refused(struct twstat_net *tn,
				 const struct twstat_bind *bind)
{
	struct twstat_bind_request request;

	twstat_bind_request_of(&request, bind->sk, bind->port);
	if (twstat_refused_add(tn, &request))
		queue_work(system_wq, &twstat_binds_work);
	else
		twstat_count(tn, TWSTAT_BIND_LOST);
}

NOKPROBE_SYMBOL(twstat_binds_refused);

/**
 * twstat_binds_end() - count the result of a bind()
 * @bind: from twstat_binds_begin()
 * @result: 0, or non-zero if the port is in use or none is free
 *
 * Context: handlers; any context without preemption.
 */
void twstat_binds_end(const struct twstat_bind *bind, int result)
{
	struct twstat_net *tn;

	if (!result)
		return;
	tn = twstat_net(sock_net(bind->sk));
	if (!tn)
		return;
	if (!bind->port)
		twstat_count(tn, TWSTAT_BIND_AUTO_FAILED);
	else
		twstat_binds_refused(tn, bind);
}

NOKPROBE_SYMBOL(twstat_binds_end);

/* Stops at a conflicting socket that isn't in TIME_WAIT: the bind() fails because of it. */
static bool twstat_binds_full(const struct sock *sk, void *data)
{
	struct twstat_search *search = data;

	if (++search->seen > TWSTAT_OWNERS)
		return true;
	if (!twstat_bind_conflict(sk, search->request))
		return false;
	if (sk->sk_state != TCP_TIME_WAIT)
		return true;
	search->mini = true;
	return false;
}

/* Whether only mini-sockets conflict with a bind(). */
static bool twstat_binds_in_time_wait(struct twstat_search *search,
				      const struct net *net)
{
	const struct twstat_bind_request *request = search->request;
	struct inet_bind_hashbucket *head = twstat_bind_head(net, request->port);
	struct inet_bind_bucket *tb;
	bool full = false;

	spin_lock_bh(&head->lock);
	hlist_for_each_entry(tb, &head->chain, node)
		if (net_eq(ib_net(tb), net) && tb->port == request->port &&
		    tb->l3mdev == request->l3mdev)
			full |= twstat_bind_bucket_any(tb, twstat_binds_full,
						       search);
	spin_unlock_bh(&head->lock);
	return search->mini && !full;
}

static void twstat_binds_count_at_service(struct twstat_endpoint *service,
					  void *data)
{
	const struct twstat_address *address = &service->address;
	const struct twstat_refused *refused = data;
	struct twstat_claim claim = { };

	if (address->port != htons(refused->request.port) ||
	    !(twstat_endpoint_minis(service, TWSTAT_TIME_WAIT, 0, 0) +
	      twstat_endpoint_minis(service, TWSTAT_FIN_WAIT2, 0, 0)))
		return;
	if (address->family == AF_INET)
		ipv6_addr_set_v4mapped(address->v4.local, &claim.address);
	else
		claim.address = address->v6.local;
	if (twstat_claim_meets(&refused->request.claim, &claim))
		twstat_endpoint_add(service, TWSTAT_SRV_BIND_REFUSED,
				    refused->count);
}

static void twstat_binds_examine(struct twstat_refused *refused)
{
	struct twstat_search search = { .request = &refused->request };
	struct twstat_net *tn = refused->tn;
	bool in_time_wait = twstat_binds_in_time_wait(&search, tn->net);

	if (search.seen > TWSTAT_OWNERS) {
		twstat_count_add(tn, TWSTAT_BIND_LOST, refused->count);
	} else if (in_time_wait) {
		twstat_count_add(tn, TWSTAT_BIND_IN_TIME_WAIT, refused->count);
		twstat_endpoints_walk(&tn->endpoints[TWSTAT_SERVICE],
				      twstat_binds_count_at_service, refused);
	}
}

static void twstat_binds_look(struct work_struct *work)
{
	/* A later failure has queued this work again, so this run needn't handle it. */
	unsigned int waiting = twstat_refused_waiting();
	struct twstat_refused refused;

	while (waiting-- && twstat_refused_take(&refused)) {
		twstat_binds_examine(&refused);
		cond_resched();
	}
}

/**
 * twstat_binds_settle() - wait until all failed calls so far are examined
 *
 * Context: process, may sleep.
 */
void twstat_binds_settle(void)
{
	flush_work(&twstat_binds_work);
}
