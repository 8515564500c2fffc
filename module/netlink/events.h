/* SPDX-License-Identifier: GPL-2.0 */
/* Netlink notifications. */
#ifndef _TWSTAT_NETLINK_EVENTS_H
#define _TWSTAT_NETLINK_EVENTS_H

void twstat_events_init(void);
void twstat_events_look_now(void);
void twstat_events_stop(void);
void twstat_events_exit(void);

#endif
