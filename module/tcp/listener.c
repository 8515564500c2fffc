// SPDX-License-Identifier: GPL-2.0
/* Lookups in TCP's table of listeners (lhash2). */
#include <linux/build_bug.h>
#include <linux/rcupdate.h>
#include <net/inet_connection_sock.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/ip.h>
#include <net/net_namespace.h>

#include "tcp/listener.h"

static struct inet_listen_hashbucket *twstat_listener_bucket(const struct net *net, u32 hash)
{
	return inet_lhash2_bucket(net->ipv4.tcp_death_row.hashinfo, hash);
}

static bool twstat_listener_is(const struct sock *sk, const struct inet_timewait_sock *tw)
{
	return net_eq(sock_net(sk), twsk_net(tw)) && sk->sk_num == tw->tw_num;
}

/*
 * Up to 5.18, the table links sockets by a node of their own: seen as the other kind of list,
 * it would compile, and fault.
 */
#ifdef TWSTAT_LHASH2_ICSK

static_assert(__same_type(((struct inet_listen_hashbucket *)NULL)->head, struct hlist_head));
static_assert(__same_type(((struct inet_connection_sock *)NULL)->icsk_listen_portaddr_node,
			  struct hlist_node));

static bool twstat_listener_at(const struct inet_timewait_sock *tw, u32 hash)
{
	struct inet_listen_hashbucket *bucket = twstat_listener_bucket(twsk_net(tw), hash);
	struct inet_connection_sock *icsk;
	bool found = false;

	rcu_read_lock();
	inet_lhash2_for_each_icsk_rcu(icsk, &bucket->head) {
		found = twstat_listener_is((const struct sock *)icsk, tw);
		if (found)
			break;
	}
	rcu_read_unlock();
	return found;
}

#else

static_assert(__same_type(((struct inet_listen_hashbucket *)NULL)->nulls_head,
			  struct hlist_nulls_head));

static bool twstat_listener_at(const struct inet_timewait_sock *tw, u32 hash)
{
	struct inet_listen_hashbucket *bucket = twstat_listener_bucket(twsk_net(tw), hash);
	struct hlist_nulls_node *node;
	struct sock *sk;
	bool found = false;

	rcu_read_lock();
	sk_nulls_for_each_rcu(sk, node, &bucket->nulls_head) {
		found = twstat_listener_is(sk, tw);
		if (found)
			break;
	}
	rcu_read_unlock();
	return found;
}

#endif

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
