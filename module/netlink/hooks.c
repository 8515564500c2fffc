// SPDX-License-Identifier: GPL-2.0
/* Sends the status of the hooks. */
#include <net/sock.h>

#include "netlink/hooks.h"

/**
 * twstat_put_hook() - put the status of a hook into a message
 * @message: the message
 * @status: the status
 * @net: the namespace of the receiver; only init_net receives the hits
 */
void twstat_put_hook(struct twstat_message *message,
		     const struct twstat_hook_status *status,
		     const struct net *net)
{
	twstat_put_string(message, TWSTAT_A_HOOK_SYMBOL, status->symbol);
	twstat_put_string(message, TWSTAT_A_HOOK_GROUP, status->group);
	if (status->found)
		twstat_put_flag(message, TWSTAT_A_HOOK_FOUND);
	if (status->backend)
		twstat_put_string(message, TWSTAT_A_HOOK_BACKEND,
				  status->backend);
	twstat_put_string(message, TWSTAT_A_HOOK_STATE,
			  twstat_hook_condition_name(status->condition));
	if (status->counted && net_eq(net, &init_net))
		twstat_put_uint(message, TWSTAT_A_HOOK_HITS, status->hits);
	twstat_put_uint(message, TWSTAT_A_HOOK_MISSED, status->missed);
	if (status->lost)
		twstat_put_string(message, TWSTAT_A_HOOK_LOST, status->lost);
}

/**
 * twstat_nl_hook_get_dumpit() - answer hook-get
 * @skb: the buffer to fill
 * @cb: the dump; @args has the number of the next hook
 *
 * Return: the length of @skb; 0 at the end.
 */
int twstat_nl_hook_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct twstat_hook_status status;
	struct twstat_message message;

	for (; cb->args[0] < TWSTAT_HOOKS; cb->args[0]++) {
		twstat_hook_status(cb->args[0], &status);
		twstat_message_dump(&message, skb, cb);
		twstat_put_hook(&message, &status, sock_net(skb->sk));
		if (twstat_message_next(&message))
			break;
	}
	return skb->len;
}
