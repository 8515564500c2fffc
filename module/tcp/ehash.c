// SPDX-License-Identifier: GPL-2.0
/*
 * TCP's table of established sockets (ehash): walks it bucket by bucket, as ss(8) does, and
 * finds one connection, as a segment does.
 */
#include <linux/build_bug.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <net/inet6_hashtables.h>
#include <net/inet_hashtables.h>
#include <net/ipv6.h>
#include <net/l3mdev.h>

#include "tcp/ehash.h"

/* What is walked here; a list of another kind would compile, and fault. */
static_assert(__same_type(((struct inet_ehash_bucket *)NULL)->chain, struct hlist_nulls_head));
static_assert(__same_type(((struct sock *)NULL)->sk_nulls_node, struct hlist_nulls_node));

/**
 * twstat_ehash_visit() - visit the sockets of one bucket
 * @hashinfo: TCP's tables
 * @slot: the bucket's number, 0 to @hashinfo's ehash_mask
 * @visit: called for each full socket, mini-socket and request socket, with the bucket
 *	locked; any return value but 0 ends the visit
 * @data: for @visit
 *
 * Context: process, may sleep before the bucket is locked.
 * Return: 0, or what @visit returned.
 */
int twstat_ehash_visit(struct inet_hashinfo *hashinfo, unsigned long slot,
		       int (*visit)(struct sock *sk, void *data), void *data)
{
	const struct hlist_nulls_node *node;
	struct sock *sk;
	int err = 0;

	if (!(slot & 1023))
		cond_resched();
	if (hlist_nulls_empty(&hashinfo->ehash[slot].chain))
		return 0;

	spin_lock_bh(inet_ehash_lockp(hashinfo, slot));
	sk_nulls_for_each(sk, node, &hashinfo->ehash[slot].chain) {
		err = visit(sk, data);
		if (err)
			break;
	}
	spin_unlock_bh(inet_ehash_lockp(hashinfo, slot));
	return err;
}

static struct sock *twstat_ehash_get4(struct net *net, const struct twstat_ehash_key *key,
				      int master)
{
	__be32 remote = key->remote->s6_addr32[3], local = key->local->s6_addr32[3];
	__be16 remote_port = htons(key->remote_port);

	/* Newer kernels take the table from the namespace. */
#ifdef TWSTAT_LOOKUP_HASHINFO
	return __inet_lookup_established(net, net->ipv4.tcp_death_row.hashinfo, remote,
					 remote_port, local, key->port, key->device, master);
#else
	return __inet_lookup_established(net, remote, remote_port, local, key->port,
					 key->device, master);
#endif
}

#if IS_ENABLED(CONFIG_IPV6)
static struct sock *twstat_ehash_get6(struct net *net, const struct twstat_ehash_key *key,
				      int master)
{
	__be16 remote_port = htons(key->remote_port);

#ifdef TWSTAT_LOOKUP_HASHINFO
	return __inet6_lookup_established(net, net->ipv4.tcp_death_row.hashinfo, key->remote,
					  remote_port, key->local, key->port, key->device,
					  master);
#else
	return __inet6_lookup_established(net, key->remote, remote_port, key->local, key->port,
					  key->device, master);
#endif
}
#endif

/**
 * twstat_ehash_get() - find the socket that holds a tuple
 * @net: the namespace
 * @key: the addresses and ports
 *
 * It compares devices as __inet_check_established() does.
 *
 * Context: process.
 * Return: a full socket, a mini-socket or a request socket, to be released by sock_gen_put();
 *	NULL if there is none.
 */
struct sock *twstat_ehash_get(struct net *net, const struct twstat_ehash_key *key)
{
	int master = l3mdev_master_ifindex_by_index(net, key->device);
	struct sock *sk = NULL;

	rcu_read_lock();
	if (ipv6_addr_v4mapped(key->local))
		sk = twstat_ehash_get4(net, key, master);
#if IS_ENABLED(CONFIG_IPV6)
	else
		sk = twstat_ehash_get6(net, key, master);
#endif
	rcu_read_unlock();
	return sk;
}
