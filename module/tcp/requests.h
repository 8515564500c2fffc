/* SPDX-License-Identifier: GPL-2.0 */
/* Request sockets, which the kernel keeps for connections in NEW_SYN_RECV. */
#ifndef _TWSTAT_TCP_REQUESTS_H
#define _TWSTAT_TCP_REQUESTS_H

#include <linux/types.h>
#include <net/request_sock.h>
#include <net/sock.h>

struct net;

/**
 * twstat_request_is_taken() - check whether a full socket has replaced a request socket
 * @req: the request socket, which is being removed
 *
 * inet_ehash_insert() unhashes the request socket when it inserts the full one.
 *
 * Return: whether the request socket is unhashed.
 */
static __always_inline bool
twstat_request_is_taken(const struct request_sock *req)
{
	return sk_unhashed((const struct sock *)&req->__req_common);
}

u64 twstat_requests_waiting(const struct net *net,
			    bool (*is_gone)(const struct request_sock *req));

#endif
