// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets that were there before the module: taken in once, while connections
 * keep coming and ending.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/rcupdate.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/net_namespace.h>

#include "adopt.h"
#include "life.h"
#include "pool.h"

#define TWSTAT_ADOPT_SPARE	4096

static int twstat_adopt_bucket(struct inet_hashinfo *hashinfo, unsigned int slot)
{
	spinlock_t *lock = inet_ehash_lockp(hashinfo, slot);
	struct hlist_nulls_node *node;
	unsigned long flags;
	struct sock *sk;
	int err = 0;

	spin_lock_bh(lock);
	sk_nulls_for_each(sk, node, &hashinfo->ehash[slot].chain) {
		if (sk->sk_state != TCP_TIME_WAIT)
			continue;
		local_irq_save(flags);
		err = twstat_life_adopt(inet_twsk(sk));
		local_irq_restore(flags);
		if (err)
			break;
	}
	spin_unlock_bh(lock);
	return err;
}

/* A bucket that emptied the pool is begun again: adopting twice is harmless. */
static int twstat_adopt_hashinfo(struct inet_hashinfo *hashinfo)
{
	unsigned int slot;
	int err;

	for (slot = 0; slot <= hashinfo->ehash_mask; slot++) {
		if (!(slot & 1023))
			cond_resched();
		if (hlist_nulls_empty(&hashinfo->ehash[slot].chain))
			continue;
		while (twstat_adopt_bucket(hashinfo, slot)) {
			err = twstat_pool_reserve(TWSTAT_ADOPT_SPARE);
			if (err)
				return err;
		}
	}
	return 0;
}

/**
 * twstat_adopt_init() - take in all mini-sockets that are there
 *
 * The hooks are on. Whoever was inside a hooked function when its hook went on
 * may still publish a socket that no handler saw; so wait until every task has
 * left wherever it was.
 *
 * Namespaces share init_net's hash table unless they asked for their own
 * (net.ipv4.tcp_child_ehash_entries).
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_adopt_init(void)
{
	struct inet_hashinfo *shared = init_net.ipv4.tcp_death_row.hashinfo;
	struct inet_hashinfo *hashinfo;
	struct net *net;
	int err;

	synchronize_rcu_tasks();

	/* Segments that are being worked on now are not known; they pass first. */
	twstat_life_adopt_begin();
	synchronize_rcu();

	err = twstat_adopt_hashinfo(shared);
	if (err)
		goto out;

	down_read(&net_rwsem);
	for_each_net(net) {
		hashinfo = net->ipv4.tcp_death_row.hashinfo;
		if (hashinfo == shared)
			continue;
		err = twstat_adopt_hashinfo(hashinfo);
		if (err)
			break;
	}
	up_read(&net_rwsem);
out:
	if (err) {
		pr_err("no memory to take in the sockets that are in TIME_WAIT already\n");
		return err;
	}

	/* The ends of those that were ending already are not unknown ones. */
	synchronize_rcu();
	twstat_life_adopt_done();
	return 0;
}
