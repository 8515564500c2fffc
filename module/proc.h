/* SPDX-License-Identifier: GPL-2.0 */
/* What can be read under /proc/net. */
#ifndef _TWSTAT_PROC_H
#define _TWSTAT_PROC_H

struct net;
struct twstat_net;

struct twstat_net *twstat_proc_net(const struct net *net);
int twstat_proc_net_init(struct twstat_net *tn);
void twstat_proc_net_exit(struct twstat_net *tn);

#endif
