// SPDX-License-Identifier: GPL-2.0
/*
 * Half-open connections: a SYN has arrived and was answered. The kernel keeps a request socket
 * for each, in the state NEW_SYN_RECV; ss(8) calls it SYN-RECV. The tracepoint doesn't report
 * request sockets, only the full socket that replaces one when the handshake is complete.
 *
 * A request socket is counted when it is removed. A reader can count those that exist; their
 * number plus the removed ones is the number created.
 *
 * SYN cookies and Fast Open have no request sockets that can be found.
 */
#include <linux/atomic.h>
#include <linux/hash.h>
#include <linux/kprobes.h>
#include <linux/tcp.h>
#include <net/request_sock.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "handlers/half_open.h"
#include "handlers/syn_refusals.h"
#include "tables/net.h"
#include "tcp/requests.h"

/*
 * Removed request sockets, hashed by address. One may be dropped several times at once: by its
 * timer, an RST and a process, each on its own CPU; or too late, just after a full socket has
 * replaced it. All of these hold references, so the address isn't reused before the last of
 * them is done; a later request socket at that address also has another sequence number. So
 * only request sockets that are removed at the same moment must not share a slot here.
 */
#define TWSTAT_HALF_OPEN_BITS	10

static u64 twstat_half_open_gone[1 << TWSTAT_HALF_OPEN_BITS];

static u64 twstat_half_open_name(const struct request_sock *req)
{
	return (u64)req << 32 | tcp_rsk(req)->snt_isn;
}

NOKPROBE_SYMBOL(twstat_half_open_name);

static __always_inline void twstat_half_open_leave_in(struct twstat_net *tn,
						      const struct request_sock *req)
{
	u64 *gone = &twstat_half_open_gone[hash_ptr(req, TWSTAT_HALF_OPEN_BITS)];
	bool taken = twstat_request_is_taken(req);
	u64 name = twstat_half_open_name(req);

	if (xchg(gone, name) == name)
		return;
	if (unlikely(!taken)) {
		twstat_transition_count(tn, TCP_NEW_SYN_RECV, TCP_CLOSE);
		return;
	}
	twstat_transition_count(tn, TCP_NEW_SYN_RECV, TCP_SYN_RECV);
	if (unlikely(twstat_syn_refusal_any(tn)))
		twstat_syn_refusal_accepted(tn, req);
}

/* In a namespace that has to be found, which needs more registers. */
static noinline void twstat_half_open_find(const struct sock *listener,
					   const struct request_sock *req)
{
	struct twstat_net *tn = twstat_net_find(sock_net(listener));

	if (tn)
		twstat_half_open_leave_in(tn, req);
}

NOKPROBE_SYMBOL(twstat_half_open_find);

/**
 * twstat_half_open_leave() - count a request socket that is being or has been removed
 * @listener: the listener that its SYN was for
 * @req: the request socket
 *
 * Context: handlers; any context without preemption, or under rcu_read_lock().
 */
void twstat_half_open_leave(const struct sock *listener,
			    const struct request_sock *req)
{
	struct twstat_net *tn;

	if (listener->sk_protocol != IPPROTO_TCP)
		return;
	tn = twstat_net_remembered(sock_net(listener));
	if (likely(tn))
		twstat_half_open_leave_in(tn, req);
	else
		twstat_half_open_find(listener, req);
}

NOKPROBE_SYMBOL(twstat_half_open_leave);

/**
 * twstat_half_open_is_gone() - check whether a request socket has been counted as removed
 * @req: the request socket, its hash chain locked
 *
 * If it is dropped, twstat_half_open_leave() counts it before it leaves the hash table.
 *
 * Return: whether it is counted already, or is just being counted.
 */
bool twstat_half_open_is_gone(const struct request_sock *req)
{
	return READ_ONCE(twstat_half_open_gone[hash_ptr(req, TWSTAT_HALF_OPEN_BITS)]) ==
	       twstat_half_open_name(req);
}
