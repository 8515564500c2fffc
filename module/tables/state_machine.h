/* SPDX-License-Identifier: GPL-2.0 */
/* How the transitions of the state machine (RFC 9293, 3.3.2) are numbered. */
#ifndef _TWSTAT_TABLES_STATE_MACHINE_H
#define _TWSTAT_TABLES_STATE_MACHINE_H

#include <linux/types.h>
#include <net/tcp_states.h>

/*
 * The kernel has no TCP state 0. This row counts the mini-sockets that existed before the
 * module was loaded.
 */
#define TWSTAT_BEFORE	0

/* Room for all states; a power of two, which saves handlers a check and a multiplication. */
#define TWSTAT_STATE_ROOM	16

/* Room for all transitions; those into the same state are adjacent. */
#define TWSTAT_MOVES		(TWSTAT_STATE_ROOM * TWSTAT_STATE_ROOM)
#define TWSTAT_MOVE(from, to)	((from) + (to) * TWSTAT_STATE_ROOM)

#endif
