// SPDX-License-Identifier: GPL-2.0
/* Counts request sockets. */
#include <net/inet_hashtables.h>
#include <net/net_namespace.h>
#include <net/tcp_states.h>

#include "tcp/ehash.h"
#include "tcp/requests.h"

/**
 * struct twstat_requests_walk - a walk through TCP's ehash
 * @net: the namespace whose request sockets are counted
 * @is_gone: tells which of them are being removed
 * @number: request sockets found so far
 */
struct twstat_requests_walk {
	const struct net *net;
	bool (*is_gone)(const struct request_sock *req);
	u64 number;
};

static int twstat_requests_count(struct sock *sk, void *data)
{
	struct twstat_requests_walk *walk = data;

	walk->number += sk->sk_state == TCP_NEW_SYN_RECV &&
			net_eq(sock_net(sk), walk->net) &&
			!walk->is_gone(inet_reqsk(sk));
	return 0;
}

/**
 * twstat_requests_waiting() - count the request sockets of a namespace
 * @net: the namespace
 * @is_gone: tells which request sockets are being removed; these are left out
 *
 * Context: process, may sleep.
 * Return: the number.
 */
u64 twstat_requests_waiting(const struct net *net,
			    bool (*is_gone)(const struct request_sock *req))
{
	struct inet_hashinfo *hashinfo = net->ipv4.tcp_death_row.hashinfo;
	struct twstat_requests_walk walk = {
		.net = net,
		.is_gone = is_gone,
	};
	unsigned int slot;

	for (slot = 0; slot <= hashinfo->ehash_mask; slot++)
		twstat_ehash_visit(hashinfo, slot, twstat_requests_count, &walk);
	return walk.number;
}
