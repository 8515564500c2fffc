/* SPDX-License-Identifier: GPL-2.0 */
/* Which local ports connect() may take. */
#ifndef _TWSTAT_TCP_PORT_RANGE_H
#define _TWSTAT_TCP_PORT_RANGE_H

#include <linux/build_bug.h>
#include <linux/types.h>
#include <net/inet_sock.h>
#include <net/net_namespace.h>

/**
 * twstat_port_range_own() - has a socket a range of its own?
 * @sk: the socket
 *
 * Return: whether it has: IP_LOCAL_PORT_RANGE.
 */
static __always_inline bool twstat_port_range_own(const struct sock *sk)
{
	const struct inet_sock *inet = inet_sk(sk);

	static_assert(sizeof(inet->local_port_range) == sizeof(u32));

	return READ_ONCE(*(const u32 *)&inet->local_port_range);
}

/**
 * twstat_port_range_step_width() - is there another order than one half after the other?
 * @net: of searches in this namespace
 *
 * Return: whether there is.
 */
static __always_inline bool
twstat_port_range_step_width(const struct net *net)
{
#ifdef TWSTAT_PORT_STEP_WIDTH
	return READ_ONCE(net->ipv4.sysctl_ip_local_port_step_width);
#else
	return false;
#endif
}

/**
 * twstat_port_range() - a namespace's range
 * @net: the namespace
 * @low: set to the lowest port
 * @high: set to the highest one
 *
 * It is two numbers or two halves of one. inet_get_local_port_range() may sleep on
 * PREEMPT_RT, in kernels with the first; a range that is just being changed may be half
 * the old and half the new one then.
 */
static __always_inline void twstat_port_range(const struct net *net, u32 *low,
					      u32 *high)
{
	const void *range = &net->ipv4.ip_local_ports.range;
	u32 both;

	if (sizeof(net->ipv4.ip_local_ports.range) == sizeof(u32)) {
		both = READ_ONCE(*(const u32 *)range);
		*low = both & U16_MAX;
		*high = both >> 16;
	} else {
		*low = READ_ONCE(((const int *)range)[0]);
		*high = READ_ONCE(((const int *)range)[1]);
	}
}

/**
 * twstat_port_range_second_half() - did a search have to leave the first half?
 * @sk: a socket that has found a port
 *
 * A search tries all ports that are an even number above the lowest one of the range, and
 * then all others (__inet_hash_connect). So the port that it found tells. Not if the
 * socket has a range of its own, or its namespace another order.
 *
 * Return: whether it had to.
 */
static __always_inline bool twstat_port_range_second_half(const struct sock *sk)
{
	const struct net *net = sock_net(sk);
	u32 low, high;

	twstat_port_range(net, &low, &high);
	return unlikely((ntohs(inet_sk(sk)->inet_sport) - low) & 1) &&
	       !twstat_port_range_own(sk) && !twstat_port_range_step_width(net);
}

u32 twstat_port_range_tried(const struct net *net);
bool twstat_port_range_has(const struct net *net, u16 port);
u32 twstat_port_range_usable(const struct net *net);

#endif
