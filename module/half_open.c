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
#include <net/inet_hashtables.h>
#include <net/request_sock.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "netns.h"
#include "half_open.h"

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
 * @listener: whom its SYN came for
 * @req: the request socket
 *
 * If it can't be found any more, a full socket has taken its place
 * (inet_ehash_insert).
 *
 * Context: handlers; any context without preemption, or under rcu_read_lock().
 */
void twstat_half_open_leave(const struct sock *listener,
			    const struct request_sock *req)
{
	bool taken = sk_unhashed((const struct sock *)&req->__req_common);
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

static u64 twstat_half_open_in_bucket(struct inet_hashinfo *hashinfo,
				      unsigned int slot, const struct net *net)
{
	spinlock_t *lock = inet_ehash_lockp(hashinfo, slot);
	const struct hlist_nulls_node *node;
	struct sock *sk;
	u64 n = 0;

	spin_lock_bh(lock);
	sk_nulls_for_each(sk, node, &hashinfo->ehash[slot].chain)
		n += sk->sk_state == TCP_NEW_SYN_RECV &&
		     net_eq(sock_net(sk), net);
	spin_unlock_bh(lock);
	return n;
}

/**
 * twstat_half_open_waiting() - how many request sockets there are
 * @net: in which namespace
 *
 * This walks TCP's table as ss does, but looks at little.
 *
 * Context: process, may sleep.
 * Return: the number.
 */
u64 twstat_half_open_waiting(const struct net *net)
{
	struct inet_hashinfo *hashinfo = net->ipv4.tcp_death_row.hashinfo;
	unsigned int slot;
	u64 n = 0;

	for (slot = 0; slot <= hashinfo->ehash_mask; slot++) {
		if (!(slot & 1023))
			cond_resched();
		if (!hlist_nulls_empty(&hashinfo->ehash[slot].chain))
			n += twstat_half_open_in_bucket(hashinfo, slot, net);
	}
	return n;
}
