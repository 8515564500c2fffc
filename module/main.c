// SPDX-License-Identifier: GPL-2.0
/* Module load and unload: each init step has its mirror image in exit. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#ifndef CONFIG_KPROBES
#error "twstat needs a kernel with CONFIG_KPROBES"
#endif
#ifndef CONFIG_KRETPROBES
#error "twstat needs a kernel with CONFIG_KRETPROBES"
#endif
#ifndef CONFIG_TRACEPOINTS
#error "twstat needs a kernel with CONFIG_TRACEPOINTS"
#endif
#ifndef CONFIG_PROC_FS
#error "twstat needs a kernel with CONFIG_PROC_FS"
#endif
#ifndef CONFIG_INET
#error "twstat needs a kernel with CONFIG_INET"
#endif

#include <linux/module.h>

#include "control/adoption.h"
#include "control/incidents.h"
#include "handlers/missed_ends.h"
#include "handlers/refusals.h"
#include "handlers/searches.h"
#include "hooks/engine.h"
#include "namespace.h"
#include "netlink/family.h"
#include "tables/endpoint_pool.h"
#include "tables/endpoints.h"
#include "tables/entries.h"
#include "tables/entry_pool.h"
#include "tables/give_back.h"
#include "tables/incidents.h"
#include "tables/program_turns.h"
#include "tables/refused_syns.h"
#include "tables/shares.h"
#include "tables/sharing.h"
#include "tables/state_machine.h"
#include "tables/switches.h"

static_assert(BITS_PER_LONG == 64, "counters are 64 bits and read in one go");

static int __init twstat_init(void)
{
	int err;

	err = twstat_incidents_init();
	if (err)
		return err;
	err = twstat_entry_pool_init();
	if (err)
		return err;
	err = twstat_entries_init();
	if (err)
		goto err_entries;
	twstat_transitions_init();
	err = twstat_shares_init();
	if (err)
		goto err_shares;
	err = twstat_endpoints_init();
	if (err)
		goto err_endpoints;
	err = twstat_refusals_init();
	if (err)
		goto err_refusals;
	err = twstat_ends_init();
	if (err)
		goto err_ends;
	twstat_incidents_begin();
	err = twstat_namespaces_init();
	if (err)
		goto err_namespaces;
	twstat_refused_syns_init();
	twstat_switches_init();
	err = twstat_hooks_init();
	if (err)
		goto err_hooks;
	twstat_searches_begin();
	err = twstat_adoption_init();
	if (err)
		goto err_adopt;
	err = twstat_netlink_init();
	if (err)
		goto err_adopt;
	twstat_incidents_watch(true);

	pr_info("loaded, see /proc/net/twstat/\n");
	return 0;

err_adopt:
	twstat_searches_end();
	twstat_hooks_exit();
err_hooks:
	twstat_namespaces_exit();
err_namespaces:
	twstat_incidents_end();
	twstat_program_turns_exit();
	twstat_sharing_exit();
	twstat_ends_exit();
err_ends:
	twstat_refusals_exit();
err_refusals:
	twstat_give_back_exit();
	twstat_endpoint_pool_exit();
err_endpoints:
	twstat_shares_exit();
err_shares:
	twstat_entries_exit();
err_entries:
	twstat_entry_pool_exit();
	return err;
}

static void __exit twstat_exit(void)
{
	/* Netlink goes first: a netlink request can switch hooks on. */
	twstat_netlink_exit();
	twstat_incidents_watch(false);
	twstat_searches_end();
	twstat_hooks_exit();
	twstat_namespaces_exit();
	twstat_incidents_end();
	twstat_program_turns_exit();
	twstat_sharing_exit();
	twstat_ends_exit();
	twstat_refusals_exit();
	twstat_give_back_exit();
	twstat_endpoint_pool_exit();
	twstat_shares_exit();
	twstat_entries_exit();
	twstat_entry_pool_exit();
}

module_init(twstat_init);
module_exit(twstat_exit);

MODULE_DESCRIPTION("Counts what TCP TIME_WAIT does, and why");
MODULE_AUTHOR("The twstat developers");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
