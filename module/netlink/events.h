/* SPDX-License-Identifier: GPL-2.0 */
/* Netlink notifications of changes. */
#ifndef _TWSTAT_NETLINK_EVENTS_H
#define _TWSTAT_NETLINK_EVENTS_H

struct twstat_net;

void twstat_events_round(void);
void twstat_events_skip(struct twstat_net *tn);
void twstat_events_init(void);
void twstat_events_exit(void);

#endif
