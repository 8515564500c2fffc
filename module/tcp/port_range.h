/* SPDX-License-Identifier: GPL-2.0 */
/* Local ports that connect() may choose. */
#ifndef _TWSTAT_TCP_PORT_RANGE_H
#define _TWSTAT_TCP_PORT_RANGE_H

#include <linux/build_bug.h>
#include <linux/types.h>
#include <net/inet_sock.h>
#include <net/net_namespace.h>

/**
 * twstat_port_range_own() - check whether a socket has set IP_LOCAL_PORT_RANGE
 * @sk: the socket
 *
 * Return: whether the socket has its own port range.
 */
static __always_inline bool twstat_port_range_own(const struct sock *sk)
{
#ifdef TWSTAT_OWN_PORT_RANGE
	const struct inet_sock *inet = inet_sk(sk);

	static_assert(sizeof(inet->local_port_range) == sizeof(u32));

	return READ_ONCE(*(const u32 *)&inet->local_port_range);
#else
	return false;
#endif
}

/**
 * twstat_port_range() - read net.ipv4.ip_local_port_range
 * @net: the namespace
 * @low: set to the lowest port
 * @high: set to the highest port
 *
 * Depending on the kernel, the range is two ints or one u32 with a port in each half. Kernels
 * with two ints guard them by a seqlock; inet_get_local_port_range() of those may sleep on
 * PREEMPT_RT, so this reads them without it. While the range changes, the result may mix
 * an old and a new bound there.
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
 * twstat_port_range_second_half() - check whether a search went beyond its first half
 * @sk: a socket that has found a port
 *
 * __inet_hash_connect() first tries all ports at an even distance from the lowest port of the
 * range, and then the ports at an odd distance. So the parity of the found port shows which
 * half it is from. net.ipv4.ip_local_port_step_width changes the order within each half only.
 * This doesn't hold for a socket with its own range.
 *
 * Return: whether the first half had no free port.
 */
static __always_inline bool twstat_port_range_second_half(const struct sock *sk)
{
	const struct net *net = sock_net(sk);
	u32 low, high;

	twstat_port_range(net, &low, &high);
	return unlikely((ntohs(inet_sk(sk)->inet_sport) - low) & 1) &&
	       !twstat_port_range_own(sk);
}

u32 twstat_port_range_tried(const struct net *net);
bool twstat_port_range_has(const struct net *net, u16 port);
u32 twstat_port_range_usable(const struct net *net);

#endif
