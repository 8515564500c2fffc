// SPDX-License-Identifier: GPL-2.0
/*
 * Adoption of the sockets that existed before the module: mini-sockets, and full sockets that
 * called connect(). It runs once, while connections keep coming and ending.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/rcupdate.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/net_namespace.h>

#include "control/adoption.h"
#include "handlers/adopted.h"
#include "handlers/clients.h"
#include "tables/endpoint_pool.h"
#include "tables/endpoints.h"
#include "tables/entry_pool.h"
#include "tcp/bind_bucket.h"
#include "tcp/ehash.h"
#include "tcp/listener.h"
#include "tcp/mini_socket.h"
#include "tcp/port_range.h"

#define TWSTAT_ADOPTION_SPARE	4096

/*
 * The side of a mini-socket, as far as it can be determined: the mini-socket itself doesn't
 * record it, but in newer kernels whether connect() chose its port. connect() marks the bucket
 * of such a port, too (__inet_hash_connect). A port
 * that was bound is the server's if a socket listens on it, or if it is outside
 * net.ipv4.ip_local_port_range.
 */
static enum twstat_endpoint_kind
twstat_adoption_kind(const struct inet_timewait_sock *tw,
		     const struct inet_bind_bucket *tb)
{
	u32 low, high;

	if (twstat_mini_connected(tw) || tb->fastreuse < 0)
		return TWSTAT_DESTINATION;
	if (twstat_listener_exists(tw))
		return TWSTAT_SERVICE;
	twstat_port_range(twsk_net(tw), &low, &high);
	return tw->tw_num >= low && tw->tw_num <= high ?
		TWSTAT_DESTINATION : TWSTAT_SERVICE;
}

/*
 * Elsewhere the lock of the bind bucket is taken before that of ehash. Here ehash is already
 * locked, so the lock of the bind bucket can only be tried.
 */
static int twstat_adoption_mini(const struct inet_timewait_sock *tw)
{
	struct inet_bind_hashbucket *head = twstat_bind_head(twsk_net(tw),
							     tw->tw_num);
	enum twstat_endpoint_kind kind = TWSTAT_NO_ENDPOINT;
	unsigned long flags;
	int err;

	if (!spin_trylock(&head->lock))
		return -EAGAIN;
	if (tw->tw_tb)
		kind = twstat_adoption_kind(tw, tw->tw_tb);
	local_irq_save(flags);
	err = twstat_adopted_take(tw, kind, tw->tw_tb);
	local_irq_restore(flags);
	spin_unlock(&head->lock);
	return err;
}

/* The kernel removes a socket from ehash before the tracepoint reports that it is closed. */
static int twstat_adoption_full(const struct sock *sk)
{
	unsigned long flags;
	int err;

	if (!twstat_clients_watched())
		return 0;
	local_irq_save(flags);
	err = twstat_clients_adopt(sk);
	local_irq_restore(flags);
	return err;
}

static int twstat_adoption_one(struct sock *sk, void *minis)
{
	if (sk->sk_state == TCP_TIME_WAIT)
		return *(bool *)minis ? twstat_adoption_mini(inet_twsk(sk)) : 0;
	if (sk->sk_state == TCP_NEW_SYN_RECV)
		return 0;
	return twstat_adoption_full(sk);
}

/* Visits a bucket again if it could not finish it: adopting a socket twice is harmless. */
static int twstat_adoption_hashinfo(struct inet_hashinfo *hashinfo, bool minis)
{
	unsigned int slot;
	int err = 0;

	for (slot = 0; slot <= hashinfo->ehash_mask; slot++) {
		while ((err = twstat_ehash_visit(hashinfo, slot,
						 twstat_adoption_one, &minis))) {
			if (err == -ENOMEM)
				err = twstat_entry_pool_reserve(TWSTAT_ADOPTION_SPARE);
			if (err == -ENOMEM)
				return err;
			cond_resched();
		}
		if (!hlist_nulls_empty(&hashinfo->ehash[slot].chain))
			twstat_endpoint_pool_reserve();
	}
	return 0;
}

/*
 * Namespaces share init_net's ehash, unless they have asked for their own
 * (net.ipv4.tcp_child_ehash_entries).
 */
static int twstat_adoption_all(bool minis)
{
	struct inet_hashinfo *shared = init_net.ipv4.tcp_death_row.hashinfo;
	struct inet_hashinfo *hashinfo;
	struct net *net;
	int err;

	err = twstat_adoption_hashinfo(shared, minis);
	if (err)
		return err;

	down_read(&net_rwsem);
	for_each_net(net) {
		hashinfo = net->ipv4.tcp_death_row.hashinfo;
		if (hashinfo == shared)
			continue;
		err = twstat_adoption_hashinfo(hashinfo, minis);
		if (err)
			break;
	}
	up_read(&net_rwsem);
	return err;
}

/**
 * twstat_adoption_init() - adopt all sockets that exist when the module is loaded
 *
 * The hooks must be attached. A task that was inside a hooked function when its hook was
 * attached may still publish a socket that no handler saw. So this first waits until every
 * task has left the function that it was in.
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_adoption_init(void)
{
	int err;

	synchronize_rcu_tasks();

	/* Handlers didn't see the segments that are in progress: wait until these are done. */
	twstat_adopted_begin();
	synchronize_rcu();

	err = twstat_adoption_all(true);
	if (err) {
		pr_err("not enough memory to adopt the sockets that are already in TIME_WAIT\n");
		return err;
	}

	/* Mini-sockets that were already ending have no entry: they are not TrackUnknown. */
	synchronize_rcu();
	twstat_adopted_done();
	return 0;
}

/**
 * twstat_adoption_again() - adopt the full sockets that called connect() while ports were off
 *
 * The hooks must be attached. It first waits until each connect() in progress has found its
 * port.
 *
 * Context: process, may sleep for long.
 * Return: 0, or -ENOMEM.
 */
int twstat_adoption_again(void)
{
	synchronize_rcu_tasks();
	return twstat_adoption_all(false);
}
