/* SPDX-License-Identifier: GPL-2.0 */
/* Puts incidents into messages. */
#ifndef _TWSTAT_NETLINK_INCIDENTS_H
#define _TWSTAT_NETLINK_INCIDENTS_H

#include "netlink/message.h"
#include "read/incidents.h"

void twstat_put_incident(struct twstat_message *message,
			 const struct twstat_incident *incident);

#endif
