// SPDX-License-Identifier: GPL-2.0
/*
 * The generic netlink family. twstat.yaml specifies its messages; gen.c and the header for user
 * space are generated from it.
 */
#include <linux/init.h>

#include "control/incidents.h"
#include "netlink/config.h"
#include "netlink/event_incidents.h"
#include "netlink/event_listeners.h"
#include "netlink/family.h"
#include "netlink/gen.h"

/*
 * As in gen.c, plus what the kernel's generator leaves out: the rights needed to join. A kernel
 * that can't keep anyone out of a group doesn't get the groups with addresses.
 */
static const struct genl_multicast_group twstat_netlink_groups[] = {
	[TWSTAT_NLGRP_EVENTS] = {
		.name	= TWSTAT_MCGRP_EVENTS,
	},
#ifdef GENL_MCAST_CAP_NET_ADMIN
	[TWSTAT_NLGRP_DESTINATIONS] = {
		.name	= TWSTAT_MCGRP_DESTINATIONS,
		.flags	= GENL_MCAST_CAP_NET_ADMIN,
	},
	[TWSTAT_NLGRP_INCIDENTS] = {
		.name	= TWSTAT_MCGRP_INCIDENTS,
		.flags	= GENL_MCAST_CAP_NET_ADMIN,
	},
#endif
};

static_assert(TWSTAT_NLGRP_EVENTS == 0 && TWSTAT_NLGRP_DESTINATIONS == 1 &&
	      TWSTAT_NLGRP_INCIDENTS == 2);

/**
 * twstat_netlink_init() - register the family, and look for listeners
 *
 * Return: 0, or an error.
 */
int __init twstat_netlink_init(void)
{
	int err;

	twstat_nl_family.mcgrps = twstat_netlink_groups;
	twstat_nl_family.n_mcgrps = ARRAY_SIZE(twstat_netlink_groups);
	twstat_listeners_family(&twstat_nl_family);
	twstat_listeners_init();
	err = genl_register_family(&twstat_nl_family);
	if (err) {
		twstat_listeners_stop();
		twstat_listeners_exit();
		return err;
	}
	twstat_listeners_begin();
	twstat_incidents_tell_by(twstat_events_incident);
	return 0;
}

/**
 * twstat_netlink_exit() - unregister the family; waits for requests in progress
 */
void twstat_netlink_exit(void)
{
	twstat_incidents_tell_by(NULL);
	twstat_listeners_stop();
	genl_unregister_family(&twstat_nl_family);
	twstat_config_exit();
	twstat_listeners_exit();
}
