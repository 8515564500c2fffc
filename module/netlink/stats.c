// SPDX-License-Identifier: GPL-2.0
/* Sends the counters and gauges of a namespace. */
#include "netlink/message.h"
#include "read/counters.h"
#include "read/gauges.h"
#include "tables/net.h"

static_assert(TWSTAT_A_COUNTERS_MAX == (int)TWSTAT_COUNTERS);
static_assert(TWSTAT_A_GAUGES_MAX == 2 * (int)TWSTAT_GAUGES);

static void twstat_put_counters(struct twstat_message *message,
				struct twstat_settled settled)
{
	struct nlattr *nest = twstat_put_begin(message, TWSTAT_A_STATS_COUNTERS);
	int i;

	for (i = 0; i < TWSTAT_COUNTERS; i++)
		twstat_put_uint(message, TWSTAT_A_COUNTERS_ENTER_CLOSE + i,
				twstat_counter_read(settled, i));
	twstat_put_end(message, nest);
}

static void twstat_put_gauges(struct twstat_message *message,
			      const struct twstat_net *tn)
{
	struct nlattr *nest = twstat_put_begin(message, TWSTAT_A_STATS_GAUGES);
	struct twstat_gauge_reading gauge;
	int i;

	for (i = 0; i < TWSTAT_GAUGES; i++) {
		gauge = twstat_gauge_read(tn, i);
		twstat_put_u32(message, TWSTAT_A_GAUGES_TIME_WAIT + 2 * i,
			       gauge.now);
		twstat_put_u32(message, TWSTAT_A_GAUGES_TIME_WAIT + 2 * i + 1,
			       gauge.peak);
	}
	twstat_put_end(message, nest);
}

/**
 * twstat_nl_counters_get_doit() - answer counters-get
 * @skb: the request
 * @info: its attributes
 *
 * Return: 0, or an error.
 */
int twstat_nl_counters_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct twstat_settled settled;
	struct twstat_message message;
	struct twstat_net *tn;
	int err;

	err = twstat_request_knows(info->nlhdr, 0, info->extack);
	if (err)
		return err;
	tn = twstat_request_net(genl_info_net(info), info->extack);
	if (!tn)
		return -ENODATA;
	settled = twstat_settle(tn);

	twstat_message_reply(&message, info);
	twstat_put_counters(&message, settled);
	twstat_put_gauges(&message, tn);
	return twstat_message_send(&message, info);
}
