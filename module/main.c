// SPDX-License-Identifier: GPL-2.0
/* Loading and unloading: a ladder, up and down again. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include "adopt.h"
#include "endpoints.h"
#include "hooks.h"
#include "live.h"
#include "netlink/family.h"
#include "netns.h"
#include "pool.h"
#include "ports.h"
#include "reuse.h"
#include "states.h"
#include "stock.h"

static_assert(BITS_PER_LONG == 64, "counters are 64 bits and read in one go");

static int __init twstat_init(void)
{
	int err;

	err = twstat_pool_init();
	if (err)
		return err;
	err = twstat_live_init();
	if (err)
		goto err_live;
	err = twstat_endpoints_init();
	if (err)
		goto err_endpoints;
	err = twstat_netns_init();
	if (err)
		goto err_netns;
	twstat_ports_init();
	twstat_reuse_init();
	twstat_states_init();
	err = twstat_hooks_init();
	if (err)
		goto err_hooks;
	twstat_ports_begin();
	err = twstat_adopt_init();
	if (err)
		goto err_adopt;
	err = twstat_netlink_init();
	if (err)
		goto err_adopt;

	pr_info("loaded, read /proc/net/twstat/\n");
	return 0;

err_adopt:
	twstat_ports_end();
	twstat_hooks_exit();
err_hooks:
	twstat_netns_exit();
err_netns:
	twstat_stock_exit();
err_endpoints:
	twstat_live_exit();
err_live:
	twstat_pool_exit();
	return err;
}

static void __exit twstat_exit(void)
{
	/* First, since it can switch hooks on. */
	twstat_netlink_exit();
	twstat_ports_end();
	twstat_hooks_exit();
	twstat_netns_exit();
	twstat_stock_exit();
	twstat_live_exit();
	twstat_pool_exit();
}

module_init(twstat_init);
module_exit(twstat_exit);

MODULE_DESCRIPTION("The truth about TCP TIME_WAIT");
MODULE_AUTHOR("The twstat developers");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
