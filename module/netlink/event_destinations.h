/* SPDX-License-Identifier: GPL-2.0 */
/* Notifications of destinations. */
#ifndef _TWSTAT_NETLINK_EVENT_DESTINATIONS_H
#define _TWSTAT_NETLINK_EVENT_DESTINATIONS_H

struct twstat_net;

void twstat_events_destinations(struct twstat_net *tn);

#endif
