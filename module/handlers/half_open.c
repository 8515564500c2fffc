// SPDX-License-Identifier: GPL-2.0
/*
 * Half-open connections: a SYN has come and was answered. The kernel keeps a request
 * socket for each, in the state NEW_SYN_RECV; ss calls that SYN-RECV. Its tracepoint
 * doesn't show them, only the full socket that takes their place when the handshake
 * is done.
 *
 * Each is counted when it goes. Those that came are those that went and those that are
 * there, which a reader can count.
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

#include "handlers/half_open.h"
#include "tables/net.h"
#include "tcp/requests.h"

/*
 * Request sockets that went, by their address. One may be dropped several times at
 * once: by its timer, an RST and a process, each on its own CPU, or by one that is
 * too late because a full socket has just taken its place. All hold references, so
 * nobody else has the address until the last of them is through; who has it later also
 * has another sequence number. Only what happens at the same time must find a place
 * of its own here.
 */
#define TWSTAT_HALF_OPEN_BITS	10

static u64 twstat_half_open_gone[1 << TWSTAT_HALF_OPEN_BITS];

static u64 twstat_half_open_name(const struct request_sock *req)
{
	return (u64)req << 32 | tcp_rsk(req)->snt_isn;
}

NOKPROBE_SYMBOL(twstat_half_open_name);

/**
 * twstat_half_open_leave() - a request socket goes, or has gone
 * @listener: the socket that its SYN came for
 * @req: the request socket
 *
 * Context: handlers; any context without preemption, or under rcu_read_lock().
 */
void twstat_half_open_leave(const struct sock *listener,
			    const struct request_sock *req)
{
	bool taken = twstat_request_is_taken(req);
	u64 *gone, name;
	struct twstat_net *tn;

	if (listener->sk_protocol != IPPROTO_TCP)
		return;
	tn = twstat_net(sock_net(listener));
	if (!tn)
		return;

	gone = &twstat_half_open_gone[hash_ptr(req, TWSTAT_HALF_OPEN_BITS)];
	name = twstat_half_open_name(req);
	if (xchg(gone, name) != name)
		twstat_transition_count(tn, TCP_NEW_SYN_RECV,
					taken ? TCP_SYN_RECV : TCP_CLOSE);
}

NOKPROBE_SYMBOL(twstat_half_open_leave);
