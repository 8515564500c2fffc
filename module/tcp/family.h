/* SPDX-License-Identifier: GPL-2.0 */
/* Which family of addresses a socket uses on the wire. */
#ifndef _TWSTAT_TCP_FAMILY_H
#define _TWSTAT_TCP_FAMILY_H

#include <net/ipv6.h>
#include <net/sock.h>

/**
 * twstat_family_is_v4() - does a socket use IPv4?
 * @sk: what full sockets and mini-sockets have in common
 *
 * Return: whether it does, mapped to IPv6 or not.
 */
static __always_inline bool twstat_family_is_v4(const struct sock_common *sk)
{
#if IS_ENABLED(CONFIG_IPV6)
	return sk->skc_family == AF_INET ||
	       ipv6_addr_v4mapped(&sk->skc_v6_daddr);
#else
	return true;
#endif
}

#endif
