// SPDX-License-Identifier: GPL-2.0
/* Sends the state transitions of a namespace. */
#include "netlink/message.h"
#include "read/transitions.h"
#include "tables/net.h"

static_assert((int)TWSTAT_TCP_STATE_ADOPTED == TWSTAT_BEFORE);
static_assert((int)TWSTAT_TCP_STATE_TIME_WAIT == TCP_TIME_WAIT);
static_assert((int)TWSTAT_TCP_STATE_NEW_SYN_RECV == TCP_NEW_SYN_RECV);
static_assert(TCP_MAX_STATES - 1 <= (int)TWSTAT_TCP_STATE_BOUND_INACTIVE);

/**
 * twstat_nl_transition_get_dumpit() - answer transition-get
 * @skb: the buffer to fill
 * @cb: the dump; @args has the number of the next pair of states
 *
 * Return: the length of @skb; 0 at the end; or an error with an extack message.
 */
int twstat_nl_transition_get_dumpit(struct sk_buff *skb,
				    struct netlink_callback *cb)
{
	struct twstat_net *tn = twstat_request_net(sock_net(skb->sk), cb->extack);
	struct twstat_message message;
	unsigned int from, to;
	u64 count;

	if (!tn)
		return -ENODATA;
	for (; cb->args[0] < TCP_MAX_STATES * TCP_MAX_STATES; cb->args[0]++) {
		from = cb->args[0] / TCP_MAX_STATES;
		to = cb->args[0] % TCP_MAX_STATES;
		count = to ? twstat_transition_read(tn, from, to) : 0;
		if (!count)
			continue;
		twstat_message_dump(&message, skb, cb);
		twstat_put_u32(&message, TWSTAT_A_TRANSITION_FROM, from);
		twstat_put_u32(&message, TWSTAT_A_TRANSITION_TO, to);
		twstat_put_uint(&message, TWSTAT_A_TRANSITION_COUNT, count);
		if (twstat_message_next(&message))
			break;
	}
	return skb->len;
}
