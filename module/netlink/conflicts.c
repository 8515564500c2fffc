// SPDX-License-Identifier: GPL-2.0
/* Sends the conflicts of a namespace: why bind() and connect() calls failed. */
#include <net/ipv6.h>

#include "netlink/message.h"
#include "netlink/programs.h"
#include "read/conflicts.h"
#include "tables/net.h"

static void twstat_put_conflict_address(struct twstat_message *message, int v4, int v6,
					const struct in6_addr *address)
{
	if (ipv6_addr_v4mapped(address))
		twstat_put_address4(message, v4, address->s6_addr32[3]);
	else
		twstat_put_address6(message, v6, address);
}

static void twstat_put_conflict_call(struct twstat_message *message,
				     const struct twstat_conflict *conflict)
{
	const struct twstat_conflict_key *key = &conflict->key;

	twstat_put_u32(message, TWSTAT_A_CONFLICT_KIND, key->kind);
	twstat_put_u32(message, TWSTAT_A_CONFLICT_CAUSE, key->cause);
	twstat_put_u16(message, TWSTAT_A_CONFLICT_FAMILY,
		       ipv6_addr_v4mapped(&key->local) ? AF_INET : AF_INET6);
	twstat_put_conflict_address(message, TWSTAT_A_CONFLICT_LOCAL4,
				    TWSTAT_A_CONFLICT_LOCAL6, &key->local);
	twstat_put_u16(message, TWSTAT_A_CONFLICT_PORT, key->port);
	if (key->kind == TWSTAT_CONFLICT_KIND_CONNECT) {
		twstat_put_conflict_address(message, TWSTAT_A_CONFLICT_REMOTE4,
					    TWSTAT_A_CONFLICT_REMOTE6,
					    &key->remote);
		twstat_put_u16(message, TWSTAT_A_CONFLICT_REMOTE_PORT,
			       key->remote_port);
	}
	twstat_put_uint(message, TWSTAT_A_CONFLICT_COUNT, conflict->count);
	twstat_put_uint(message, TWSTAT_A_CONFLICT_SEEN, conflict->seen);
	twstat_put_u8(message, TWSTAT_A_CONFLICT_REUSEADDR,
		      conflict->holder.reuseaddr);
}

static void twstat_put_conflict_holder(struct twstat_message *message,
				       const struct twstat_conflict_now *conflict)
{
	const struct twstat_holder *holder = &conflict->of.holder;

	twstat_put_u32(message, TWSTAT_A_CONFLICT_HOLDERS, holder->number);
	if (holder->state)
		twstat_put_u32(message, TWSTAT_A_CONFLICT_STATE, holder->state);
	if (!conflict->waits)
		return;
	twstat_put_u32(message, TWSTAT_A_CONFLICT_HOLDERS_REUSEADDR,
		       holder->reuse);
	twstat_put_u32(message, TWSTAT_A_CONFLICT_HOLDERS_REUSEPORT,
		       holder->reuseport);
	twstat_put_u32(message, TWSTAT_A_CONFLICT_LEFT, conflict->left);
	if (conflict->of.key.kind == TWSTAT_CONFLICT_KIND_CONNECT) {
		twstat_put_u8(message, TWSTAT_A_CONFLICT_TIMESTAMPS,
			      holder->stamped);
		twstat_put_u32(message, TWSTAT_A_CONFLICT_REUSABLE,
			       holder->reusable);
		return;
	}
	twstat_put_u32(message, TWSTAT_A_CONFLICT_LEFT_UNSET,
		       conflict->left_unset);
	twstat_put_conflict_address(message, TWSTAT_A_CONFLICT_HOLDER4,
				    TWSTAT_A_CONFLICT_HOLDER6, &holder->remote);
	twstat_put_u16(message, TWSTAT_A_CONFLICT_HOLDER_PORT,
		       holder->remote_port);
}

/**
 * twstat_nl_conflict_get_dumpit() - answer conflict-get
 * @skb: the buffer to fill
 * @cb: the dump; @args has the number of the next conflict
 *
 * Return: the length of @skb; 0 at the end; or an error with an extack message.
 */
int twstat_nl_conflict_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct twstat_net *tn = twstat_request_net(sock_net(skb->sk), cb->extack);
	struct twstat_conflict_now conflict;
	struct twstat_settled settled;
	struct twstat_message message;

	if (!tn)
		return -ENODATA;
	settled = twstat_settle_once(tn, cb->args[0]);
	cb->seq = twstat_conflicts_generation(tn);
	for (; twstat_conflict_read(settled, cb->args[0], &conflict); cb->args[0]++) {
		twstat_message_dump(&message, skb, cb);
		twstat_put_conflict_call(&message, &conflict.of);
		twstat_put_conflict_holder(&message, &conflict);
		if (conflict.of.pid)
			twstat_put_program(&message, TWSTAT_A_CONFLICT_PROGRAM,
					   &conflict.of.program, conflict.of.pid);
		if (twstat_message_next(&message))
			break;
	}
	/* If a conflict was replaced meanwhile, the next message has NLM_F_DUMP_INTR. */
	cb->seq = twstat_conflicts_generation(tn);
	return skb->len;
}
