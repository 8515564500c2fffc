// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets in TIME_WAIT, and FIN_WAIT2 mini-sockets, of a namespace.
 *
 * TCP's own table is walked, which has their addresses; ours has what else is known. A
 * reader goes on at the bucket where its last buffer was full, and behind those sockets
 * in it that were passed.
 */
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>

#include "counters.h"
#include "entries.h"
#include "message.h"
#include "netns.h"
#include "port_range.h"
#include "tcp/family.h"
#include "tcp/reuse_rules.h"

/**
 * struct twstat_socket - what our table knows of a socket
 * @side: which side it is on
 * @known: its birth, or that it was adopted, was seen
 * @adopted: it was there before the module
 * @bound: its port was bound by bind()
 * @born: when it came into its sub-state, in jiffies
 * @extensions: how often its timer was started again
 */
struct twstat_socket {
	enum twstat_side side;
	bool known;
	bool adopted;
	bool bound;
	u32 born;
	u8 extensions;
};

static enum twstat_side twstat_socket_side(const struct twstat_entry *entry)
{
	switch (entry->endpoint->table->kind) {
	case TWSTAT_DESTINATION:
		return TWSTAT_SIDE_CONNECTED;
	case TWSTAT_SERVICE:
		return TWSTAT_SIDE_ACCEPTED;
	default:
		return TWSTAT_SIDE_UNKNOWN;
	}
}

static void twstat_socket_read(struct twstat_socket *socket,
			       const struct inet_timewait_sock *tw)
{
	const struct twstat_entry *entry;
	struct twstat_entries entries;

	memset(socket, 0, sizeof(*socket));
	twstat_entries_lock_mini(&entries, tw->tw_hash);
	entry = twstat_entries_find(&entries, tw);
	if (entry) {
		socket->known = true;
		socket->side = twstat_socket_side(entry);
		socket->adopted = entry->adopted;
		socket->bound = entry->kind & TWSTAT_BOUND;
		socket->born = entry->born;
		socket->extensions = entry->extensions;
	}
	twstat_entries_unlock(&entries);
}

/* Whether a search comes by a port. */
static bool twstat_socket_asked(const struct twstat_socket *socket,
				const struct inet_timewait_sock *tw)
{
	return !socket->bound && twstat_port_range_has(twsk_net(tw), tw->tw_num);
}

static enum twstat_reusable
twstat_socket_reusable(const struct twstat_socket *socket,
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
	int why;

	if (!twstat_socket_asked(socket, tw))
		return TWSTAT_REUSABLE_PASSED_OVER;
	why = twstat_reuse_why_not(twsk_net(tw),
				   tcp_twsk((const struct sock *)tw), true);
	return why < 0 ? TWSTAT_REUSABLE_YES : refused[why];
}

static void twstat_put_tuple(struct twstat_message *message,
			     const struct inet_timewait_sock *tw)
{
	if (twstat_family_is_v4(&tw->__tw_common)) {
		twstat_put_u16(message, TWSTAT_A_SOCKET_FAMILY, AF_INET);
		twstat_put_address4(message, TWSTAT_A_SOCKET_LOCAL4,
				    tw->tw_rcv_saddr);
		twstat_put_address4(message, TWSTAT_A_SOCKET_REMOTE4,
				    tw->tw_daddr);
#if IS_ENABLED(CONFIG_IPV6)
	} else {
		twstat_put_u16(message, TWSTAT_A_SOCKET_FAMILY, AF_INET6);
		twstat_put_address6(message, TWSTAT_A_SOCKET_LOCAL6,
				    &tw->tw_v6_rcv_saddr);
		twstat_put_address6(message, TWSTAT_A_SOCKET_REMOTE6,
				    &tw->tw_v6_daddr);
#endif
	}
	twstat_put_u16(message, TWSTAT_A_SOCKET_LOCAL_PORT, tw->tw_num);
	twstat_put_u16(message, TWSTAT_A_SOCKET_REMOTE_PORT,
		       ntohs(tw->tw_dport));
}

static void twstat_put_socket(struct twstat_message *message,
			      const struct inet_timewait_sock *tw)
{
	bool fin_wait2 = READ_ONCE(tw->tw_substate) == TCP_FIN_WAIT2;
	u32 now = jiffies;
	u32 expires = timer_pending(&tw->tw_timer) ? tw->tw_timer.expires : now;
	struct twstat_socket socket;

	twstat_socket_read(&socket, tw);
	twstat_put_tuple(message, tw);
	twstat_put_u32(message, TWSTAT_A_SOCKET_STATE, fin_wait2 ?
		       TWSTAT_MINI_STATE_FIN_WAIT2 :
		       TWSTAT_MINI_STATE_TIME_WAIT);
	twstat_put_u32(message, TWSTAT_A_SOCKET_SIDE, socket.side);
	if (socket.known && !socket.adopted)
		twstat_put_u32(message, TWSTAT_A_SOCKET_AGE,
			       jiffies_to_msecs(max((s32)(now - socket.born), 0)));
	twstat_put_u32(message, TWSTAT_A_SOCKET_REMAINING,
		       jiffies_to_msecs(max((s32)(expires - now), 0)));
	if (socket.known)
		twstat_put_u32(message, TWSTAT_A_SOCKET_EXTENSIONS,
			       socket.extensions);
	twstat_put_u32(message, TWSTAT_A_SOCKET_REUSABLE,
		       twstat_socket_reusable(&socket, tw));
}

/* Another one each time that a socket comes, goes, or leaves FIN_WAIT2; never 0. */
static unsigned int twstat_sockets_generation(struct twstat_net *tn)
{
	u64 sum = twstat_counter_read(tn, TWSTAT_TRACK_FAILED) +
		  twstat_counter_read(tn, TWSTAT_TRACK_UNKNOWN);
	int i;

	for (i = TWSTAT_ENTER_CLOSE; i <= TWSTAT_ADOPTED; i++)
		sum += twstat_counter_read(tn, i);
	for (i = TWSTAT_EXIT_EXPIRED; i <= TWSTAT_EXIT_OTHER; i++)
		sum += twstat_counter_read(tn, i);
	return (u32)sum ?: 1;
}

static int twstat_dump_socket(struct sk_buff *skb, struct netlink_callback *cb,
			      const struct sock *sk)
{
	struct twstat_message message;

	twstat_message_dump(&message, skb, cb);
	twstat_put_socket(&message, inet_twsk(sk));
	return twstat_message_next(&message);
}

/* Goes on behind those that are done. */
static int twstat_dump_bucket(struct sk_buff *skb,
			      struct netlink_callback *cb,
			      struct inet_hashinfo *hashinfo)
{
	unsigned long slot = cb->args[0], at = 0;
	spinlock_t *lock = inet_ehash_lockp(hashinfo, slot);
	const struct hlist_nulls_node *node;
	struct sock *sk;
	int err = 0;

	spin_lock_bh(lock);
	sk_nulls_for_each(sk, node, &hashinfo->ehash[slot].chain) {
		/* The generation knows of no others, so they must not be counted. */
		if (sk->sk_state != TCP_TIME_WAIT ||
		    !net_eq(sock_net(sk), sock_net(skb->sk)) ||
		    at++ < cb->args[1])
			continue;
		err = twstat_dump_socket(skb, cb, sk);
		if (err) {
			at--;
			break;
		}
	}
	spin_unlock_bh(lock);
	cb->args[1] = err ? at : 0;
	return err;
}

/**
 * twstat_nl_socket_get_dumpit() - tell all sockets
 * @skb: where to
 * @cb: the dump; @args has the bucket, and how many sockets of that are done
 *
 * Return: how much is in @skb; 0 at the end; or an error after a message.
 */
int twstat_nl_socket_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	struct twstat_net *tn = twstat_request_net(sock_net(skb->sk), cb->extack);
	struct inet_hashinfo *hashinfo;
	long *slot = &cb->args[0];

	if (!tn)
		return -ENODATA;
	hashinfo = tn->net->ipv4.tcp_death_row.hashinfo;
	cb->seq = twstat_sockets_generation(tn);
	for (; *slot <= hashinfo->ehash_mask; (*slot)++) {
		if (!(*slot & 1023))
			cond_resched();
		if (!hlist_nulls_empty(&hashinfo->ehash[*slot].chain) &&
		    twstat_dump_bucket(skb, cb, hashinfo))
			break;
	}
	/* What comes next says so if any came or went meanwhile. */
	cb->seq = twstat_sockets_generation(tn);
	return skb->len;
}
