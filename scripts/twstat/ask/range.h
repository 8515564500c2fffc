/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_RANGE_H
#define TWSTAT_ASK_RANGE_H

#include "ask/client.h"

/**
 * struct range - the values that an attribute of a request may have
 * @least: the smallest one
 * @most: the largest one
 */
struct range {
	__u64 least;
	__u64 most;
};

bool range_fetch(struct range *range, struct client *client, int command, int attribute);

#endif
