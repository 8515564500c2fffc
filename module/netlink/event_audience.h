/* SPDX-License-Identifier: GPL-2.0 */
/* Whether anyone in a namespace listens for events. */
#ifndef _TWSTAT_NETLINK_EVENT_AUDIENCE_H
#define _TWSTAT_NETLINK_EVENT_AUDIENCE_H

#include "netlink/message.h"
#include "netlink/per_net.h"

void twstat_audience_tell(struct twstat_message *message, struct twstat_net *tn,
			  enum twstat_audience_id id);
bool twstat_audience_welcome(struct twstat_net *tn, enum twstat_audience_id id);

#endif
