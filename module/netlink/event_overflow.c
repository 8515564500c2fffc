// SPDX-License-Identifier: GPL-2.0
/* Notifications of sockets that could not enter TIME_WAIT. */
#include <net/inet_timewait_sock.h>

#include "netlink/event_interval.h"
#include "netlink/event_overflow.h"
#include "netlink/message.h"
#include "netlink/per_net.h"
#include "read/denied.h"
#include "read/gauges.h"
#include "tables/net.h"

static void twstat_events_send_overflow(struct twstat_net *tn, u64 limit,
					u64 nomem)
{
	const struct inet_timewait_death_row *dr = &tn->net->ipv4.tcp_death_row;
	struct twstat_message message;
	u32 now = twstat_gauge_read(tn, TWSTAT_GAUGE_TIME_WAIT).now +
		  twstat_gauge_read(tn, TWSTAT_GAUGE_FIN_WAIT2).now;

	twstat_message_event(&message, TWSTAT_CMD_TIME_WAIT_OVERFLOW_NTF);
	twstat_put_uint(&message, TWSTAT_A_OVERFLOW_DENIED_LIMIT, limit);
	twstat_put_uint(&message, TWSTAT_A_OVERFLOW_DENIED_NOMEM, nomem);
	twstat_put_u32(&message, TWSTAT_A_OVERFLOW_TIME_WAIT, now);
	twstat_put_u32(&message, TWSTAT_A_OVERFLOW_LIMIT,
		       READ_ONCE(dr->sysctl_max_tw_buckets));
	twstat_put_uint(&message, TWSTAT_A_OVERFLOW_SUPPRESSED,
			limit + nomem - tn->netlink->denied_told - 1);
	twstat_message_multicast(&message, tn, TWSTAT_NLGRP_EVENTS);
}

/**
 * twstat_events_overflow() - send a notification of denied sockets if one is due
 * @tn: the namespace, in which there is a listener
 */
void twstat_events_overflow(struct twstat_net *tn)
{
	struct twstat_netlink *netlink = tn->netlink;
	u64 limit, nomem;

	twstat_denied_read(tn, &limit, &nomem);
	if (!netlink->events) {
		netlink->denied_told = limit + nomem;
		netlink->denied_at = (u32)jiffies - TWSTAT_EVENTS_INTERVAL;
	}
	if (limit + nomem == netlink->denied_told ||
	    !twstat_events_is_due(netlink->denied_at))
		return;
	twstat_events_send_overflow(tn, limit, nomem);
	netlink->denied_told = limit + nomem;
	netlink->denied_at = jiffies;
}
