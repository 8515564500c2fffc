/* SPDX-License-Identifier: GPL-2.0 */
/* /proc/net/twstat/destinations and /proc/net/twstat/services. */
#ifndef _TWSTAT_PROC_ENDPOINTS_H
#define _TWSTAT_PROC_ENDPOINTS_H

#include <linux/workqueue.h>

#include "tables/endpoints.h"

struct net;
struct proc_dir_entry;

/**
 * struct twstat_proc - the files of a namespace
 * @net: the namespace
 * @dir: /proc/net/twstat
 * @stat: /proc/net/stat/twstat
 * @endpoints: /proc/net/twstat/destinations and services
 * @own: work that sets the owner of @endpoints to the namespace's root user
 * @tries: how often @own has tried that
 */
struct twstat_proc {
	struct net *net;
	struct proc_dir_entry *dir;
	struct proc_dir_entry *stat;
	struct proc_dir_entry *endpoints[TWSTAT_ENDPOINT_KINDS];
	struct delayed_work own;
	unsigned int tries;
};

int twstat_proc_endpoints_init(struct twstat_proc *proc);
void twstat_proc_endpoints_exit(struct twstat_proc *proc);

#endif
