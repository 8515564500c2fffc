/* SPDX-License-Identifier: GPL-2.0 */
/* Count what handlers had to leave open. */
#ifndef _TWSTAT_READ_SETTLE_H
#define _TWSTAT_READ_SETTLE_H

#include <linux/types.h>

struct twstat_net;

/**
 * struct twstat_settled - a namespace whose numbers are settled
 * @tn: the namespace
 *
 * Readers of numbers that handlers may leave open take one, and twstat_settle() makes it,
 * so that no exporter can forget to settle.
 */
struct twstat_settled {
	struct twstat_net *tn;
};

struct twstat_settled twstat_settle(struct twstat_net *tn);
struct twstat_settled twstat_settle_once(struct twstat_net *tn, bool done);

#endif
