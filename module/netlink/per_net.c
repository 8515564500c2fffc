// SPDX-License-Identifier: GPL-2.0
/* What netlink/ keeps for each namespace. */
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "netlink/per_net.h"
#include "tables/net.h"

static LIST_HEAD(twstat_netlink_nets);
static DEFINE_SPINLOCK(twstat_netlink_nets_lock);

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
	mutex_init(&netlink->config);
	mutex_init(&netlink->lock);
	netlink->tn = tn;
	tn->netlink = netlink;
	spin_lock(&twstat_netlink_nets_lock);
	list_add_tail(&netlink->link, &twstat_netlink_nets);
	spin_unlock(&twstat_netlink_nets_lock);
	return 0;
}

/**
 * twstat_netlink_net_exit() - free a namespace's netlink state
 * @tn: the namespace, which no handler uses any more
 *
 * Context: process, may sleep.
 */
void twstat_netlink_net_exit(struct twstat_net *tn)
{
	if (!tn->netlink)
		return;
	twstat_changes_net_exit(tn);
	/* A round may walk the list of namespaces; see twstat_netlink_net_next(). */
	twstat_changes_lock();
	spin_lock(&twstat_netlink_nets_lock);
	list_del(&tn->netlink->link);
	spin_unlock(&twstat_netlink_nets_lock);
	twstat_changes_unlock();
	kfree(tn->netlink);
	tn->netlink = NULL;
}

/**
 * twstat_netlink_net_next() - walk all namespaces
 * @tn: the current one; NULL for the first one
 *
 * Context: process, in a round, so that none goes away. New ones may come.
 * Return: the next namespace, or NULL.
 */
struct twstat_net *twstat_netlink_net_next(const struct twstat_net *tn)
{
	struct list_head *next;

	spin_lock(&twstat_netlink_nets_lock);
	next = tn ? tn->netlink->link.next : twstat_netlink_nets.next;
	spin_unlock(&twstat_netlink_nets_lock);
	return next == &twstat_netlink_nets ? NULL :
		list_entry(next, struct twstat_netlink, link)->tn;
}
