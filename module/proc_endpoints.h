/* SPDX-License-Identifier: GPL-2.0 */
/* /proc/net/twstat/destinations and /proc/net/twstat/services. */
#ifndef _TWSTAT_PROC_ENDPOINTS_H
#define _TWSTAT_PROC_ENDPOINTS_H

struct twstat_net;

int twstat_proc_endpoints_net_init(struct twstat_net *tn);
void twstat_proc_endpoints_net_exit(struct twstat_net *tn);

#endif
