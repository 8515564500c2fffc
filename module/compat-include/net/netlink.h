/* SPDX-License-Identifier: GPL-2.0 */
/* Kernels before 6.7 have no nla_put_uint(). */
#ifndef _TWSTAT_COMPAT_NET_NETLINK_H
#define _TWSTAT_COMPAT_NET_NETLINK_H

#include_next <net/netlink.h>

#ifndef TWSTAT_NLA_UINT
/* A value that fits in 32 bits is sent as u32, so that it needs no padding. */
static inline int nla_put_uint(struct sk_buff *skb, int attrtype, u64 value)
{
	if (value <= U32_MAX)
		return nla_put_u32(skb, attrtype, value);
	return nla_put(skb, attrtype, sizeof(value), &value);
}
#endif

#endif
