// SPDX-License-Identifier: GPL-2.0
/* Counters and gauges of a namespace. */
#include "counters.h"
#include "message.h"
#include "netns.h"

static_assert(TWSTAT_A_COUNTERS_MAX == (int)TWSTAT_COUNTERS);

static void twstat_stats_counters(struct twstat_message *message,
				  struct twstat_net *tn)
{
	struct nlattr *nest = twstat_put_begin(message, TWSTAT_A_STATS_COUNTERS);
	int i;

	for (i = 0; i < TWSTAT_COUNTERS; i++)
		twstat_put_uint(message, TWSTAT_A_COUNTERS_ENTER_CLOSE + i,
				twstat_counter_read(tn, i));
	twstat_put_end(message, nest);
}

static void twstat_stats_gauge(struct twstat_message *message, int type,
			       u32 now, u32 peak)
{
	twstat_put_u32(message, type, now);
	twstat_put_u32(message, type + 1, peak);
}

static void twstat_stats_gauges(struct twstat_message *message,
				struct twstat_net *tn)
{
	struct nlattr *nest = twstat_put_begin(message, TWSTAT_A_STATS_GAUGES);
	const struct twstat_endpoints *table;
	const struct twstat_gauge *gauge;
	int i;

	for (i = 0; i < TWSTAT_SUBSTATES; i++) {
		gauge = &tn->gauge[i];
		twstat_stats_gauge(message, TWSTAT_A_GAUGES_TIME_WAIT + 2 * i,
				   atomic_read(&gauge->now),
				   atomic_read(&gauge->peak));
	}
	for (i = 0; i < TWSTAT_ENDPOINT_KINDS; i++) {
		table = &tn->endpoints[i];
		twstat_stats_gauge(message, TWSTAT_A_GAUGES_DESTINATIONS + 2 * i,
				   READ_ONCE(table->number),
				   READ_ONCE(table->peak));
	}
	twstat_put_end(message, nest);
}

/**
 * twstat_nl_counters_get_doit() - tell all counters and gauges
 * @skb: the request
 * @info: what is in it
 *
 * Return: 0, or an error.
 */
int twstat_nl_counters_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct twstat_message message;
	struct twstat_net *tn;
	int err;

	err = twstat_request_knows(info->nlhdr, 0, info->extack);
	if (err)
		return err;
	tn = twstat_request_net(genl_info_net(info), info->extack);
	if (!tn)
		return -ENODATA;
	twstat_counters_settle(tn);

	twstat_message_reply(&message, info);
	twstat_stats_counters(&message, tn);
	twstat_stats_gauges(&message, tn);
	return twstat_message_send(&message, info);
}
