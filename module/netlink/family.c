// SPDX-License-Identifier: GPL-2.0
/*
 * The generic netlink family. What its messages are is in twstat.yaml; gen.c and the
 * header for user space are made from that.
 */
#include <linux/init.h>

#include "netlink/events.h"
#include "netlink/family.h"
#include "netlink/gen.h"

/* What gen.c has of them, and what the kernel's generator leaves out: who may join. */
static const struct genl_multicast_group twstat_netlink_groups[] = {
	[TWSTAT_NLGRP_EVENTS] = {
		.name	= TWSTAT_MCGRP_EVENTS,
	},
	[TWSTAT_NLGRP_DESTINATIONS] = {
		.name	= TWSTAT_MCGRP_DESTINATIONS,
		.flags	= GENL_MCAST_CAP_NET_ADMIN,
	},
};

static_assert(ARRAY_SIZE(twstat_netlink_groups) ==
	      TWSTAT_NLGRP_DESTINATIONS + 1);

/**
 * twstat_netlink_init() - answer requests from now on
 *
 * Return: 0, or an error.
 */
int __init twstat_netlink_init(void)
{
	int err;

	twstat_nl_family.mcgrps = twstat_netlink_groups;
	err = genl_register_family(&twstat_nl_family);
	if (!err)
		twstat_events_init();
	return err;
}

/**
 * twstat_netlink_exit() - no more requests; those that came are answered
 */
void twstat_netlink_exit(void)
{
	twstat_events_stop();
	genl_unregister_family(&twstat_nl_family);
	twstat_events_exit();
}
