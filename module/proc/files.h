/* SPDX-License-Identifier: GPL-2.0 */
/* The files of a namespace under /proc/net. */
#ifndef _TWSTAT_PROC_FILES_H
#define _TWSTAT_PROC_FILES_H

#include <linux/workqueue.h>

#include "tables/endpoints.h"

struct net;
struct proc_dir_entry;
struct twstat_net;

/**
 * struct twstat_proc - the files of a namespace
 * @net: the namespace
 * @dir: /proc/net/twstat
 * @stat: /proc/net/stat/twstat
 * @endpoints: /proc/net/twstat/destinations and services
 * @incidents: /proc/net/twstat/incidents
 * @own: work that sets the owner of @endpoints and @incidents to the namespace's root user
 * @tries: how often @own has tried that
 */
struct twstat_proc {
	struct net *net;
	struct proc_dir_entry *dir;
	struct proc_dir_entry *stat;
	struct proc_dir_entry *endpoints[TWSTAT_ENDPOINT_KINDS];
	struct proc_dir_entry *incidents;
	struct delayed_work own;
	unsigned int tries;
};

int twstat_proc_net_init(struct twstat_net *tn);
void twstat_proc_net_exit(struct twstat_net *tn);

#endif
