/* SPDX-License-Identifier: GPL-2.0 */
/* Newer kernels look up a connection without being told the table. */
#include_next <net/inet_hashtables.h>

#if !defined(_TWSTAT_COMPAT_NET_INET_HASHTABLES_H) && !defined(TWSTAT_LOOKUP_HASHINFO)
#define _TWSTAT_COMPAT_NET_INET_HASHTABLES_H

#define __inet_lookup_established(net, hashinfo, ...) \
	__inet_lookup_established(net, __VA_ARGS__)
#define __inet6_lookup_established(net, hashinfo, ...) \
	__inet6_lookup_established(net, __VA_ARGS__)

#endif
