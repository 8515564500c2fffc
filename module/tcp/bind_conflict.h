/* SPDX-License-Identifier: GPL-2.0 */
/* The rules by which bind() finds conflicts. */
#ifndef _TWSTAT_TCP_BIND_CONFLICT_H
#define _TWSTAT_TCP_BIND_CONFLICT_H

#include <linux/in6.h>
#include <linux/types.h>

struct sock;

/**
 * struct twstat_claim - the local addresses that a socket holds or asks for on a port
 * @address: the local address, IPv4 mapped to IPv6; a wildcard if @every4 or @every6 is set
 * @every4: the claim covers every IPv4 address
 * @every6: the claim covers every IPv6 address
 */
struct twstat_claim {
	struct in6_addr address;
	bool every4;
	bool every6;
};

/**
 * struct twstat_bind_request - what a bind() to a given port asks for
 * @sk: the socket, only as a key, if it holds the port already: listen() asks for the port that
 *	bind() got. A bind() that fails leaves its socket without a port, so NULL
 * @claim: the local addresses that it asks for
 * @port: the port that it asks for
 * @device: index of the device that the socket is bound to (SO_BINDTODEVICE), or 0
 * @l3mdev: index of the socket's L3 master device (VRF), or 0
 * @reuse: the socket has set SO_REUSEADDR
 * @reuseport: the socket has set SO_REUSEPORT
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

bool twstat_claim_meets(const struct twstat_claim *a,
			const struct twstat_claim *b);
void twstat_bind_request_of(struct twstat_bind_request *request,
			    const struct sock *sk, u16 port);
bool twstat_bind_request_equal(const struct twstat_bind_request *a,
			       const struct twstat_bind_request *b);
bool twstat_bind_conflict(const struct sock *sk,
			  const struct twstat_bind_request *request);

#endif
