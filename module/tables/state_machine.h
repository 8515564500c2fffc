/* SPDX-License-Identifier: GPL-2.0 */
/* The transitions of the state machine (RFC 9293, 3.3.2) that TCP has, and their numbers. */
#ifndef _TWSTAT_TABLES_STATE_MACHINE_H
#define _TWSTAT_TABLES_STATE_MACHINE_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <net/tcp_states.h>

/*
 * The kernel has no TCP state 0. This row counts the mini-sockets that existed before the
 * module was loaded.
 */
#define TWSTAT_BEFORE	0

/* Room for all states; a power of two, which saves handlers a multiplication. */
#define TWSTAT_STATE_ROOM	16

/* Two states as one number, for switch. */
#define TWSTAT_MOVE(from, to)	((from) + (to) * TWSTAT_STATE_ROOM)

/* How many transitions there are, with 0 for those that TCP doesn't have. */
#define TWSTAT_TRANSITIONS	35

/*
 * The last of the transitions of full sockets that begin or end something, so that handlers
 * look at the socket.
 */
#define TWSTAT_TRANSITION_FOLLOWED	13

extern u8 twstat_transitions[TWSTAT_STATE_ROOM][TWSTAT_STATE_ROOM];

/**
 * twstat_transition() - return the number of a transition
 * @from: TWSTAT_BEFORE, or one of the kernel's TCP states
 * @to: one of the kernel's TCP states
 *
 * Return: the number; 0 if TCP has no such transition.
 */
static __always_inline unsigned int twstat_transition(unsigned int from, unsigned int to)
{
	return twstat_transitions[to][from];
}

void twstat_transitions_init(void);

#endif
