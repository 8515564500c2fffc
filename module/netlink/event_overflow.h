/* SPDX-License-Identifier: GPL-2.0 */
/* Notifications of sockets that could not enter TIME_WAIT. */
#ifndef _TWSTAT_NETLINK_EVENT_OVERFLOW_H
#define _TWSTAT_NETLINK_EVENT_OVERFLOW_H

struct twstat_net;

void twstat_events_overflow(struct twstat_net *tn);

#endif
