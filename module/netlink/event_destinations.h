/* SPDX-License-Identifier: GPL-2.0 */
/* Notifications of destinations. */
#ifndef _TWSTAT_NETLINK_EVENT_DESTINATIONS_H
#define _TWSTAT_NETLINK_EVENT_DESTINATIONS_H

#include <linux/types.h>

struct twstat_net;

bool twstat_events_destinations(struct twstat_net *tn);
void twstat_events_destinations_again(struct twstat_net *tn);
void twstat_events_destinations_skip(struct twstat_net *tn);

#endif
