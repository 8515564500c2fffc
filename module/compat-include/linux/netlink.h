/* SPDX-License-Identifier: GPL-2.0 */
/* Kernels before 6.0 can't say which attribute is missing. Then this says that one is. */
#ifndef _TWSTAT_COMPAT_LINUX_NETLINK_H
#define _TWSTAT_COMPAT_LINUX_NETLINK_H

#include_next <linux/netlink.h>

#ifndef NL_SET_ERR_ATTR_MISS
#define NL_SET_ERR_ATTR_MISS(extack, nest, type) do {			\
	(void)(nest);							\
	(void)(type);							\
	NL_SET_ERR_MSG_MOD(extack, "An attribute is missing");		\
} while (0)
#endif

#endif
