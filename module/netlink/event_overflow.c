// SPDX-License-Identifier: GPL-2.0
/* Notifications of sockets that could not enter TIME_WAIT. */
#include <net/inet_timewait_sock.h>

#include "netlink/event_audience.h"
#include "netlink/event_interval.h"
#include "netlink/event_overflow.h"
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
			(u32)(limit + nomem) - tn->netlink->denied_told - 1);
	twstat_audience_tell(&message, tn, TWSTAT_AUDIENCE_EVENTS);
}

/* Returns whether there may be more to tell, even if no other socket is denied. */
static bool twstat_events_look_at_overflow(struct twstat_net *tn)
{
	u64 base = READ_ONCE(tn->changes.denied_base);
	struct twstat_netlink *netlink = tn->netlink;
	u64 limit, nomem;
	u32 since;

	if (!twstat_changes_heard(tn, TWSTAT_AUDIENCE_EVENTS))
		return false;
	since = twstat_changes_since(tn, TWSTAT_AUDIENCE_EVENTS);
	if (netlink->denied_since != since) {
		if (base >> 32 != since)
			return false;
		netlink->denied_since = since;
		netlink->denied_told = base;
		netlink->denied_recent = false;
	}
	twstat_denied_read(tn, &limit, &nomem);
	if (netlink->denied_recent && !twstat_events_is_due(netlink->denied_at))
		return true;
	netlink->denied_recent = (u32)(limit + nomem) != netlink->denied_told;
	if (netlink->denied_recent) {
		twstat_events_send_overflow(tn, limit, nomem);
		netlink->denied_told = limit + nomem;
		netlink->denied_at = jiffies;
	}
	return netlink->denied_recent;
}

/**
 * twstat_events_overflow() - send a notification of denied sockets if one is due
 * @tn: the namespace
 *
 * Context: in a round, with the lock of struct twstat_netlink.
 * Return: whether to call twstat_events_overflow_again() after a grace period.
 */
bool twstat_events_overflow(struct twstat_net *tn)
{
	if (!READ_ONCE(tn->changes.denied))
		return false;
	tn->netlink->denied_read = !twstat_events_look_at_overflow(tn);
	if (tn->netlink->denied_read)
		WRITE_ONCE(tn->changes.denied, false);
	return true;
}

/**
 * twstat_events_overflow_again() - send what has become due in this round
 * @tn: the namespace
 *
 * Context: as twstat_events_overflow().
 */
void twstat_events_overflow_again(struct twstat_net *tn)
{
	if (tn->netlink->denied_read && twstat_events_look_at_overflow(tn))
		WRITE_ONCE(tn->changes.denied, true);
	tn->netlink->denied_read = false;
	if (READ_ONCE(tn->changes.denied))
		twstat_changes_list(tn);
}

/**
 * twstat_events_overflow_skip() - never tell what was denied up to now
 * @tn: the namespace
 *
 * Context: process, with the lock of struct twstat_netlink.
 */
void twstat_events_overflow_skip(struct twstat_net *tn)
{
	struct twstat_netlink *netlink = tn->netlink;
	u64 limit, nomem;

	twstat_denied_read(tn, &limit, &nomem);
	netlink->denied_since = twstat_changes_since(tn, TWSTAT_AUDIENCE_EVENTS);
	netlink->denied_told = limit + nomem;
	netlink->denied_recent = false;
}
