// SPDX-License-Identifier: GPL-2.0
/* The mini-sockets that hold a port: for how long still, and how they got it. */
#include <linux/jiffies.h>
#include <linux/tcp.h>
#include <net/inet_timewait_sock.h>
#include <net/ipv6.h>
#include <net/tcp.h>

#include "handlers/holders.h"
#include "tables/conflicts.h"
#include "tables/entries.h"
#include "tcp/family.h"
#include "tcp/mini_socket.h"
#include "tcp/reuse_rules.h"

static enum twstat_role twstat_holder_role_by(const struct twstat_entry *entry)
{
	enum twstat_endpoint_kind kind = entry->endpoint->table->kind;

	if (kind == TWSTAT_DESTINATION && !(entry->kind & TWSTAT_BOUND))
		return TWSTAT_ROLE_OUTGOING;
	if (entry->adopted || kind == TWSTAT_NO_ENDPOINT)
		return TWSTAT_ROLE_UNKNOWN;
	return kind == TWSTAT_SERVICE ? TWSTAT_ROLE_ACCEPTED : TWSTAT_ROLE_OWN_PORT;
}

/**
 * twstat_holder_role() - find out how a mini-socket got its port
 * @tw: the mini-socket, which the caller keeps from being freed
 *
 * Of one that existed before the hooks, only a port that connect() chose is certain: adoption
 * takes a bound one for the server's or the client's by the port range.
 *
 * Context: bottom halves off, or process.
 * Return: the role.
 */
enum twstat_role twstat_holder_role(const struct inet_timewait_sock *tw)
{
	enum twstat_role role = TWSTAT_ROLE_UNKNOWN;
	struct twstat_locked_entries entries;
	const struct twstat_entry *entry;

	twstat_entries_lock_mini(&entries, tw->tw_hash);
	entry = twstat_entries_find(&entries, tw);
	if (entry)
		role = twstat_holder_role_by(entry);
	twstat_entries_unlock(&entries);
	return role;
}

/*
 * In 6.12 a mini-socket can be found a moment before its timer is armed, with any @expires. No
 * timer is armed for longer than 2MSL.
 */
static u64 twstat_holder_ends(const struct inet_timewait_sock *tw)
{
	s32 left = (s32)((u32)READ_ONCE(tw->tw_timer.expires) - (u32)jiffies);

	return get_jiffies_64() + clamp(left, 0, TCP_TIMEWAIT_LEN);
}

static void twstat_holder_is(struct twstat_holder *holder,
			     const struct inet_timewait_sock *tw)
{
	const struct sock_common *sk = &tw->__tw_common;

	holder->state = twstat_substate_tcp(twstat_mini_substate(tw));
	holder->remote_port = ntohs(sk->skc_dport);
	if (twstat_family_is_v4(sk))
		ipv6_addr_set_v4mapped(sk->skc_daddr, &holder->remote);
#if IS_ENABLED(CONFIG_IPV6)
	else
		holder->remote = sk->skc_v6_daddr;
#endif
}

/**
 * twstat_holder_add_mini() - add a mini-socket to those that hold a port
 * @holder: what is known of those so far
 * @tw: the mini-socket, which the caller keeps from being freed
 *
 * Context: any.
 */
void twstat_holder_add_mini(struct twstat_holder *holder,
			    const struct inet_timewait_sock *tw)
{
	u64 ends = twstat_holder_ends(tw);

	if (!holder->number++ || ends > holder->ends) {
		holder->ends = ends;
		twstat_holder_is(holder, tw);
	}
	if (tw->tw_reuse)
		holder->reuse++;
	else
		holder->ends_unset = max(holder->ends_unset, ends);
	if (tw->tw_reuseport)
		holder->reuseport++;
}

/**
 * twstat_holder_rules() - apply the rules of tcp_twsk_unique() to a mini-socket
 * @holder: what is known of it
 * @tw: the mini-socket, which the caller keeps from being freed
 *
 * Context: any.
 */
void twstat_holder_rules(struct twstat_holder *holder,
			 const struct inet_timewait_sock *tw)
{
	static const enum twstat_reusable refused[TWSTAT_REFUSALS] = {
		[TWSTAT_REFUSED_OFF]		= TWSTAT_REUSABLE_OFF,
		[TWSTAT_REFUSED_NOT_LOOPBACK]	= TWSTAT_REUSABLE_NOT_LOOPBACK,
		[TWSTAT_REFUSED_FIN_WAIT2]	= TWSTAT_REUSABLE_FIN_WAIT2,
		[TWSTAT_REFUSED_NO_TIMESTAMP]	= TWSTAT_REUSABLE_NO_TIMESTAMP,
		[TWSTAT_REFUSED_TOO_YOUNG]	= TWSTAT_REUSABLE_TOO_YOUNG,
		[TWSTAT_REFUSED_LOST]		= TWSTAT_REUSABLE_LOST,
	};
	const struct tcp_timewait_sock *tcp = tcp_twsk((const struct sock *)tw);
	int why = twstat_reuse_why_not(twsk_net(tw), tcp, true);

	holder->stamped = READ_ONCE(tcp->tw_ts_recent_stamp);
	holder->reusable = why < 0 ? TWSTAT_REUSABLE_YES : refused[why];
}
