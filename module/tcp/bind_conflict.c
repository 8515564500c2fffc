// SPDX-License-Identifier: GPL-2.0
/* The rules by which bind() decides whether a socket that holds the port conflicts. */
#include <linux/ipv6.h>
#include <linux/kprobes.h>
#include <net/inet_sock.h>
#include <net/ipv6.h>
#include <net/tcp_states.h>

#include "tcp/bind_conflict.h"

/* What a full socket or mini-socket claims. Without IPv6 in the kernel it is IPv4. */
static struct twstat_claim twstat_claim_of(const struct sock *sk)
{
	struct twstat_claim claim = { };

#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6) {
		claim.address = sk->sk_v6_rcv_saddr;
		claim.every6 = ipv6_addr_any(&claim.address);
		claim.every4 = claim.every6 && !sk->sk_ipv6only;
		return claim;
	}
#endif
	ipv6_addr_set_v4mapped(sk->sk_rcv_saddr, &claim.address);
	claim.every4 = !sk->sk_rcv_saddr;
	return claim;
}

NOKPROBE_SYMBOL(twstat_claim_of);

/* Whether a claim includes an address of that family: a specific one or the wildcard. */
static bool twstat_claim_is_of4(const struct twstat_claim *claim)
{
	return claim->every4 || ipv6_addr_v4mapped(&claim->address);
}

static bool twstat_claim_is_of6(const struct twstat_claim *claim)
{
	return !ipv6_addr_v4mapped(&claim->address);
}

/**
 * twstat_claim_meets() - compare two claims
 * @a: a claim
 * @b: another claim
 *
 * Return: whether they overlap, by the rules of inet_rcv_saddr_equal().
 */
bool twstat_claim_meets(const struct twstat_claim *a,
			const struct twstat_claim *b)
{
	return (a->every4 && twstat_claim_is_of4(b)) ||
	       (b->every4 && twstat_claim_is_of4(a)) ||
	       (a->every6 && twstat_claim_is_of6(b)) ||
	       (b->every6 && twstat_claim_is_of6(a)) ||
	       ipv6_addr_equal(&a->address, &b->address);
}

/**
 * twstat_bind_request_of() - record what a bind() asks for
 * @request: filled in
 * @sk: the socket that is bound
 * @port: the port that bind() asks for
 *
 * Context: handlers; any context without preemption.
 */
void twstat_bind_request_of(struct twstat_bind_request *request,
			    const struct sock *sk, u16 port)
{
	*request = (struct twstat_bind_request) {
		.sk		= sk->sk_state == TCP_LISTEN ? sk : NULL,
		.claim		= twstat_claim_of(sk),
		.port		= port,
		.device		= sk->sk_bound_dev_if,
		.l3mdev		= inet_sk_bound_l3mdev(sk),
		.reuse		= sk->sk_reuse,
		.reuseport	= sk->sk_reuseport,
	};
}

NOKPROBE_SYMBOL(twstat_bind_request_of);

/**
 * twstat_bind_request_equal() - check whether two bind() calls ask for the same
 * @a: what one of them asks for
 * @b: what the other one asks for, in the same namespace
 *
 * Return: whether each socket conflicts with both calls or with none.
 */
bool twstat_bind_request_equal(const struct twstat_bind_request *a,
			       const struct twstat_bind_request *b)
{
	return a->port == b->port && a->sk == b->sk &&
	       ipv6_addr_equal(&a->claim.address, &b->claim.address) &&
	       a->claim.every4 == b->claim.every4 &&
	       a->claim.every6 == b->claim.every6 &&
	       a->device == b->device && a->l3mdev == b->l3mdev &&
	       a->reuse == b->reuse && a->reuseport == b->reuseport;
}

NOKPROBE_SYMBOL(twstat_bind_request_equal);

/**
 * twstat_bind_conflict() - check whether a socket conflicts with a bind()
 * @sk: a socket that holds the port, full or mini
 * @request: what bind() asks for
 *
 * These are the rules of inet_bind_conflict(), except that sockets of different users that
 * set SO_REUSEPORT don't conflict here.
 *
 * Return: whether @sk conflicts.
 */
bool twstat_bind_conflict(const struct sock *sk,
			  const struct twstat_bind_request *request)
{
	struct twstat_claim claim = twstat_claim_of(sk);
	int device = READ_ONCE(sk->sk_bound_dev_if);

	if (sk == request->sk ||
	    (request->device && device && request->device != device))
		return false;
	if (request->reuse && sk->sk_reuse && sk->sk_state != TCP_LISTEN)
		return false;
	if (request->reuseport && sk->sk_reuseport)
		return false;
	return twstat_claim_meets(&request->claim, &claim);
}
