/* SPDX-License-Identifier: GPL-2.0 */
/* What is known of a mini-socket. */
#ifndef _TWSTAT_READ_SOCKETS_H
#define _TWSTAT_READ_SOCKETS_H

#include <uapi/linux/twstat.h>

#include "tcp/mini_socket.h"

struct twstat_net;

/**
 * struct twstat_socket - what is known of a mini-socket
 * @substate: TIME_WAIT or FIN_WAIT2
 * @side: which side it is on
 * @known: its birth, or that it was adopted, was seen
 * @adopted: it was there before the module
 * @bound: its port was bound by bind()
 * @age: how long it has been in @substate, in ms; only if it is @known and not @adopted
 * @remaining: when its timer fires, in ms from now
 * @extensions: how often its timer was started again; only if it is @known
 * @reusable: whether a connect() may have its port
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
