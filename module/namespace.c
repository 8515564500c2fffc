// SPDX-License-Identifier: GPL-2.0
/* What happens as a network namespace comes, and as it goes with sockets still alive. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "handlers/binds.h"
#include "handlers/denied.h"
#include "handlers/life.h"
#include "namespace.h"
#include "netlink/listeners.h"
#include "proc/files.h"
#include "tables/endpoints.h"
#include "tables/net.h"

/*
 * Without memory the new namespace is not watched, but it is made all the same.
 */
static int __net_init twstat_namespace_init(struct net *net)
{
	struct twstat_net *tn = net_generic(net, twstat_net_id);

	tn->net = net;
	tn->cpu = alloc_percpu(struct twstat_cpu);
	if (!tn->cpu)
		goto err;
	twstat_denied_net_init(tn);
	if (twstat_endpoints_net_init(tn))
		goto err_endpoints;
	if (twstat_listeners_net_init(tn))
		goto err_listeners;
	if (twstat_proc_net_init(tn))
		goto err_proc;
	WRITE_ONCE(tn->watched, true);
	return 0;

err_proc:
	twstat_listeners_net_exit(tn);
err_listeners:
	twstat_endpoints_net_exit(tn);
err_endpoints:
	free_percpu(tn->cpu);
	tn->cpu = NULL;
err:
	pr_warn("no memory for a network namespace's counters: namespace %u is not watched\n",
		net->ns.inum);
	return 0;
}

static void __net_exit twstat_namespace_pre_exit(struct net *net)
{
	struct twstat_net *tn = net_generic(net, twstat_net_id);

	WRITE_ONCE(tn->watched, false);
	twstat_proc_net_exit(tn);
}

/*
 * This runs before TCP purges the dead namespaces' sockets (exit calls go in
 * the reverse order of registration). Once nothing remembers them, no handler makes
 * new entries for them, see twstat_net(). Handlers that have just taken an entry out may
 * still use the counters. So wait for both, once for the whole batch.
 */
static void __net_exit twstat_namespaces_exit_batch(struct list_head *nets)
{
	struct twstat_net *tn;
	struct net *net;

	list_for_each_entry(net, nets, exit_list)
		twstat_net_forget(net_generic(net, twstat_net_id));
	synchronize_rcu();
	twstat_life_purge();
	synchronize_rcu();
	twstat_binds_settle();

	list_for_each_entry(net, nets, exit_list) {
		tn = net_generic(net, twstat_net_id);
		twstat_listeners_net_exit(tn);
		twstat_endpoints_net_exit(tn);
		free_percpu(tn->cpu);
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
 * twstat_namespaces_init() - start to keep numbers for every namespace
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_namespaces_init(void)
{
	twstat_nets_init();
	return register_pernet_subsys(&twstat_namespaces_ops);
}

/**
 * twstat_namespaces_exit() - forget all namespaces; the hooks are off already
 */
void twstat_namespaces_exit(void)
{
	unregister_pernet_subsys(&twstat_namespaces_ops);
}
