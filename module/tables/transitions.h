/* SPDX-License-Identifier: GPL-2.0 */
/* The state machine of RFC 9293: how its transitions are numbered. */
#ifndef _TWSTAT_TABLES_TRANSITIONS_H
#define _TWSTAT_TABLES_TRANSITIONS_H

#include <linux/types.h>
#include <net/tcp_states.h>

/*
 * No state of the kernel's is 0. That row is for the mini-sockets that were there
 * before the module.
 */
#define TWSTAT_BEFORE	0

/* Room for all of them, of a size that spares handlers a check and a product. */
#define TWSTAT_STATE_ROOM	16

/* All transitions that there is room for; those to one state are neighbours. */
#define TWSTAT_MOVES		(TWSTAT_STATE_ROOM * TWSTAT_STATE_ROOM)
#define TWSTAT_MOVE(from, to)	((from) + (to) * TWSTAT_STATE_ROOM)

#endif
