/* SPDX-License-Identifier: GPL-2.0 */
/* bind() calls that search a port, and bind() calls that fail. */
#ifndef _TWSTAT_HANDLERS_BINDS_H
#define _TWSTAT_HANDLERS_BINDS_H

#include <linux/types.h>

struct sock;

/**
 * struct twstat_bind - a bind() that is in progress
 * @sk: the socket
 * @port: the requested port, or 0
 */
struct twstat_bind {
	const struct sock *sk;
	u16 port;
};

bool twstat_binds_begin(struct twstat_bind *bind, const struct sock *sk,
			u16 port);
void twstat_binds_end(const struct twstat_bind *bind, int result);

#endif
