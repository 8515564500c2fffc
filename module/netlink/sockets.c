// SPDX-License-Identifier: GPL-2.0
/*
 * Sends the mini-sockets of a namespace: those in TIME_WAIT and in FIN_WAIT2.
 *
 * It walks TCP's ehash, which has their addresses; their entries have all else. A dump
 * continues in the bucket in which its last buffer was full, after the sockets of that bucket
 * that were sent.
 */
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>

#include "netlink/message.h"
#include "read/sockets.h"
#include "tables/net.h"
#include "tcp/device.h"
#include "tcp/ehash.h"
#include "tcp/family.h"

static_assert((int)TWSTAT_MINI_STATE_TIME_WAIT == TWSTAT_TIME_WAIT);
static_assert((int)TWSTAT_MINI_STATE_FIN_WAIT2 == TWSTAT_FIN_WAIT2);

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
	struct twstat_socket socket;

	twstat_socket_read(&socket, tw);
	twstat_put_tuple(message, tw);
	twstat_put_u32(message, TWSTAT_A_SOCKET_STATE, socket.substate);
	twstat_put_u32(message, TWSTAT_A_SOCKET_SIDE, socket.side);
	if (socket.known && !socket.adopted)
		twstat_put_u32(message, TWSTAT_A_SOCKET_AGE, socket.age);
	twstat_put_u32(message, TWSTAT_A_SOCKET_REMAINING, socket.remaining);
	if (socket.known)
		twstat_put_u32(message, TWSTAT_A_SOCKET_EXTENSIONS,
			       socket.extensions);
	twstat_put_u32(message, TWSTAT_A_SOCKET_REUSABLE, socket.reusable);
	if (twstat_device(&tw->__tw_common))
		twstat_put_u32(message, TWSTAT_A_SOCKET_DEVICE,
			       twstat_device(&tw->__tw_common));
}

/**
 * struct twstat_sockets_dump - the state of one buffer of a dump
 * @skb: the buffer
 * @cb: the dump
 * @at: number of mini-sockets of this bucket that were visited
 */
struct twstat_sockets_dump {
	struct sk_buff *skb;
	struct netlink_callback *cb;
	long at;
};

/* Sends a mini-socket, unless an earlier buffer has it. */
static int twstat_dump_socket(struct sock *sk, void *data)
{
	struct twstat_sockets_dump *dump = data;
	struct twstat_message message;

	/* Only mini-sockets of this namespace count: the generation covers no other sockets. */
	if (sk->sk_state != TCP_TIME_WAIT ||
	    !net_eq(sock_net(sk), sock_net(dump->skb->sk)) ||
	    dump->at++ < dump->cb->args[1])
		return 0;
	twstat_message_dump(&message, dump->skb, dump->cb);
	twstat_put_socket(&message, inet_twsk(sk));
	return twstat_message_next(&message);
}

static int twstat_dump_bucket(struct sk_buff *skb, struct netlink_callback *cb,
			      struct inet_hashinfo *hashinfo)
{
	struct twstat_sockets_dump dump = { .skb = skb, .cb = cb };
	int err = twstat_ehash_visit(hashinfo, cb->args[0], twstat_dump_socket,
				     &dump);

	/* The last mini-socket that was visited had no room. */
	cb->args[1] = err ? dump.at - 1 : 0;
	return err;
}

/**
 * twstat_nl_socket_get_dumpit() - answer socket-get
 * @skb: the buffer to fill
 * @cb: the dump; @args has the bucket, and how many mini-sockets of it are done
 *
 * Return: the length of @skb; 0 at the end; or an error with an extack message.
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
		if (twstat_dump_bucket(skb, cb, hashinfo))
			break;
	}
	/* If a mini-socket came or went meanwhile, the next message has NLM_F_DUMP_INTR. */
	cb->seq = twstat_sockets_generation(tn);
	return skb->len;
}
