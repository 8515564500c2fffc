/* SPDX-License-Identifier: GPL-2.0 */
/* The address family that a socket uses on the wire. */
#ifndef _TWSTAT_TCP_FAMILY_H
#define _TWSTAT_TCP_FAMILY_H

#include <net/ipv6.h>
#include <net/sock.h>

/**
 * twstat_family_is_v4() - check whether a socket uses IPv4 on the wire
 * @sk: the common part of a full socket or mini-socket
 *
 * Return: true for AF_INET, and for AF_INET6 with IPv4-mapped addresses.
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
