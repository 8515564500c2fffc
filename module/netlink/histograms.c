// SPDX-License-Identifier: GPL-2.0
/* Sends the histograms of a namespace. */
#include "netlink/message.h"
#include "read/histograms.h"
#include "read/left_now.h"
#include "tables/net.h"

static_assert(TWSTAT_CAUSE_OTHER - TWSTAT_CAUSE_EXPIRED ==
	      TWSTAT_EXIT_OTHER - TWSTAT_EXIT_EXPIRED);
static_assert(TWSTAT_CAUSE_REUSED - TWSTAT_CAUSE_EXPIRED ==
	      TWSTAT_EXIT_REUSED - TWSTAT_EXIT_EXPIRED);
static_assert((int)TWSTAT_MINI_STATE_FIN_WAIT2 == TWSTAT_FIN_WAIT2);

static void twstat_put_bucket(struct twstat_message *message,
			      unsigned int bucket, u64 count)
{
	struct nlattr *nest = twstat_put_begin(message,
					       TWSTAT_A_HISTOGRAM_BUCKET);

	if (bucket < TWSTAT_BUCKETS - 1)
		twstat_put_u32(message, TWSTAT_A_BUCKET_BOUND,
			       twstat_histogram_bound(bucket));
	twstat_put_uint(message, TWSTAT_A_BUCKET_COUNT, count);
	twstat_put_end(message, nest);
}

static void twstat_put_histogram(struct twstat_message *message,
				 enum twstat_unit unit,
				 const struct twstat_histogram *histogram)
{
	u64 count = 0;
	int i;

	for (i = 0; i < TWSTAT_BUCKETS; i++)
		count += histogram->bucket[i];
	twstat_put_u32(message, TWSTAT_A_HISTOGRAM_UNIT, unit);
	twstat_put_uint(message, TWSTAT_A_HISTOGRAM_COUNT, count);
	twstat_put_uint(message, TWSTAT_A_HISTOGRAM_SUM, histogram->sum);
	for (i = 0; i < TWSTAT_BUCKETS; i++)
		twstat_put_bucket(message, i, histogram->bucket[i]);
}

static void twstat_put_kind(struct twstat_message *message,
			    enum twstat_histogram_kind kind)
{
	twstat_put_u32(message, TWSTAT_A_HISTOGRAM_KIND, kind);
}

static void twstat_put_cause(struct twstat_message *message,
			     enum twstat_cause cause)
{
	twstat_put_u32(message, TWSTAT_A_HISTOGRAM_CAUSE, cause);
}

static void twstat_put_title(struct twstat_message *message,
			     enum twstat_histogram_id id)
{
	if (id < TWSTAT_LEFT_AT_END) {
		twstat_put_kind(message, TWSTAT_HISTOGRAM_KIND_LIFETIME);
		twstat_put_cause(message, TWSTAT_CAUSE_EXPIRED + id -
				 TWSTAT_LIFETIME);
	} else if (id < TWSTAT_TIMER_LATE) {
		twstat_put_kind(message, TWSTAT_HISTOGRAM_KIND_LEFT_AT_END);
		twstat_put_cause(message, TWSTAT_CAUSE_REUSED + id -
				 TWSTAT_LEFT_AT_END);
	} else if (id == TWSTAT_TIMER_LATE) {
		twstat_put_kind(message, TWSTAT_HISTOGRAM_KIND_TIMER_LATE);
	} else if (id == TWSTAT_AGE_AT_REUSE) {
		twstat_put_kind(message, TWSTAT_HISTOGRAM_KIND_AGE_AT_REUSE);
	} else {
		twstat_put_kind(message, TWSTAT_HISTOGRAM_KIND_PORT_SEARCH);
	}
}

/* Sends a stored histogram. */
static int twstat_dump_histogram(struct sk_buff *skb,
				 struct netlink_callback *cb,
				 struct twstat_settled settled,
				 enum twstat_histogram_id id)
{
	struct twstat_histogram histogram;
	struct twstat_message message;

	twstat_histogram_read(settled, id, &histogram);
	twstat_message_dump(&message, skb, cb);
	twstat_put_title(&message, id);
	twstat_put_histogram(&message, twstat_histogram_unit(id) == TWSTAT_US ?
			     TWSTAT_UNIT_US : TWSTAT_UNIT_MS, &histogram);
	return twstat_message_next(&message);
}

/* Sends a histogram that is computed from the current sockets. */
static int twstat_dump_left_now(struct sk_buff *skb,
				struct netlink_callback *cb,
				enum twstat_mini_state state,
				const struct twstat_histogram *left)
{
	struct twstat_message message;

	twstat_message_dump(&message, skb, cb);
	twstat_put_kind(&message, TWSTAT_HISTOGRAM_KIND_LEFT_NOW);
	twstat_put_u32(&message, TWSTAT_A_HISTOGRAM_STATE, state);
	twstat_put_histogram(&message, TWSTAT_UNIT_MS, left);
	return twstat_message_next(&message);
}

/**
 * twstat_nl_histogram_get_dumpit() - answer histogram-get
 * @skb: the buffer to fill
 * @cb: the dump; @args has the number of the next histogram
 *
 * Return: the length of @skb; 0 at the end; or an error with an extack message.
 */
int twstat_nl_histogram_get_dumpit(struct sk_buff *skb,
				   struct netlink_callback *cb)
{
	struct twstat_net *tn = twstat_request_net(sock_net(skb->sk), cb->extack);
	struct twstat_histogram left[TWSTAT_SUBSTATES];
	struct twstat_settled settled;
	long *next = &cb->args[0];

	if (!tn)
		return -ENODATA;
	if (*next == TWSTAT_HISTOGRAMS + TWSTAT_SUBSTATES)
		return 0;
	settled = twstat_settle_once(tn, *next);

	for (; *next < TWSTAT_HISTOGRAMS; (*next)++)
		if (twstat_dump_histogram(skb, cb, settled, *next))
			return skb->len;

	twstat_left_now(tn, left);
	for (; *next < TWSTAT_HISTOGRAMS + TWSTAT_SUBSTATES; (*next)++)
		if (twstat_dump_left_now(skb, cb, *next - TWSTAT_HISTOGRAMS,
					 &left[*next - TWSTAT_HISTOGRAMS]))
			break;
	return skb->len;
}
