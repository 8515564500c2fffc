/* SPDX-License-Identifier: GPL-2.0 */
/* Notifications of hooks. */
#ifndef _TWSTAT_NETLINK_EVENT_HOOKS_H
#define _TWSTAT_NETLINK_EVENT_HOOKS_H

void twstat_events_hooks_begin(void);
void twstat_events_hooks(void);

#endif
