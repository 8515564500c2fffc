/* SPDX-License-Identifier: GPL-2.0 */
/* Reads mini-sockets. */
#ifndef _TWSTAT_READ_SOCKETS_H
#define _TWSTAT_READ_SOCKETS_H

#include <uapi/linux/twstat.h>

#include "tcp/mini_socket.h"

struct twstat_net;

/**
 * struct twstat_socket - what is known of a mini-socket
 * @substate: TIME_WAIT or FIN_WAIT2
 * @side: whether it called connect() or was accepted
 * @known: whether it has an entry: its birth was seen, or it was adopted
 * @adopted: whether it existed before the module
 * @bound: whether its port was bound by bind()
 * @age: time since it entered @substate, in ms; only if @known and not @adopted
 * @remaining: time until its timer fires, in ms
 * @extensions: how often its timer was restarted; only if @known
 * @reusable: whether a connect() may reuse its port
 */
struct twstat_socket {
	enum twstat_substate substate;
	enum twstat_side side;
	bool known;
	bool adopted;
	bool bound;
	u32 age;
	u32 remaining;
	u8 extensions;
	enum twstat_reusable reusable;
};

void twstat_socket_read(struct twstat_socket *socket,
			const struct inet_timewait_sock *tw);
u32 twstat_sockets_generation(const struct twstat_net *tn);

#endif
