/* SPDX-License-Identifier: GPL-2.0 */
/* Who may see addresses and programs. */
#ifndef _TWSTAT_NETLINK_GUARDED_H
#define _TWSTAT_NETLINK_GUARDED_H

struct netlink_ext_ack;
struct sk_buff;

int twstat_request_may(struct sk_buff *skb, struct netlink_ext_ack *extack);

#endif
