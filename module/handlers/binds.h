/* SPDX-License-Identifier: GPL-2.0 */
/* bind(): ports that were looked for, and ports that were refused. */
#ifndef _TWSTAT_HANDLERS_BINDS_H
#define _TWSTAT_HANDLERS_BINDS_H

#include <linux/types.h>

struct sock;

/**
 * struct twstat_bind - a bind()
 * @sk: its socket
 * @port: the port that it asks for, or 0
 */
struct twstat_bind {
	const struct sock *sk;
	u16 port;
};

bool twstat_binds_begin(struct twstat_bind *bind, const struct sock *sk,
			u16 port);
void twstat_binds_end(const struct twstat_bind *bind, int result);
void twstat_binds_settle(void);

#endif
