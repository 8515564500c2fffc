/* SPDX-License-Identifier: GPL-2.0 */
/* /proc/net/twstat/destinations and /proc/net/twstat/services. */
#ifndef _TWSTAT_PROC_ENDPOINTS_H
#define _TWSTAT_PROC_ENDPOINTS_H

struct twstat_proc;

int twstat_proc_endpoints_init(struct twstat_proc *proc);
void twstat_proc_endpoints_exit(struct twstat_proc *proc);

#endif
