// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets that were there before the module, those in TIME_WAIT and those that
 * connected: taken in once, while connections keep coming and ending.
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
#include "tcp/port_range.h"

#define TWSTAT_ADOPT_SPARE	4096

/*
 * Which side a mini-socket is on, as far as can be told: it doesn't remember. A port
 * that connect() chose is marked as such (__inet_hash_connect). Of others, which were
 * bound, the server's are those that somebody still listens on, or that are no port
 * for clients.
 */
static enum twstat_endpoint_kind
twstat_adopt_kind(const struct inet_timewait_sock *tw,
		  const struct inet_bind_bucket *tb)
{
	u32 low, high;

	if (tb->fastreuse < 0)
		return TWSTAT_DESTINATION;
	if (twstat_listener_exists(tw))
		return TWSTAT_SERVICE;
	twstat_port_range(twsk_net(tw), &low, &high);
	return tw->tw_num >= low && tw->tw_num <= high ?
		TWSTAT_DESTINATION : TWSTAT_SERVICE;
}

/*
 * The lock of a port's list is taken before that of TCP's table elsewhere, so it can
 * only be tried here.
 */
static int twstat_adopt_mini(const struct inet_timewait_sock *tw)
{
	struct inet_bind_hashbucket *head = twstat_bind_head(twsk_net(tw),
							     tw->tw_num);
	enum twstat_endpoint_kind kind = TWSTAT_NO_ENDPOINT;
	unsigned long flags;
	int err;

	if (!spin_trylock(&head->lock))
		return -EAGAIN;
	if (tw->tw_tb)
		kind = twstat_adopt_kind(tw, tw->tw_tb);
	local_irq_save(flags);
	err = twstat_adopted_take(tw, kind, tw->tw_tb);
	local_irq_restore(flags);
	spin_unlock(&head->lock);
	return err;
}

/* It leaves TCP's table before the tracepoint tells that it is closed. */
static int twstat_adopt_full(const struct sock *sk)
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

static int twstat_adopt_one(struct sock *sk, void *minis)
{
	if (sk->sk_state == TCP_TIME_WAIT)
		return *(bool *)minis ? twstat_adopt_mini(inet_twsk(sk)) : 0;
	if (sk->sk_state == TCP_NEW_SYN_RECV)
		return 0;
	return twstat_adopt_full(sk);
}

/* A bucket that was not done is begun again: adopting twice is harmless. */
static int twstat_adopt_hashinfo(struct inet_hashinfo *hashinfo, bool minis)
{
	unsigned int slot;
	int err = 0;

	for (slot = 0; slot <= hashinfo->ehash_mask; slot++) {
		while ((err = twstat_ehash_visit(hashinfo, slot,
						 twstat_adopt_one, &minis))) {
			if (err == -ENOMEM)
				err = twstat_entry_pool_reserve(TWSTAT_ADOPT_SPARE);
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
 * Namespaces share init_net's hash table unless they asked for their own
 * (net.ipv4.tcp_child_ehash_entries).
 */
static int twstat_adopt_all(bool minis)
{
	struct inet_hashinfo *shared = init_net.ipv4.tcp_death_row.hashinfo;
	struct inet_hashinfo *hashinfo;
	struct net *net;
	int err;

	err = twstat_adopt_hashinfo(shared, minis);
	if (err)
		return err;

	down_read(&net_rwsem);
	for_each_net(net) {
		hashinfo = net->ipv4.tcp_death_row.hashinfo;
		if (hashinfo == shared)
			continue;
		err = twstat_adopt_hashinfo(hashinfo, minis);
		if (err)
			break;
	}
	up_read(&net_rwsem);
	return err;
}

/**
 * twstat_adopt_init() - take in all sockets that are there
 *
 * The hooks are on. Whoever was inside a hooked function when its hook went on
 * may still publish a socket that no handler saw; so wait until every task has
 * left wherever it was.
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_adopt_init(void)
{
	int err;

	synchronize_rcu_tasks();

	/* Segments that are being worked on now are not known; they pass first. */
	twstat_adoption_begin();
	synchronize_rcu();

	err = twstat_adopt_all(true);
	if (err) {
		pr_err("no memory to take in the sockets that are in TIME_WAIT already\n");
		return err;
	}

	/* The ends of those that were ending already are not unknown ones. */
	synchronize_rcu();
	twstat_adoption_done();
	return 0;
}

/**
 * twstat_adopt_again() - take in the live sockets that nobody has watched
 *
 * They are watched from now on. Whoever was looking for a port has found it before.
 *
 * Context: process, may sleep for long.
 * Return: 0, or -ENOMEM.
 */
int twstat_adopt_again(void)
{
	synchronize_rcu_tasks();
	return twstat_adopt_all(false);
}
