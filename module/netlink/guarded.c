// SPDX-License-Identifier: GPL-2.0
/*
 * Who may see addresses and programs: the same as those who may read the files in /proc that list
 * them. The kernel's GENL_UNS_ADMIN_PERM does the same, without a message.
 */
#include <linux/capability.h>
#include <linux/netlink.h>
#include <net/sock.h>

#include "netlink/gen.h"
#include "netlink/guarded.h"
#include "netlink/message.h"

/**
 * twstat_request_may() - check whether who asks may see addresses and programs
 * @skb: the request
 * @extack: for error messages
 *
 * Return: 0, or -EPERM with an extack message.
 */
int twstat_request_may(struct sk_buff *skb, struct netlink_ext_ack *extack)
{
	if (netlink_ns_capable(skb, sock_net(skb->sk)->user_ns, CAP_NET_ADMIN))
		return 0;
	NL_SET_ERR_MSG(extack, "This needs CAP_NET_ADMIN");
	return -EPERM;
}

/**
 * twstat_nl_guarded_start() - start a dump that lists addresses, whose request has no attributes
 * @cb: the dump
 *
 * Return: 0, or an error with an extack message.
 */
int twstat_nl_guarded_start(struct netlink_callback *cb)
{
	return twstat_request_may(cb->skb, cb->extack) ?: twstat_nl_bare_start(cb);
}
