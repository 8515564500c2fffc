/* SPDX-License-Identifier: GPL-2.0 */
/* Whether a socket called connect() or was accepted. */
#ifndef _TWSTAT_TCP_ROLE_H
#define _TWSTAT_TCP_ROLE_H

#include <linux/ipv6.h>
#include <net/inet_sock.h>
#include <net/ipv6.h>

/**
 * twstat_role_accepted() - check whether a socket was accepted rather than connected
 * @sk: a full TCP socket that has been connected
 *
 * No field of a socket says so directly. But a socket that a listener created remembers the
 * interface and the hop limit of its SYN (tcp_v4_syn_recv_sock, tcp_v6_syn_recv_sock). It
 * keeps them in the fields for multicast options; a stream socket can't set those options, so
 * the fields have no other use. A bound port proves nothing: either side can have one.
 *
 * On an IPv6 client with IPV6_RECVPKTINFO the kernel updates the interface, and with
 * IPV6_RECVHOPLIMIT the hop limit (tcp_v6_do_rcv). A client with both is mistaken for an
 * accepted socket.
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
