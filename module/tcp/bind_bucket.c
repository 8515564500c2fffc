// SPDX-License-Identifier: GPL-2.0
/* TCP's table of bound ports (bhash): the sockets that hold a local port. */
#include <net/inet_hashtables.h>
#include <net/net_namespace.h>

#include "tcp/bind_bucket.h"

/**
 * twstat_bind_head() - find the hash chain of a port
 * @net: the namespace
 * @port: the port
 *
 * Return: the chain of bind buckets, with its lock.
 */
struct inet_bind_hashbucket *twstat_bind_head(const struct net *net, u16 port)
{
	struct inet_hashinfo *hashinfo = net->ipv4.tcp_death_row.hashinfo;

	return &hashinfo->bhash[inet_bhashfn(net, port, hashinfo->bhash_size)];
}

/**
 * twstat_bind_bucket_any() - search the sockets that hold a port
 * @tb: the bind bucket of the port, its list locked
 * @is_it: called for each socket, full or mini, until it returns true
 * @data: for @is_it
 *
 * Return: whether @is_it returned true for a socket.
 */
bool twstat_bind_bucket_any(const struct inet_bind_bucket *tb,
			    bool (*is_it)(const struct sock *sk, void *data),
			    void *data)
{
	struct sock *sk;
#ifdef TWSTAT_BIND2_NODE
	struct inet_bind2_bucket *tb2;

	hlist_for_each_entry(tb2, &tb->bhash2, bhash_node)
		sk_for_each_bound(sk, &tb2->owners)
			if (is_it(sk, data))
				return true;
#else
	sk_for_each_bound(sk, &tb->owners)
		if (is_it(sk, data))
			return true;
#endif
	return false;
}
