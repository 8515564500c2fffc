// SPDX-License-Identifier: GPL-2.0
/* The rules of bind(): when is a socket that has a port in the way of another one? */
#include <linux/ipv6.h>
#include <linux/kprobes.h>
#include <net/inet_sock.h>
#include <net/ipv6.h>
#include <net/tcp_states.h>

#include "tcp/bind_conflict.h"

/**
 * twstat_claim_of() - what a socket claims
 * @sk: a full socket or a mini-socket
 *
 * Return: the claim. Without IPv6 in the kernel its address is of IPv4.
 */
struct twstat_claim twstat_claim_of(const struct sock *sk)
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

/* Whether a claim is to any address of a family. */
static bool twstat_claim_is_of4(const struct twstat_claim *claim)
{
	return claim->every4 || ipv6_addr_v4mapped(&claim->address);
}

static bool twstat_claim_is_of6(const struct twstat_claim *claim)
{
	return !ipv6_addr_v4mapped(&claim->address);
}

/**
 * twstat_claim_meets() - do two claims overlap?
 * @a: the one
 * @b: the other one
 *
 * Return: whether they do, by the rule of inet_rcv_saddr_equal().
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
 * twstat_bind_request_of() - what a bind() asks for
 * @request: filled in
 * @sk: its socket
 * @port: the port
 *
 * Context: handlers; any context without preemption.
 */
void twstat_bind_request_of(struct twstat_bind_request *request,
			    const struct sock *sk, u16 port)
{
	*request = (struct twstat_bind_request) {
		.sk		= sk,
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
 * twstat_bind_conflict() - is a socket in the way of a bind()?
 * @sk: a socket that has the port, full or mini
 * @request: what bind() asks for
 *
 * These are the rules of inet_bind_conflict(), but for different users with SO_REUSEPORT.
 *
 * Return: whether it is.
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
