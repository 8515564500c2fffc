// SPDX-License-Identifier: GPL-2.0
/* Lookups in TCP's table of listeners (lhash2). */
#include <linux/rcupdate.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/net_namespace.h>

#include "tcp/listener.h"

static bool twstat_listener_at(const struct inet_timewait_sock *tw, u32 hash)
{
	struct net *net = twsk_net(tw);
	struct inet_listen_hashbucket *bucket =
		inet_lhash2_bucket(net->ipv4.tcp_death_row.hashinfo, hash);
	struct hlist_nulls_node *node;
	struct sock *sk;
	bool found = false;

	rcu_read_lock();
	sk_nulls_for_each_rcu(sk, node, &bucket->nulls_head) {
		found = net_eq(sock_net(sk), net) && sk->sk_num == tw->tw_num;
		if (found)
			break;
	}
	rcu_read_unlock();
	return found;
}

/**
 * twstat_listener_exists() - check whether a socket listens on a mini-socket's port
 * @tw: the mini-socket
 *
 * Return: whether one listens there, on @tw's address or on the wildcard.
 */
bool twstat_listener_exists(const struct inet_timewait_sock *tw)
{
	struct net *net = twsk_net(tw);
	u32 hash;

#if IS_ENABLED(CONFIG_IPV6)
	if (tw->tw_family == AF_INET6)
		hash = ipv6_portaddr_hash(net, &tw->tw_v6_rcv_saddr, tw->tw_num);
	else
#endif
		hash = ipv4_portaddr_hash(net, tw->tw_rcv_saddr, tw->tw_num);
	return twstat_listener_at(tw, hash) ||
	       twstat_listener_at(tw, ipv4_portaddr_hash(net, htonl(INADDR_ANY),
							 tw->tw_num));
}
