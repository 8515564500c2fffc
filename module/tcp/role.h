/* SPDX-License-Identifier: GPL-2.0 */
/* Which side of its connection a socket is on. */
#ifndef _TWSTAT_TCP_ROLE_H
#define _TWSTAT_TCP_ROLE_H

#include <linux/ipv6.h>
#include <net/inet_sock.h>
#include <net/ipv6.h>

/**
 * twstat_role_accepted() - did this side accept, or did it connect?
 * @sk: a full TCP socket that has been connected
 *
 * Nothing in a socket says so outright. But one that a listener made remembers the
 * interface and the hop limit of the SYN that it comes from, in the fields that a
 * stream socket has no other use for: setting what they are meant for, multicast,
 * fails on those (tcp_v4_syn_recv_sock, tcp_v6_syn_recv_sock). A bound port says
 * nothing: both sides can have one.
 *
 * Of a client on IPv6 with IPV6_RECVPKTINFO the kernel renews the interface, and
 * with IPV6_RECVHOPLIMIT the hop limit (tcp_v6_do_rcv). With both, it is taken for
 * one that was accepted.
 *
 * Return: whether it was accepted.
 */
static inline bool twstat_role_accepted(const struct sock *sk)
{
#if IS_ENABLED(CONFIG_IPV6)
	const struct ipv6_pinfo *np;

	if (sk->sk_family == AF_INET6) {
		np = inet_sk(sk)->pinet6;
		if (np->rxopt.bits.rxinfo || np->rxopt.bits.rxoinfo)
			return np->mcast_hops != IPV6_DEFAULT_MCASTHOPS;
		return np->mcast_oif;
	}
#endif
	return inet_sk(sk)->mc_index;
}

#endif
