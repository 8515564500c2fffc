/* SPDX-License-Identifier: GPL-2.0 */
/* The files of a namespace under /proc/net. */
#ifndef _TWSTAT_PROC_FILES_H
#define _TWSTAT_PROC_FILES_H

struct twstat_net;

int twstat_proc_net_init(struct twstat_net *tn);
void twstat_proc_net_exit(struct twstat_net *tn);

#endif
