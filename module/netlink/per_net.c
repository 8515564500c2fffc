// SPDX-License-Identifier: GPL-2.0
/* What netlink/ keeps for each namespace. */
#include <linux/slab.h>

#include "netlink/per_net.h"
#include "tables/net.h"

/* The thresholds of a new namespace. */
#define TWSTAT_THRESHOLD_UP	80
#define TWSTAT_THRESHOLD_DOWN	60

/**
 * twstat_netlink_net_init() - allocate a namespace's netlink state, without listeners
 * @tn: the namespace
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_netlink_net_init(struct twstat_net *tn)
{
	struct twstat_netlink *netlink;

	netlink = kzalloc(sizeof(*netlink), GFP_KERNEL);
	if (!netlink)
		return -ENOMEM;
	netlink->threshold_up = TWSTAT_THRESHOLD_UP;
	netlink->threshold_down = TWSTAT_THRESHOLD_DOWN;
	tn->netlink = netlink;
	return 0;
}

/**
 * twstat_netlink_net_exit() - free a namespace's netlink state
 * @tn: the namespace, which isn't in the list of namespaces any more
 */
void twstat_netlink_net_exit(struct twstat_net *tn)
{
	kfree(tn->netlink);
	tn->netlink = NULL;
}
