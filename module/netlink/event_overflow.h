/* SPDX-License-Identifier: GPL-2.0 */
/* Notifications of sockets that could not enter TIME_WAIT. */
#ifndef _TWSTAT_NETLINK_EVENT_OVERFLOW_H
#define _TWSTAT_NETLINK_EVENT_OVERFLOW_H

#include <linux/types.h>

struct twstat_net;

bool twstat_events_overflow(struct twstat_net *tn);
void twstat_events_overflow_again(struct twstat_net *tn);
void twstat_events_overflow_skip(struct twstat_net *tn);

#endif
