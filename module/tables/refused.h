/* SPDX-License-Identifier: GPL-2.0 */
/* Failed calls that asked for a given port, whose cause is yet to be found. */
#ifndef _TWSTAT_TABLES_REFUSED_H
#define _TWSTAT_TABLES_REFUSED_H

#include <linux/list.h>
#include <linux/types.h>

#include "tcp/bind_conflict.h"

struct twstat_net;

/**
 * struct twstat_call - a bind() to a given port, or a connect() from a bound one
 * @request: what it asked for on this side
 * @connect: whether it is a connect()
 * @remote_port: of a connect(): the remote port
 * @remote: of a connect(): the remote address, IPv4 mapped to IPv6
 */
struct twstat_call {
	struct twstat_bind_request request;
	bool connect;
	u16 remote_port;
	struct in6_addr remote;
};

/**
 * struct twstat_refused - failed calls that asked for the same
 * @node: in the table's chain of its hash, or in the list of free ones
 * @call: what the calls asked for
 * @tn: their namespace
 * @count: how many there were
 * @at: when the last of them failed, by ktime_get_ns()
 *
 * All are protected by the table's lock.
 */
struct twstat_refused {
	struct hlist_node node;
	struct twstat_call call;
	struct twstat_net *tn;
	unsigned int count;
	u64 at;
};

bool twstat_refused_add(struct twstat_net *tn, const struct twstat_call *call);
unsigned int twstat_refused_waiting(void);
bool twstat_refused_take(struct twstat_refused *refused);

#endif
