/* SPDX-License-Identifier: GPL-2.0 */
/* Half-open connections: request sockets in NEW_SYN_RECV. */
#ifndef _TWSTAT_HANDLERS_HALF_OPEN_H
#define _TWSTAT_HANDLERS_HALF_OPEN_H

#include <linux/types.h>

struct request_sock;
struct sock;

void twstat_half_open_leave(const struct sock *listener,
			    const struct request_sock *req);
bool twstat_half_open_is_gone(const struct request_sock *req);

#endif
