// SPDX-License-Identifier: GPL-2.0
/*
 * SYNs that a mini-socket refuses, and whether they come again.
 *
 * The refused SYN is answered with an ACK of the old connection. A client in SYN_SENT answers
 * that with an RST, which ends the mini-socket, and sends its SYN again: Linux after two ticks
 * of its clock (tcp_rcv_synsent_state_process), others when their timer of a second or more
 * fires (RFC 6298 2.1). If the ACK or the RST gets lost, or net.ipv4.tcp_rfc1337 ignores the
 * RST, the next SYN is refused, too. So the time between a refused SYN and the same SYN's next
 * arrival is what the client has lost. An old duplicate of a SYN does not come again.
 *
 * The SYN that a listener takes is seen when its connection is established, as its request
 * socket is removed. That is a round trip later.
 */
#include <linux/kprobes.h>
#include <linux/tcp.h>
#include <net/inet_sock.h>
#include <net/inet_timewait_sock.h>
#include <net/ipv6.h>

#include "handlers/syn_refusals.h"
#include "tables/entries.h"
#include "tables/refused_syns.h"
#include "tcp/family.h"

/* A client that sends its SYN again this much later has waited for its timer. */
#define TWSTAT_RETRY_LATE_MS	500

/**
 * twstat_syn_refusal_count() - count refused SYNs by their reason
 * @entry: the mini-socket's entry, the bucket locked
 * @why: TWSTAT_SYN_REFUSED_*
 * @syns: how many
 *
 * Context: handlers; any context without preemption.
 */
void twstat_syn_refusal_count(struct twstat_entry *entry, enum twstat_counter why,
			      unsigned int syns)
{
	struct twstat_endpoint *service = entry->endpoint;

	if (service->table->kind == TWSTAT_SERVICE) {
		twstat_endpoint_refused(service);
		twstat_endpoint_add(service, TWSTAT_SRV_SYN_REFUSED_SEQUENCE +
				    (why - TWSTAT_SYN_REFUSED_SEQUENCE), syns);
	}
}

NOKPROBE_SYMBOL(twstat_syn_refusal_count);

static void twstat_syn_refusal_came_again(struct twstat_endpoint *service, u32 ms)
{
	if (service->table->kind != TWSTAT_SERVICE)
		return;
	twstat_endpoint_add(service, TWSTAT_SRV_SYN_RETRIED, 1);
	twstat_endpoint_add(service, TWSTAT_SRV_SYN_RETRY_MS, ms);
	if (ms >= TWSTAT_RETRY_LATE_MS)
		twstat_endpoint_add(service, TWSTAT_SRV_SYN_RETRIED_LATE, 1);
}

NOKPROBE_SYMBOL(twstat_syn_refusal_came_again);

/* The mini-socket's addresses are the SYN's, as they were the old connection's. */
static void twstat_syn_refusal_syn(struct twstat_syn *syn, const struct twstat_net *tn,
				   const struct sock_common *sk, u32 seq)
{
	*syn = (struct twstat_syn) {
		.tn		= tn,
		.seq		= seq,
		.local_port	= htons(sk->skc_num),
	};
	if (twstat_family_is_v4(sk)) {
		ipv6_addr_set_v4mapped(sk->skc_daddr, &syn->remote);
		ipv6_addr_set_v4mapped(sk->skc_rcv_saddr, &syn->local);
		return;
	}
#if IS_ENABLED(CONFIG_IPV6)
	syn->remote = sk->skc_v6_daddr;
	syn->local = sk->skc_v6_rcv_saddr;
#endif
}

NOKPROBE_SYMBOL(twstat_syn_refusal_syn);

/* Written once a second at most, since each accepted connection reads it. */
static void twstat_syn_refusal_note(struct twstat_net *tn)
{
	u32 now = jiffies;

	if (!tn->syn_refused_at || now - tn->syn_refused_at >= HZ)
		WRITE_ONCE(tn->syn_refused_at, now ?: 1);
}

NOKPROBE_SYMBOL(twstat_syn_refusal_note);

/**
 * twstat_syn_refusal() - count a SYN that a mini-socket refused, and await it again
 * @entry: the mini-socket's entry, the bucket locked
 * @tw: the mini-socket
 * @seq: the SYN's sequence number
 * @why: TWSTAT_SYN_REFUSED_SEQUENCE or TWSTAT_SYN_REFUSED_TIMESTAMP
 *
 * Context: handlers; any context without preemption.
 */
void twstat_syn_refusal(struct twstat_entry *entry, const struct inet_timewait_sock *tw,
			u32 seq, enum twstat_counter why)
{
	struct twstat_net *tn = twstat_endpoint_net(entry->endpoint);
	struct twstat_syn syn;
	u32 ms;

	twstat_syn_refusal_count(entry, why, 1);
	twstat_syn_refusal_syn(&syn, tn, &tw->__tw_common, seq);
	if (twstat_refused_syn_take(&syn, &ms))
		twstat_syn_refusal_came_again(entry->endpoint, ms);
	twstat_refused_syn_put(&syn);
	twstat_syn_refusal_note(tn);
}

NOKPROBE_SYMBOL(twstat_syn_refusal);

/**
 * twstat_syn_refusal_accepted() - a connection was accepted, perhaps by a SYN that came again
 * @tn: its namespace
 * @req: the request socket, which a full socket has replaced
 *
 * Context: handlers; any context without preemption.
 */
void twstat_syn_refusal_accepted(struct twstat_net *tn, const struct request_sock *req)
{
	const struct sock_common *sk = &req->__req_common;
	struct twstat_endpoint *service;
	struct twstat_syn syn;
	unsigned long flags;
	u32 ms;

	twstat_syn_refusal_syn(&syn, tn, sk, tcp_rsk(req)->rcv_isn);
	if (!twstat_refused_syn_take(&syn, &ms))
		return;
	local_irq_save(flags);
	service = twstat_endpoint_search(&tn->endpoints[TWSTAT_SERVICE], sk);
	twstat_syn_refusal_came_again(service, ms);
	twstat_endpoint_put(service);
	local_irq_restore(flags);
}

NOKPROBE_SYMBOL(twstat_syn_refusal_accepted);
