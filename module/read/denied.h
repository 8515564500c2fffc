/* SPDX-License-Identifier: GPL-2.0 */
/* How many sockets were denied TIME_WAIT. */
#ifndef _TWSTAT_READ_DENIED_H
#define _TWSTAT_READ_DENIED_H

#include <linux/types.h>

struct twstat_net;

void twstat_denied_read(struct twstat_net *tn, u64 *limit, u64 *nomem);

#endif
