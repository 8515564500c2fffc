// SPDX-License-Identifier: GPL-2.0
/*
 * Half-open connections: a SYN has come and was answered. The kernel keeps a request
 * socket for each, in the state NEW_SYN_RECV; ss calls that SYN-RECV. Its tracepoint
 * doesn't show them, only the full socket that takes their place when the handshake
 * is done.
 *
 * SYN cookies and Fast Open do without request sockets that can be found.
 */
#include <linux/atomic.h>
#include <linux/hash.h>
#include <linux/kprobes.h>
#include <linux/tcp.h>
#include <net/request_sock.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "netns.h"
#include "requests.h"

/*
 * Request sockets that went, by their address. One may be dropped several times at
 * once: by its timer, an RST and a process, each on its own CPU, or by one that is
 * too late because a full socket has just taken its place. All hold references, so
 * the address is good until the last of them is through. Only what happens at the
 * same time must find a place of its own here.
 */
#define TWSTAT_REQUESTS_BITS	10

static const void *twstat_requests_gone[1 << TWSTAT_REQUESTS_BITS];

static const void **twstat_requests_slot(const struct request_sock *req)
{
	return &twstat_requests_gone[hash_ptr(req, TWSTAT_REQUESTS_BITS)];
}

NOKPROBE_SYMBOL(twstat_requests_slot);

static struct twstat_net *twstat_requests_net(const struct sock *listener)
{
	return listener->sk_protocol == IPPROTO_TCP ?
		twstat_net(sock_net(listener)) : NULL;
}

NOKPROBE_SYMBOL(twstat_requests_net);

/**
 * twstat_requests_enter() - a SYN is about to be answered, for the first time
 * @listener: whom it came for
 * @req: its request socket, which can be found since a moment ago; or can't, if it
 *	is for a SYN cookie or Fast Open
 *
 * Context: handlers; any context without preemption.
 */
void twstat_requests_enter(const struct sock *listener,
			   const struct request_sock *req)
{
	struct twstat_net *tn = twstat_requests_net(listener);
	const void **slot = twstat_requests_slot(req);

	if (!tn || req->syncookie || tcp_rsk(req)->tfo_listener)
		return;
	if (READ_ONCE(*slot) == req)
		WRITE_ONCE(*slot, NULL);
	twstat_states_move(tn, TCP_CLOSE, TCP_NEW_SYN_RECV);
}

NOKPROBE_SYMBOL(twstat_requests_enter);

/**
 * twstat_requests_leave() - a request socket goes, or has gone
 * @listener: whom its SYN came for
 * @req: the request socket
 *
 * If it can't be found any more, a full socket has taken its place
 * (inet_ehash_insert).
 *
 * Context: handlers; any context without preemption.
 */
void twstat_requests_leave(const struct sock *listener,
			   const struct request_sock *req)
{
	struct twstat_net *tn = twstat_requests_net(listener);
	bool taken = sk_unhashed((const struct sock *)&req->__req_common);

	if (tn && xchg(twstat_requests_slot(req), req) != req)
		twstat_states_move(tn, TCP_NEW_SYN_RECV,
				   taken ? TCP_SYN_RECV : TCP_CLOSE);
}

NOKPROBE_SYMBOL(twstat_requests_leave);
