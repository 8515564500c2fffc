/* SPDX-License-Identifier: GPL-2.0 */
/* Groups of hooks, which can be switched on and off. */
#ifndef _TWSTAT_GROUPS_H
#define _TWSTAT_GROUPS_H

#include <linux/types.h>

/**
 * struct twstat_groups - which groups are on, on the whole machine
 * @segments: what arrives for sockets in TIME_WAIT
 * @ports: what looks for a local port, and live sockets that connected
 * @reuse: why ports in TIME_WAIT could not be had again
 * @states: connections that were reset, and half-open ones
 * @reuse_exact: with @reuse: each single decision
 * @connect_result: with @ports: the result of each search
 */
struct twstat_groups {
	bool segments;
	bool ports;
	bool reuse;
	bool states;
	bool reuse_exact;
	bool connect_result;
};

void twstat_groups_get(struct twstat_groups *groups);
int twstat_groups_set(const struct twstat_groups *groups, bool *complete);

#endif
