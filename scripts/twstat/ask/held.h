/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_HELD_H
#define TWSTAT_ASK_HELD_H

#include "ask/destinations.h"
#include "ask/fetch.h"
#include "ask/settings.h"

/* As many states as TCP has, and some more for newer kernels. */
#define HELD_STATES	16

/**
 * struct held - who has local ports, as the kernel itself lists sockets
 * @known: it could be asked
 * @state: a destination's sockets, by TCP_*
 * @own: usable ports that a destination's sockets have
 * @others: usable ports that only other sockets have
 * @bound: of @own, those in TIME_WAIT that were bound by bind()
 * @bound_others: of @others, the same
 * @listening: usable ports that somebody listens on
 * @unconnected: sockets that are bound and nothing else, where the kernel lists them
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
};

void held_look(struct held *held, struct client *client,
	       const struct settings *settings,
	       const struct destination *destination);

#endif
