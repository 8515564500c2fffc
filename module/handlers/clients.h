/* SPDX-License-Identifier: GPL-2.0 */
/* Live full sockets that called connect(): each holds a port of its destination. */
#ifndef _TWSTAT_HANDLERS_CLIENTS_H
#define _TWSTAT_HANDLERS_CLIENTS_H

#include "tables/entries.h"

struct sock;
struct twstat_net;

bool twstat_clients_watched(void);

int twstat_clients_adopt(const struct sock *sk);
void twstat_clients_gone(struct twstat_bucket *bucket, const struct sock *sk);

/**
 * twstat_clients_closed() - drop the entry of a socket that goes to CLOSE, if it has one
 * @sk: the socket
 *
 * Most such sockets have none: they were accepted, or a mini-socket has taken it over.
 *
 * Context: the tracepoint, no preemption.
 */
static __always_inline void twstat_clients_closed(const struct sock *sk)
{
	struct twstat_bucket *bucket = twstat_full_bucket(sk);

	if (!twstat_bucket_is_empty(bucket))
		twstat_clients_gone(bucket, sk);
}

#endif
