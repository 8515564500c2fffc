/* SPDX-License-Identifier: GPL-2.0 */
/* TCP's table of established sockets (ehash); it holds mini-sockets and requests, too. */
#ifndef _TWSTAT_TCP_EHASH_H
#define _TWSTAT_TCP_EHASH_H

#include <linux/types.h>

struct in6_addr;
struct inet_hashinfo;
struct net;
struct sock;

/**
 * struct twstat_ehash_key - a connection's addresses and ports, as a connect() asks for them
 * @local: the local address, IPv4 mapped to IPv6
 * @remote: the remote address, the same way
 * @port: the local port
 * @remote_port: the remote port
 * @device: index of the device that the socket is bound to, or 0
 */
struct twstat_ehash_key {
	const struct in6_addr *local;
	const struct in6_addr *remote;
	u16 port;
	u16 remote_port;
	int device;
};

int twstat_ehash_visit(struct inet_hashinfo *hashinfo, unsigned long slot,
		       int (*visit)(struct sock *sk, void *data), void *data);
struct sock *twstat_ehash_get(struct net *net, const struct twstat_ehash_key *key);

#endif
