/* SPDX-License-Identifier: GPL-2.0 */
/* Decisions whether connect() may reuse a port in TIME_WAIT. */
#ifndef _TWSTAT_HANDLERS_REUSE_H
#define _TWSTAT_HANDLERS_REUSE_H

#include <linux/types.h>

struct sock;
struct twstat_endpoint;
struct twstat_net;

bool twstat_reuse_counted(void);

void twstat_reuse_asked(const struct sock *sk, const struct sock *sktw,
			bool automatic);
void twstat_reuse_failed(struct twstat_net *tn, const struct sock *sk,
			 struct twstat_endpoint *to);

#endif
