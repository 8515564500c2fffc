/* SPDX-License-Identifier: GPL-2.0 */
/* The addresses and ports of a socket, in the format of trace events. */
#ifndef _TWSTAT_TRACE_TUPLE_H
#define _TWSTAT_TRACE_TUPLE_H

#include <linux/in6.h>
#include <linux/types.h>

struct sock_common;

/**
 * struct twstat_tuple - the connection that an event is about
 * @skaddr: the socket's kernel address, which identifies it while it exists
 * @netns: inode number of its network namespace, as in /proc/PID/ns/net
 * @family: AF_INET or AF_INET6
 * @sport: the local port; 0 if there is none yet
 * @dport: the remote port
 * @saddr: the local IPv4 address, also if it is mapped to IPv6; 0 for IPv6
 * @daddr: the remote IPv4 address, in the same way
 * @saddr_v6: the local address; an IPv4 address is mapped to IPv6
 * @daddr_v6: the remote address, in the same way
 */
struct twstat_tuple {
	const struct sock_common *skaddr;
	u32 netns;
	u16 family;
	u16 sport;
	u16 dport;
	__be32 saddr;
	__be32 daddr;
	struct in6_addr saddr_v6;
	struct in6_addr daddr_v6;
};

void twstat_tuple_of(struct twstat_tuple *tuple, const struct sock_common *sk);

#endif
