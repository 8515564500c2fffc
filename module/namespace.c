// SPDX-License-Identifier: GPL-2.0
/* Setup of a new network namespace, and teardown of one that still has live sockets. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ipv6.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>
#include <net/sock.h>
#include <net/tcp.h>
#include <net/transp_v6.h>

#include "handlers/denied.h"
#include "handlers/life.h"
#include "handlers/missed_ends.h"
#include "handlers/refusals.h"
#include "handlers/syns.h"
#include "namespace.h"
#include "netlink/per_net.h"
#include "proc/files.h"
#include "tables/blocks.h"
#include "tables/charge.h"
#include "tables/conflicts.h"
#include "tables/endpoint_growth.h"
#include "tables/endpoints.h"
#include "tables/incidents.h"
#include "tables/net.h"
#include "tables/refused.h"
#include "tables/troubles.h"

/* The namespaces that are seen were created just now, and not before the module was loaded. */
static bool twstat_namespaces_new;

/* The thresholds of a new namespace. */
#define TWSTAT_THRESHOLD_UP	80
#define TWSTAT_THRESHOLD_DOWN	60

/* Whether a namespace has used TCP before the module was loaded. */
static bool twstat_namespace_has_tcp(struct net *net)
{
	int cpu;

	if (net_eq(net, &init_net) || sock_prot_inuse_get(net, &tcp_prot) ||
	    twstat_minis_of_kernel(net))
		return true;
#if IS_BUILTIN(CONFIG_IPV6)
	if (ipv6_mod_enabled() && sock_prot_inuse_get(net, &tcpv6_prot))
		return true;
#endif
	for_each_possible_cpu(cpu)
		if (twstat_overflow_on_cpu(net, cpu))
			return true;
	return false;
}

/*
 * Returns 0 even without memory: the kernel then still creates the namespace, but twstat
 * doesn't watch it.
 */
static int __net_init twstat_namespace_init(struct net *net)
{
	struct twstat_net *tn = net_generic(net, twstat_net_id);

	tn->net = net;
	tn->threshold_up = TWSTAT_THRESHOLD_UP;
	tn->threshold_down = TWSTAT_THRESHOLD_DOWN;
	twstat_refused_net_init(tn);
	twstat_charge_net_init(tn, twstat_namespaces_new);
	twstat_blocks_net_init(tn);
	twstat_endpoints_net_init(tn);
	if (twstat_netlink_net_init(tn))
		goto err;
	if (twstat_proc_net_init(tn))
		goto err_proc;
	twstat_blocks_net_begin(tn);
	if (twstat_namespace_has_tcp(net) && !twstat_block_give(tn))
		goto err_block;
	twstat_denied_net_init(tn);
	twstat_blocks_reserve(tn);
	return 0;

err_block:
	twstat_blocks_net_stop(tn);
	twstat_proc_net_exit(tn);
err_proc:
	twstat_netlink_net_exit(tn);
err:
	pr_warn_ratelimited("not enough memory for network namespace %u: it is not watched\n",
			    net->ns.inum);
	return 0;
}

static void __net_exit twstat_namespace_pre_exit(struct net *net)
{
	struct twstat_net *tn = net_generic(net, twstat_net_id);

	twstat_blocks_net_stop(tn);
	twstat_proc_net_exit(tn);
}

/*
 * This runs before TCP purges the dead namespaces' sockets, because exit calls run in the
 * reverse order of registration. After twstat_net_forget() and a grace period no handler
 * makes new entries for these namespaces, see twstat_net(). A handler that has just removed
 * an entry may still use the counters: the second grace period waits for it. Both waits are
 * done once for the whole batch. Pending SYNs need their entries, so they are settled first.
 */
static void __net_exit twstat_namespaces_exit_batch(struct list_head *nets)
{
	struct twstat_net *tn;
	struct net *net;

	list_for_each_entry(net, nets, exit_list)
		twstat_net_forget(net_generic(net, twstat_net_id));
	synchronize_rcu();
	/* If the module is unloaded, nobody reads any more. So no further search begins. */
	twstat_ends_flush();
	list_for_each_entry(net, nets, exit_list)
		twstat_syns_settle(net_generic(net, twstat_net_id));
	twstat_life_purge();
	list_for_each_entry(net, nets, exit_list)
		twstat_endpoints_net_drop(net_generic(net, twstat_net_id));
	synchronize_rcu();
	twstat_growth_flush();
	twstat_refusals_forget(nets);
	list_for_each_entry(net, nets, exit_list)
		twstat_troubles_net_exit(net_generic(net, twstat_net_id));

	list_for_each_entry(net, nets, exit_list) {
		tn = net_generic(net, twstat_net_id);
		twstat_netlink_net_exit(tn);
		twstat_conflicts_free(tn);
		twstat_incidents_free(tn);
		twstat_endpoints_net_exit(tn);
		twstat_blocks_net_exit(tn);
		twstat_charge_net_exit(tn);
	}
}

static struct pernet_operations twstat_namespaces_ops = {
	.init		= twstat_namespace_init,
	.pre_exit	= twstat_namespace_pre_exit,
	.exit_batch	= twstat_namespaces_exit_batch,
	.id		= &twstat_net_id,
	.size		= sizeof(struct twstat_net),
};

/**
 * twstat_namespaces_init() - start to watch all namespaces, present and future
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_namespaces_init(void)
{
	int err;

	twstat_nets_init();
	err = twstat_blocks_init();
	if (err)
		return err;
	err = register_pernet_subsys(&twstat_namespaces_ops);
	if (err)
		twstat_blocks_exit();
	WRITE_ONCE(twstat_namespaces_new, true);
	return err;
}

/**
 * twstat_namespaces_exit() - stop watching all namespaces; the hooks must be off
 */
void twstat_namespaces_exit(void)
{
	unregister_pernet_subsys(&twstat_namespaces_ops);
	twstat_blocks_exit();
}
