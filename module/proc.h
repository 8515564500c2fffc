/* SPDX-License-Identifier: GPL-2.0 */
/* What can be read under /proc/net. */
#ifndef _TWSTAT_PROC_H
#define _TWSTAT_PROC_H

struct twstat_net;

int twstat_proc_net_init(struct twstat_net *tn);
void twstat_proc_net_exit(struct twstat_net *tn);

#endif
