/* SPDX-License-Identifier: GPL-2.0 */
/* Lookups of listeners. */
#ifndef _TWSTAT_TCP_LISTENER_H
#define _TWSTAT_TCP_LISTENER_H

#include <linux/types.h>

struct inet_timewait_sock;

bool twstat_listener_exists(const struct inet_timewait_sock *tw);

#endif
