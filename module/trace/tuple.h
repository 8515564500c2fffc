/* SPDX-License-Identifier: GPL-2.0 */
/* A socket's addresses and ports, as trace events have them. */
#ifndef _TWSTAT_TRACE_TUPLE_H
#define _TWSTAT_TRACE_TUPLE_H

#include <linux/in6.h>
#include <linux/types.h>

struct sock_common;

/**
 * struct twstat_tuple - which connection an event is about
 * @skaddr: the socket's address, which tells it from others as long as it is there
 * @netns: its namespace, as /proc/PID/ns/net has it
 * @family: AF_INET or AF_INET6
 * @sport: the local port; 0 if there is none yet
 * @dport: the remote port
 * @saddr: the local address, also if it is mapped to IPv6; 0 for one of IPv6
 * @daddr: the remote address, in the same way
 * @saddr_v6: the local address, mapped to IPv6 if it is of IPv4
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
