/* SPDX-License-Identifier: GPL-2.0 */
/* The rules of bind(). */
#ifndef _TWSTAT_TCP_BIND_CONFLICT_H
#define _TWSTAT_TCP_BIND_CONFLICT_H

#include <linux/in6.h>
#include <linux/types.h>

struct sock;

/**
 * struct twstat_claim - what a socket claims of a port, or has of it
 * @address: the address, IPv4 mapped to IPv6, if it is only one
 * @every4: it is every one of IPv4
 * @every6: and every one of IPv6
 */
struct twstat_claim {
	struct in6_addr address;
	bool every4;
	bool every6;
};

/**
 * struct twstat_bind_request - what a bind() to a given port asks for
 * @sk: its socket, as a key
 * @claim: the addresses
 * @port: the port
 * @device: the device that the socket is bound to, or 0
 * @l3mdev: the routing domain that it is in, or 0
 * @reuse: it has set SO_REUSEADDR
 * @reuseport: it has set SO_REUSEPORT
 */
struct twstat_bind_request {
	const struct sock *sk;
	struct twstat_claim claim;
	u16 port;
	int device;
	int l3mdev;
	bool reuse;
	bool reuseport;
};

struct twstat_claim twstat_claim_of(const struct sock *sk);
bool twstat_claim_meets(const struct twstat_claim *a,
			const struct twstat_claim *b);
void twstat_bind_request_of(struct twstat_bind_request *request,
			    const struct sock *sk, u16 port);
bool twstat_bind_conflict(const struct sock *sk,
			  const struct twstat_bind_request *request);

#endif
