// SPDX-License-Identifier: GPL-2.0
/* Creates and removes the files under /proc/net; each namespace has its own. */
#include <linux/proc_fs.h>
#include <linux/seq_file_net.h>
#include <linux/slab.h>

#include "proc/endpoints.h"
#include "proc/files.h"
#include "proc/show.h"
#include "tables/net.h"

static void twstat_proc_remove(struct twstat_net *tn)
{
	proc_remove(tn->proc->stat);
	proc_remove(tn->proc->dir);
	kfree(tn->proc);
	tn->proc = NULL;
}

static struct proc_dir_entry *
twstat_proc_create(struct twstat_proc *proc, const char *name,
		   umode_t mode, int (*show)(struct seq_file *seq, void *unused))
{
	return proc_create_net_single(name, mode, proc->dir, show, NULL);
}

/* What lists addresses and programs. */
static bool twstat_proc_guarded(struct twstat_proc *proc)
{
	proc->incidents = twstat_proc_create(proc, "incidents", 0440, twstat_proc_incidents);
	return proc->incidents;
}

/**
 * twstat_proc_net_init() - create the files of a namespace
 * @tn: the namespace
 *
 * Return: 0, or -ENOMEM with no file left.
 */
int twstat_proc_net_init(struct twstat_net *tn)
{
	struct twstat_proc *proc = kzalloc(sizeof(*proc), GFP_KERNEL);
	struct net *net = tn->net;

	if (!proc)
		return -ENOMEM;
	tn->proc = proc;
	proc->net = net;
	proc->dir = proc_net_mkdir(net, "twstat", net->proc_net);
	proc->stat = proc_create_net_single("twstat", 0444, net->proc_net_stat,
					    twstat_proc_lnstat, NULL);
	if (proc->dir && proc->stat &&
	    twstat_proc_create(proc, "counters", 0444, twstat_proc_counters) &&
	    twstat_proc_create(proc, "gauges", 0444, twstat_proc_gauges) &&
	    twstat_proc_create(proc, "histograms", 0444, twstat_proc_histograms) &&
	    twstat_proc_create(proc, "states", 0444, twstat_proc_transitions) &&
	    twstat_proc_create(proc, "hooks", 0444, twstat_proc_hooks) &&
	    twstat_proc_guarded(proc) && !twstat_proc_endpoints_init(proc))
		return 0;

	twstat_proc_remove(tn);
	return -ENOMEM;
}

/**
 * twstat_proc_net_exit() - remove the files of a namespace
 * @tn: the namespace
 */
void twstat_proc_net_exit(struct twstat_net *tn)
{
	if (!tn->proc)
		return;
	twstat_proc_endpoints_exit(tn->proc);
	twstat_proc_remove(tn);
}
