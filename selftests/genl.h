/* SPDX-License-Identifier: GPL-2.0 */
/* A netlink socket for the family twstat. */
#ifndef _TWSTAT_TEST_GENL_H
#define _TWSTAT_TEST_GENL_H

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/twstat.h>
#include <linux/types.h>

/**
 * struct genl - a netlink socket
 * @socket: the socket
 * @family: the number of the family twstat
 * @seq: the sequence number of the last request
 */
struct genl {
	struct mnl_socket *socket;
	__u16 family;
	__u32 seq;
};

void genl_open(struct genl *genl);
struct nlmsghdr *genl_request(struct genl *genl, void *buffer, __u8 cmd,
			      __u16 flags);
void genl_send(struct genl *genl, const struct nlmsghdr *request);

#endif
