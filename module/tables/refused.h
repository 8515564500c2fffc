/* SPDX-License-Identifier: GPL-2.0 */
/* Failed bind() calls to a given port, whose cause is yet to be found. */
#ifndef _TWSTAT_TABLES_REFUSED_H
#define _TWSTAT_TABLES_REFUSED_H

#include <linux/list.h>
#include <linux/types.h>

#include "tcp/bind_conflict.h"

struct twstat_net;

/**
 * struct twstat_refused - failed bind() calls that asked for the same
 * @node: in the table's chain of its hash, or in the list of free ones
 * @request: what the calls asked for
 * @tn: their namespace
 * @count: how many there were
 *
 * All are protected by the table's lock.
 */
struct twstat_refused {
	struct hlist_node node;
	struct twstat_bind_request request;
	struct twstat_net *tn;
	unsigned int count;
};

bool twstat_refused_add(struct twstat_net *tn,
			const struct twstat_bind_request *request);
unsigned int twstat_refused_waiting(void);
bool twstat_refused_take(struct twstat_refused *refused);

#endif
