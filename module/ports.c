// SPDX-License-Identifier: GPL-2.0
/*
 * Searches for a local port: how they end and how long they take.
 *
 * A connect() goes to SYN_SENT before it looks for a port (inet_hash_connect), with
 * its addresses set, and comes to tcp_connect() when it has one. If it hasn't, it goes
 * back to CLOSE. That costs a third of a probe on the search's return, which would
 * only tell one thing more: whether it failed for want of memory.
 */
#include <linux/hash.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/tcp.h>
#include <net/inet_sock.h>
#include <net/ip.h>

#include "clock.h"
#include "hook_status.h"
#include "netns.h"
#include "ports.h"

bool twstat_ports = true;
module_param_named(ports, twstat_ports, bool, 0444);
MODULE_PARM_DESC(ports, "Count what looks for a local port (default: Y)");

bool twstat_ports_result;
module_param_named(connect_result, twstat_ports_result, bool, 0444);
MODULE_PARM_DESC(connect_result, "Look at the result of each connect()'s search, to tell ConnectNomem (default: N)");

/**
 * struct twstat_search - a connect()'s search
 * @sk: whose; NULL in a free place
 * @start: when it began, by twstat_clock()
 * @ticks_ms: how fast that is; 0 if there is no such clock, or if the SYN may be put
 *	off (TCP_FASTOPEN_CONNECT)
 * @txhash: the socket's then: it gets another one as soon as the port is found
 * @automatic: for any port, not the one that was bound
 * @nomem: it failed for want of memory
 */
struct twstat_search {
	const struct sock *sk;
	u64 start;
	u32 ticks_ms;
	u32 txhash;
	bool automatic;
	bool nomem;
} ____cacheline_aligned;

/*
 * Those that are on their way: as many as there are processes in connect(), if they
 * can be preempted. A search is in one of a few places from that of its socket on.
 */
#define TWSTAT_SEARCH_BITS	10
#define TWSTAT_SEARCH_PLACES	8

static struct twstat_search twstat_searches[1 << TWSTAT_SEARCH_BITS];

static unsigned int twstat_search_place(const struct sock *sk, unsigned int i)
{
	return hash_ptr(sk, TWSTAT_SEARCH_BITS) ^ i;
}

NOKPROBE_SYMBOL(twstat_search_place);

static __always_inline struct twstat_search *
twstat_search_new(const struct sock *sk)
{
	struct twstat_search *search;
	const struct sock *old;
	unsigned int i;

	for (i = 0; i < TWSTAT_SEARCH_PLACES; i++) {
		search = &twstat_searches[twstat_search_place(sk, i)];
		old = READ_ONCE(search->sk);
		/* One whose namespace went away in the middle is not taken out. */
		if (old == sk || (!old && !cmpxchg(&search->sk, NULL, sk)))
			return search;
	}
	return NULL;
}

static __always_inline struct twstat_search *
twstat_search_of(const struct sock *sk)
{
	struct twstat_search *search;
	unsigned int i;

	for (i = 0; i < TWSTAT_SEARCH_PLACES; i++) {
		search = &twstat_searches[twstat_search_place(sk, i)];
		if (READ_ONCE(search->sk) == sk)
			return search;
	}
	return NULL;
}

static void twstat_search_end(struct twstat_search *search)
{
	/* Pairs with the cmpxchg() that takes the place again. */
	smp_store_release(&search->sk, NULL);
}

NOKPROBE_SYMBOL(twstat_search_end);

/**
 * twstat_ports_connect() - a connect() is about to look for a port
 * @tn: its namespace
 * @sk: its socket, CLOSE to SYN_SENT
 *
 * Context: the tracepoint, no preemption.
 */
void twstat_ports_connect(struct twstat_net *tn, const struct sock *sk)
{
	bool automatic = !inet_sk(sk)->inet_num;
	struct twstat_search *search;

	if (!twstat_ports)
		return;
	twstat_count(tn, automatic ? TWSTAT_CONNECT_AUTO : TWSTAT_CONNECT_BOUND);
	if (!twstat_hook_is_on(TWSTAT_HOOK_CONNECT))
		return;

	search = twstat_search_new(sk);
	if (!search) {
		twstat_count(tn, TWSTAT_TRACK_FAILED);
		return;
	}
	search->txhash = sk->sk_txhash;
	search->automatic = automatic;
	search->nomem = false;
	search->ticks_ms = tcp_sk(sk)->fastopen_connect ? 0 :
		twstat_clock_ticks_ms();
	search->start = twstat_clock();
}

NOKPROBE_SYMBOL(twstat_ports_connect);

/**
 * twstat_ports_result_is() - a connect()'s search has ended
 * @sk: the socket
 * @result: of inet_hash_connect() or inet6_hash_connect()
 *
 * Context: handlers; any context without preemption.
 */
void twstat_ports_result_is(const struct sock *sk, int result)
{
	struct twstat_search *search = twstat_search_of(sk);

	if (search && result == -ENOMEM)
		search->nomem = true;
}

NOKPROBE_SYMBOL(twstat_ports_result_is);

/* How long a search took; the clock of another CPU may be a little behind. */
static __always_inline void
twstat_search_took(struct twstat_net *tn, const struct twstat_search *search)
{
	s64 ticks = twstat_clock() - search->start;

	if (search->ticks_ms)
		twstat_histograms_search(tn, (u64)max(ticks, 0LL) *
					 NSEC_PER_MSEC / search->ticks_ms);
}

/* Whether a socket has a range of its own, IP_LOCAL_PORT_RANGE. */
static bool twstat_ports_own_range(const struct inet_sock *inet)
{
	static_assert(sizeof(inet->local_port_range) == sizeof(u32));

	return READ_ONCE(*(const u32 *)&inet->local_port_range);
}

NOKPROBE_SYMBOL(twstat_ports_own_range);

/* Whether the namespace's searches don't take the two halves, one after the other. */
static bool twstat_ports_step_width(const struct net *net)
{
#ifdef TWSTAT_PORT_STEP_WIDTH
	return READ_ONCE(net->ipv4.sysctl_ip_local_port_step_width);
#else
	return false;
#endif
}

NOKPROBE_SYMBOL(twstat_ports_step_width);

/*
 * A search tries all ports that are an even number above the lowest one of the range,
 * and then all others (__inet_hash_connect). So the port that it found tells that
 * none of the first half was to be had.
 */
static bool twstat_ports_second_half(const struct sock *sk)
{
	int low, high;

	if (twstat_ports_own_range(inet_sk(sk)) ||
	    twstat_ports_step_width(sock_net(sk)))
		return false;
	inet_get_local_port_range(sock_net(sk), &low, &high);
	return (ntohs(inet_sk(sk)->inet_sport) - low) & 1;
}

NOKPROBE_SYMBOL(twstat_ports_second_half);

static __always_inline void
twstat_search_found(struct twstat_net *tn, const struct twstat_search *search)
{
	if (search->automatic && twstat_ports_second_half(search->sk))
		twstat_count(tn, TWSTAT_CONNECT_SECOND_HALF);
}

/**
 * twstat_ports_found() - a connect() has a port, and is about to send its SYN
 * @sk: its socket
 *
 * Context: handlers; any context without preemption.
 */
void twstat_ports_found(const struct sock *sk)
{
	struct twstat_search *search = twstat_search_of(sk);
	struct twstat_net *tn;

	if (!search)
		return;
	tn = twstat_net(sock_net(sk));
	if (tn) {
		twstat_search_took(tn, search);
		twstat_search_found(tn, search);
	}
	twstat_search_end(search);
}

NOKPROBE_SYMBOL(twstat_ports_found);

static enum twstat_counter
twstat_search_why(const struct twstat_search *search)
{
	if (search->nomem)
		return TWSTAT_CONNECT_NOMEM;
	return search->automatic ? TWSTAT_CONNECT_EXHAUSTED :
		TWSTAT_CONNECT_TUPLE_BUSY;
}

NOKPROBE_SYMBOL(twstat_search_why);

/**
 * twstat_ports_closed() - a socket went from SYN_SENT to CLOSE
 * @tn: its namespace
 * @sk: the socket
 *
 * If its SYN was sent, its search is over. If it wasn't, the search failed, or what
 * comes after it did: the route to use with that port.
 *
 * Context: the tracepoint, no preemption.
 */
void twstat_ports_closed(struct twstat_net *tn, const struct sock *sk)
{
	struct twstat_search *search = twstat_search_of(sk);

	if (!search)
		return;
	if (search->txhash == sk->sk_txhash) {
		twstat_search_took(tn, search);
		twstat_count(tn, twstat_search_why(search));
	} else {
		twstat_search_found(tn, search);
	}
	twstat_search_end(search);
}

NOKPROBE_SYMBOL(twstat_ports_closed);

/**
 * twstat_ports_bind() - a bind() begins to look for a port, or a listen() without one
 * @bind: filled in
 * @sk: its socket
 * @port: the port that it asks for, or 0
 *
 * Return: whether to call twstat_ports_bound().
 */
bool twstat_ports_bind(struct twstat_bind *bind, const struct sock *sk,
		       u16 port)
{
	if (port || sk->sk_protocol != IPPROTO_TCP)
		return false;
	bind->tn = twstat_net(sock_net(sk));
	if (!bind->tn)
		return false;
	twstat_count(bind->tn, TWSTAT_BIND_AUTO);
	return true;
}

NOKPROBE_SYMBOL(twstat_ports_bind);

/**
 * twstat_ports_bound() - it has ended
 * @bind: from twstat_ports_bind()
 * @result: 0, or that there was none
 *
 * The process holds the namespace meanwhile.
 */
void twstat_ports_bound(const struct twstat_bind *bind, int result)
{
	if (result)
		twstat_count(bind->tn, TWSTAT_BIND_AUTO_FAILED);
}

NOKPROBE_SYMBOL(twstat_ports_bound);
