// SPDX-License-Identifier: GPL-2.0
/*
 * Searches for a local port: how they end and how long they take.
 *
 * A connect() goes to SYN_SENT before it looks for a port (inet_hash_connect), with
 * its addresses set, and comes to tcp_connect() when it has one. If it hasn't, it goes
 * back to CLOSE. That costs half of what a probe on the search's return does, which
 * would only tell one thing more: whether it failed for want of memory.
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
 * twstat_ports_init() - there is nothing to look at without the group
 */
void twstat_ports_init(void)
{
	twstat_ports_result = twstat_ports_result && twstat_ports;
}

/**
 * struct twstat_search - a connect()'s search
 * @start: when it began, by twstat_clock()
 * @ticks_ms: how fast that is; 0 if there is no such clock, or if the SYN may be put
 *	off
 * @txhash: the socket's then: it gets another one as soon as the port is found
 * @automatic: for any port, not the one that was bound
 * @nomem: it failed for want of memory
 */
struct twstat_search {
	u64 start;
	u32 ticks_ms;
	u32 txhash;
	bool automatic;
	bool nomem;
};

/**
 * struct twstat_place - a place for one
 * @sk: whose; NULL if it is free
 * @search: the search
 * @put_off: the SYN may wait for the first data (TCP_FASTOPEN_CONNECT), as long as it
 *	likes, and so others may have the place
 */
struct twstat_place {
	const struct sock *sk;
	struct twstat_search search;
	bool put_off;
} ____cacheline_aligned;

/*
 * Those that are on their way: as many as there are processes in connect(), if they
 * can be preempted. A search is in one of a few places from that of its socket on.
 */
#define TWSTAT_SEARCH_BITS	10
#define TWSTAT_SEARCH_PLACES	8

static struct twstat_place twstat_places[1 << TWSTAT_SEARCH_BITS];

static __always_inline struct twstat_place *
twstat_place(const struct sock *sk, unsigned int i)
{
	return &twstat_places[hash_ptr(sk, TWSTAT_SEARCH_BITS) ^ i];
}

static noinline struct twstat_place *
twstat_place_take_over(const struct sock *sk)
{
	struct twstat_place *place;
	const struct sock *old;
	unsigned int i;

	for (i = 0; i < TWSTAT_SEARCH_PLACES; i++) {
		place = twstat_place(sk, i);
		old = READ_ONCE(place->sk);
		/* Who takes the mark away has the right to it, if nobody left it. */
		if (xchg(&place->put_off, false) &&
		    cmpxchg(&place->sk, old, sk) == old)
			return place;
	}
	return NULL;
}

NOKPROBE_SYMBOL(twstat_place_take_over);

static __always_inline struct twstat_place *
twstat_place_new(const struct sock *sk)
{
	struct twstat_place *place;
	unsigned int i;

	for (i = 0; i < TWSTAT_SEARCH_PLACES; i++) {
		place = twstat_place(sk, i);
		if (!READ_ONCE(place->sk) && !cmpxchg(&place->sk, NULL, sk))
			return place;
	}
	return twstat_place_take_over(sk);
}

static __always_inline struct twstat_place *
twstat_place_of(const struct sock *sk)
{
	struct twstat_place *place;
	unsigned int i;

	for (i = 0; i < TWSTAT_SEARCH_PLACES; i++) {
		place = twstat_place(sk, i);
		if (READ_ONCE(place->sk) == sk)
			return place;
	}
	return NULL;
}

/*
 * Leaves the place of a socket's search, with what is known of that. False if there is
 * none: it has been left before, or somebody else has got it.
 */
static __always_inline bool twstat_search_end(const struct sock *sk,
					      struct twstat_search *ended)
{
	struct twstat_place *place = twstat_place_of(sk);

	if (!place)
		return false;
	*ended = place->search;
	WRITE_ONCE(place->put_off, false);
	return cmpxchg(&place->sk, sk, NULL) == sk;
}

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
	struct twstat_place *place;

	if (!twstat_ports)
		return;
	twstat_count(tn, automatic ? TWSTAT_CONNECT_AUTO : TWSTAT_CONNECT_BOUND);
	if (!twstat_hook_is_on(TWSTAT_HOOK_CONNECT))
		return;

	place = twstat_place_new(sk);
	if (!place) {
		twstat_count(tn, TWSTAT_TRACK_FAILED);
		return;
	}
	place->search.txhash = sk->sk_txhash;
	place->search.automatic = automatic;
	place->search.nomem = false;
	place->search.ticks_ms = twstat_clock_ticks_ms();
	place->search.start = twstat_clock();
	if (unlikely(tcp_sk(sk)->fastopen_connect)) {
		place->search.ticks_ms = 0;
		/* Pairs with the xchg() of who takes it over. */
		smp_store_release(&place->put_off, true);
	}
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
	struct twstat_place *place = twstat_place_of(sk);

	if (place && result == -ENOMEM)
		place->search.nomem = true;
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
 * The lowest port of a namespace's range, which is two numbers or two halves of one.
 * inet_get_local_port_range() may sleep on PREEMPT_RT, in kernels with the first.
 */
static int twstat_ports_lowest(const struct net *net)
{
	const void *range = &net->ipv4.ip_local_ports.range;

	if (sizeof(net->ipv4.ip_local_ports.range) == sizeof(u32))
		return READ_ONCE(*(const u32 *)range) & U16_MAX;
	return READ_ONCE(*(const int *)range);
}

NOKPROBE_SYMBOL(twstat_ports_lowest);

/*
 * A search tries all ports that are an even number above the lowest one of the range,
 * and then all others (__inet_hash_connect). So the port that it found tells that
 * none of the first half was to be had.
 */
static bool twstat_ports_second_half(const struct sock *sk)
{
	if (twstat_ports_own_range(inet_sk(sk)) ||
	    twstat_ports_step_width(sock_net(sk)))
		return false;
	return (ntohs(inet_sk(sk)->inet_sport) -
		twstat_ports_lowest(sock_net(sk))) & 1;
}

NOKPROBE_SYMBOL(twstat_ports_second_half);

static __always_inline void
twstat_search_found(struct twstat_net *tn, const struct sock *sk,
		    const struct twstat_search *search)
{
	if (search->automatic && twstat_ports_second_half(sk))
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
	struct twstat_net *tn = twstat_net(sock_net(sk));
	struct twstat_search search;
	bool ended = twstat_search_end(sk, &search);

	if (!tn)
		return;
	if (ended) {
		twstat_search_took(tn, &search);
		twstat_search_found(tn, sk, &search);
	} else if (tcp_sk(sk)->fastopen_connect) {
		twstat_count(tn, TWSTAT_TRACK_FAILED);
	}
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
	struct twstat_search search;

	if (!twstat_search_end(sk, &search))
		return;
	if (search.txhash == sk->sk_txhash) {
		twstat_search_took(tn, &search);
		twstat_count(tn, twstat_search_why(&search));
	} else {
		twstat_search_found(tn, sk, &search);
	}
}

NOKPROBE_SYMBOL(twstat_ports_closed);

/**
 * twstat_ports_forget() - a socket is in CLOSE and its namespace is not watched any more
 * @sk: the socket
 */
void twstat_ports_forget(const struct sock *sk)
{
	struct twstat_search search;

	twstat_search_end(sk, &search);
}

NOKPROBE_SYMBOL(twstat_ports_forget);

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
	struct twstat_net *tn;

	if (port || sk->sk_protocol != IPPROTO_TCP)
		return false;
	tn = twstat_net(sock_net(sk));
	if (!tn)
		return false;
	bind->sk = sk;
	twstat_count(tn, TWSTAT_BIND_AUTO);
	return true;
}

NOKPROBE_SYMBOL(twstat_ports_bind);

/**
 * twstat_ports_bound() - it has ended
 * @bind: from twstat_ports_bind()
 * @result: 0, or that there was none
 */
void twstat_ports_bound(const struct twstat_bind *bind, int result)
{
	struct twstat_net *tn;

	if (!result)
		return;
	tn = twstat_net(sock_net(bind->sk));
	if (tn)
		twstat_count(tn, TWSTAT_BIND_AUTO_FAILED);
}

NOKPROBE_SYMBOL(twstat_ports_bound);
