/* SPDX-License-Identifier: GPL-2.0 */
/* Notifications of incidents. */
#ifndef _TWSTAT_NETLINK_EVENT_INCIDENTS_H
#define _TWSTAT_NETLINK_EVENT_INCIDENTS_H

struct twstat_incident;
struct twstat_net;

void twstat_events_incident(struct twstat_net *tn, const struct twstat_incident *incident);

#endif
