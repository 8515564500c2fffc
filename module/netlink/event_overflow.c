// SPDX-License-Identifier: GPL-2.0
/* Notifications of sockets that were denied TIME_WAIT. */
#include <net/inet_timewait_sock.h>

#include "denied.h"
#include "message.h"
#include "netns.h"
#include "events.h"

static void twstat_events_send_overflow(struct twstat_net *tn, u64 limit,
					u64 nomem)
{
	const struct inet_timewait_death_row *dr = &tn->net->ipv4.tcp_death_row;
	struct twstat_message message;
	int i, now = 0;

	for (i = 0; i < TWSTAT_SUBSTATES; i++)
		now += atomic_read(&tn->gauge[i].now);

	twstat_message_event(&message, TWSTAT_CMD_TIME_WAIT_OVERFLOW_NTF);
	twstat_put_uint(&message, TWSTAT_A_OVERFLOW_DENIED_LIMIT, limit);
	twstat_put_uint(&message, TWSTAT_A_OVERFLOW_DENIED_NOMEM, nomem);
	twstat_put_u32(&message, TWSTAT_A_OVERFLOW_TIME_WAIT, now);
	twstat_put_u32(&message, TWSTAT_A_OVERFLOW_LIMIT,
		       READ_ONCE(dr->sysctl_max_tw_buckets));
	twstat_put_uint(&message, TWSTAT_A_OVERFLOW_SUPPRESSED,
			limit + nomem - tn->denied_told - 1);
	twstat_message_multicast(&message, tn, TWSTAT_NLGRP_EVENTS);
}

/**
 * twstat_events_overflow() - tell whether sockets were denied TIME_WAIT
 * @tn: the namespace; somebody listens there
 */
void twstat_events_overflow(struct twstat_net *tn)
{
	u64 limit, nomem;

	twstat_denied_settle(tn);
	limit = twstat_counter_read(tn, TWSTAT_DENIED_LIMIT);
	nomem = twstat_counter_read(tn, TWSTAT_DENIED_NOMEM);
	if (!tn->events_heard) {
		tn->denied_told = limit + nomem;
		tn->denied_at = (u32)jiffies - TWSTAT_EVENTS_INTERVAL;
	}
	if (limit + nomem == tn->denied_told ||
	    !twstat_events_is_due(tn->denied_at))
		return;
	twstat_events_send_overflow(tn, limit, nomem);
	tn->denied_told = limit + nomem;
	tn->denied_at = jiffies;
}
