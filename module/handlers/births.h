/* SPDX-License-Identifier: GPL-2.0 */
/* Births of mini-sockets. */
#ifndef _TWSTAT_HANDLERS_BIRTHS_H
#define _TWSTAT_HANDLERS_BIRTHS_H

#include <linux/types.h>

struct inet_timewait_sock;
struct sock;

void twstat_births_enter(const struct inet_timewait_sock *tw, const struct sock *sk,
			 u32 expires);

#endif
