/* SPDX-License-Identifier: GPL-2.0 */
/* Reads why bind() and connect() calls failed. */
#ifndef _TWSTAT_READ_CONFLICTS_H
#define _TWSTAT_READ_CONFLICTS_H

#include "read/settle.h"
#include "tables/conflicts.h"

/**
 * struct twstat_conflict_now - a conflict, as it is reported
 * @of: the conflict
 * @waits: whether its holders are mini-sockets, so that @left is known
 * @left: time until the last of them ends, in ms
 * @left_unset: the same of those without SO_REUSEADDR
 */
struct twstat_conflict_now {
	struct twstat_conflict of;
	bool waits;
	u32 left;
	u32 left_unset;
};

bool twstat_conflict_read(struct twstat_settled settled, unsigned int at,
			  struct twstat_conflict_now *conflict);

#endif
