/* SPDX-License-Identifier: GPL-2.0 */
/* Notifications of destinations. */
#ifndef _TWSTAT_NETLINK_EVENT_DESTINATIONS_H
#define _TWSTAT_NETLINK_EVENT_DESTINATIONS_H

#include "read/settle.h"

void twstat_events_destinations(struct twstat_settled settled);

#endif
