// SPDX-License-Identifier: GPL-2.0
/* Network namespaces: they come, and they go with sockets still alive. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kprobes.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "binds.h"
#include "denied.h"
#include "endpoints.h"
#include "life.h"
#include "netns.h"
#include "proc.h"

unsigned int twstat_net_id __read_mostly;

/* Of no namespace. */
static struct twstat_net twstat_net_none;

/* An initializer would be no use: in a module nobody relocates it. */
DEFINE_PER_CPU(struct twstat_nets, twstat_nets);

/**
 * twstat_net_find() - what is kept for a namespace, which isn't remembered, or second
 * @net: the namespace
 *
 * There is nothing before our init call, which those of others precede. This is
 * net_generic() without its rcu_read_lock(), a function call where readers can be
 * preempted.
 *
 * Context: as twstat_net().
 * Return: as twstat_net().
 */
struct twstat_net *twstat_net_find(const struct net *net)
{
	const struct net_generic *generic = rcu_dereference_raw(net->gen);
	struct twstat_net *tn = generic->ptr[twstat_net_id], *last;

	if (unlikely(!tn || !READ_ONCE(tn->watched)))
		return NULL;
	last = this_cpu_read(twstat_nets.last);
	/* twstat_net_forget() may have come by already for one that isn't watched. */
	if (unlikely(!READ_ONCE(last->watched)))
		last = &twstat_net_none;
	this_cpu_write(twstat_nets.other, last);
	this_cpu_write(twstat_nets.last, tn);
	return tn;
}

NOKPROBE_SYMBOL(twstat_net_find);

/* It isn't watched any more, so it can't be remembered again. */
static void twstat_net_forget(const struct twstat_net *tn)
{
	struct twstat_nets *nets;
	int cpu;

	for_each_possible_cpu(cpu) {
		nets = per_cpu_ptr(&twstat_nets, cpu);
		if (READ_ONCE(nets->last) == tn)
			WRITE_ONCE(nets->last, &twstat_net_none);
		if (READ_ONCE(nets->other) == tn)
			WRITE_ONCE(nets->other, &twstat_net_none);
	}
}

/*
 * Want of memory leaves the new namespace unwatched; it must not keep it from
 * being made.
 */
static int __net_init twstat_netns_init_one(struct net *net)
{
	struct twstat_net *tn = net_generic(net, twstat_net_id);

	tn->net = net;
	tn->threshold_up = TWSTAT_THRESHOLD_UP;
	tn->threshold_down = TWSTAT_THRESHOLD_DOWN;
	tn->cpu = alloc_percpu(struct twstat_cpu);
	if (!tn->cpu)
		goto err;
	twstat_denied_net_init(tn);
	if (twstat_endpoints_net_init(tn))
		goto err_endpoints;
	if (twstat_proc_net_init(tn))
		goto err_proc;
	WRITE_ONCE(tn->watched, true);
	return 0;

err_proc:
	twstat_endpoints_net_exit(tn);
err_endpoints:
	free_percpu(tn->cpu);
	tn->cpu = NULL;
err:
	pr_warn("no memory for a network namespace's counters: namespace %u is not watched\n",
		net->ns.inum);
	return 0;
}

static void __net_exit twstat_netns_pre_exit_one(struct net *net)
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
static void __net_exit twstat_netns_exit_batch(struct list_head *nets)
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
		twstat_endpoints_net_exit(tn);
		free_percpu(tn->cpu);
	}
}

static struct pernet_operations twstat_netns_ops = {
	.init		= twstat_netns_init_one,
	.pre_exit	= twstat_netns_pre_exit_one,
	.exit_batch	= twstat_netns_exit_batch,
	.id		= &twstat_net_id,
	.size		= sizeof(struct twstat_net),
};

/**
 * twstat_net_of_reader() - what is kept for the namespace of a reader
 * @net: the namespace; it stays, since the reader's file or socket is open
 *
 * Return: NULL if it is on its way out or not watched.
 */
struct twstat_net *twstat_net_of_reader(const struct net *net)
{
	struct twstat_net *tn;

	rcu_read_lock();
	tn = twstat_net(net);
	rcu_read_unlock();
	return tn;
}

/**
 * twstat_namespaces_init() - start to keep numbers for every namespace
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_namespaces_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		per_cpu(twstat_nets, cpu) = (struct twstat_nets) {
			&twstat_net_none, &twstat_net_none
		};
	return register_pernet_subsys(&twstat_netns_ops);
}

/**
 * twstat_namespaces_exit() - forget all namespaces; the hooks are off already
 */
void twstat_namespaces_exit(void)
{
	unregister_pernet_subsys(&twstat_netns_ops);
}
