/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_HELD_H
#define TWSTAT_ASK_HELD_H

#include "ask/destinations.h"
#include "ask/fetch.h"
#include "ask/settings.h"

/* The TCP states, with room for those of newer kernels. */
#define HELD_STATES	16

/**
 * struct held - which sockets hold local ports, by sock_diag
 * @known: the kernel could be asked
 * @state: number of the destination's sockets, by TCP_*
 * @own: usable ports that the destination's sockets hold
 * @others: usable ports that only other sockets hold
 * @bound: of @own, ports in TIME_WAIT that bind() has bound
 * @bound_others: of @others, the same
 * @listening: usable ports with a listening socket
 * @unconnected: sockets that are only bound, where the kernel lists them
 * @service: whether a port has a listening TCP socket, at any address, or is outside of the
 *	range or reserved, and has a UDP socket that is not connected
 */
struct held {
	bool known;
	unsigned int state[HELD_STATES];
	unsigned int own;
	unsigned int others;
	unsigned int bound;
	unsigned int bound_others;
	unsigned int listening;
	unsigned int unconnected;
	bool service[65536];
};

void held_look(struct held *held, struct client *client,
	       const struct settings *settings,
	       const struct destination *destination);

#endif
