/* SPDX-License-Identifier: GPL-2.0 */
/* The usual end of a mini-socket: its timer fires after 2MSL. */
#ifndef _TWSTAT_HANDLERS_EXPIRY_H
#define _TWSTAT_HANDLERS_EXPIRY_H

#include <linux/types.h>

struct inet_timewait_sock;

bool twstat_expiry(const struct inet_timewait_sock *tw);

#endif
