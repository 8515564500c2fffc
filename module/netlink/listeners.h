/* SPDX-License-Identifier: GPL-2.0 */
/* Who listens to the events of a namespace, and what they were told. */
#ifndef _TWSTAT_NETLINK_LISTENERS_H
#define _TWSTAT_NETLINK_LISTENERS_H

#include <linux/types.h>

struct twstat_net;

/**
 * struct twstat_listeners - what netlink keeps for a namespace
 * @threshold_up: a destination whose share of usable ports reaches this is told, in percent
 * @threshold_down: and if the share falls below this
 * @destinations: at the last look there was a listener to events of destinations
 * @events: or to other events
 * @denied_told: how many sockets had been denied TIME_WAIT when that was told last
 * @denied_at: when that was, in jiffies
 */
struct twstat_listeners {
	u8 threshold_up;
	u8 threshold_down;
	bool destinations;
	bool events;
	u64 denied_told;
	u32 denied_at;
};

int twstat_listeners_net_init(struct twstat_net *tn);
void twstat_listeners_net_exit(struct twstat_net *tn);

#endif
