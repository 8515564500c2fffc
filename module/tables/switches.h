/* SPDX-License-Identifier: GPL-2.0 */
/* The switches, which apply to the whole machine. */
#ifndef _TWSTAT_TABLES_SWITCHES_H
#define _TWSTAT_TABLES_SWITCHES_H

#include <linux/types.h>

/**
 * struct twstat_switches - which groups of counters are on, and which extra hooks
 * @segments: segments that arrive for sockets in TIME_WAIT
 * @ports: connect() and bind() calls that search for a local port, and full sockets that
 *	called connect()
 * @reuse: why ports in TIME_WAIT could not be reused
 * @states: connections that were reset, and half-open connections
 * @reuse_exact: with @reuse: each single decision
 * @who: with @ports: the programs behind the connections of a destination
 * @connect_result: with @ports: the result of each search
 *
 * Module parameters set them first. Handlers read them; control/groups.c writes them.
 */
struct twstat_switches {
	bool segments;
	bool ports;
	bool reuse;
	bool states;
	bool reuse_exact;
	bool connect_result;
	bool who;
};

extern struct twstat_switches twstat_switches;

/* Whether @states is on or has ever been on; the module parameter itself. */
extern bool twstat_states_ever;

void twstat_switches_init(void);
void twstat_switches_set(const struct twstat_switches *switches);

#endif
