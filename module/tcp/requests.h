/* SPDX-License-Identifier: GPL-2.0 */
/* Request sockets: what the kernel keeps of a connection in NEW_SYN_RECV. */
#ifndef _TWSTAT_TCP_REQUESTS_H
#define _TWSTAT_TCP_REQUESTS_H

#include <linux/types.h>
#include <net/request_sock.h>
#include <net/sock.h>

struct net;

/**
 * twstat_request_is_taken() - has a full socket taken the place of a request socket?
 * @req: the request socket, which goes
 *
 * If it can't be found any more, one has (inet_ehash_insert).
 *
 * Return: whether one has.
 */
static __always_inline bool
twstat_request_is_taken(const struct request_sock *req)
{
	return sk_unhashed((const struct sock *)&req->__req_common);
}

u64 twstat_requests_waiting(const struct net *net);

#endif
