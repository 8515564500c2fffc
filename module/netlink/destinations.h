/* SPDX-License-Identifier: GPL-2.0 */
/* Puts destinations into messages. */
#ifndef _TWSTAT_NETLINK_DESTINATIONS_H
#define _TWSTAT_NETLINK_DESTINATIONS_H

#include "netlink/message.h"
#include "read/destinations.h"

void twstat_put_destination(struct twstat_message *message,
			    const struct twstat_destination *destination,
			    u32 usable);
void twstat_put_destination_programs(struct twstat_message *message,
				     const struct twstat_destination *destination,
				     unsigned int most);

#endif
