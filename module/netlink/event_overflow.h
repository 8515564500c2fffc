/* SPDX-License-Identifier: GPL-2.0 */
/* Notifications of sockets that were denied TIME_WAIT. */
#ifndef _TWSTAT_NETLINK_EVENT_OVERFLOW_H
#define _TWSTAT_NETLINK_EVENT_OVERFLOW_H

#include "read/settle.h"

void twstat_events_overflow(struct twstat_settled settled);

#endif
