/* SPDX-License-Identifier: GPL-2.0 */
/* The listeners for events of a namespace, and what was reported to them. */
#ifndef _TWSTAT_NETLINK_PER_NET_H
#define _TWSTAT_NETLINK_PER_NET_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "tables/changes.h"

struct twstat_net;

/**
 * struct twstat_netlink - what netlink/ keeps for a namespace
 * @config: held while the namespace's settings are changed
 * @lock: protects the members below but @settling and @link, and the lists of struct
 *	twstat_changes
 * @known: by audience: there was a listener when someone last asked for the settings, or when
 *	the last event was sent
 * @denied_since: the twstat_changes_since() for which @denied_told holds
 * @denied_told: how many sockets had been denied TIME_WAIT at the last event of that kind
 * @denied_at: when that event was sent, in jiffies, if @denied_recent
 * @denied_recent: that event was sent less than TWSTAT_EVENTS_INTERVAL ago
 * @denied_read: the denials were looked at in this round
 * @settling: the next namespace that this round looks at again
 * @tn: the namespace
 * @link: node in the list of all namespaces
 */
struct twstat_netlink {
	struct mutex config;	/* serializes config-set */

	struct mutex lock;	/* protects what follows */
	bool known[TWSTAT_AUDIENCES];
	u32 denied_since;
	u32 denied_told;
	u32 denied_at;
	bool denied_recent;
	bool denied_read;

	struct twstat_net *settling;
	struct twstat_net *tn;
	struct list_head link;
};

int twstat_netlink_net_init(struct twstat_net *tn);
void twstat_netlink_net_exit(struct twstat_net *tn);
struct twstat_net *twstat_netlink_net_next(const struct twstat_net *tn);

#endif
