/* SPDX-License-Identifier: GPL-2.0 */
/* Notifications of hooks. */
#ifndef _TWSTAT_NETLINK_EVENT_HOOKS_H
#define _TWSTAT_NETLINK_EVENT_HOOKS_H

struct twstat_net;

void twstat_events_look_at_hooks(void);
void twstat_events_forget_hooks(void);
void twstat_events_hooks(struct twstat_net *tn);

#endif
