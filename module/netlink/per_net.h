/* SPDX-License-Identifier: GPL-2.0 */
/* The listeners for events of a namespace, and what was reported to them. */
#ifndef _TWSTAT_NETLINK_PER_NET_H
#define _TWSTAT_NETLINK_PER_NET_H

#include <linux/types.h>

struct twstat_net;

/**
 * struct twstat_netlink - what netlink/ keeps for a namespace
 * @threshold_up: an event is sent when a destination's share of usable ports reaches this, in
 *	percent
 * @threshold_down: an event is sent when the share then falls below this, in percent
 * @destinations: whether the last round found a listener for events of destinations
 * @events: whether the last round found a listener for other events
 * @denied_told: how many sockets had been denied TIME_WAIT at the last event of that kind
 * @denied_at: when that event was sent, in jiffies
 */
struct twstat_netlink {
	u8 threshold_up;
	u8 threshold_down;
	bool destinations;
	bool events;
	u64 denied_told;
	u32 denied_at;
};

int twstat_netlink_net_init(struct twstat_net *tn);
void twstat_netlink_net_exit(struct twstat_net *tn);

#endif
