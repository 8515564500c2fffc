/* SPDX-License-Identifier: GPL-2.0 */
/* Failed bind() and connect() calls, on their way to whoever finds the cause. */
#ifndef _TWSTAT_HANDLERS_REFUSALS_H
#define _TWSTAT_HANDLERS_REFUSALS_H

#include <linux/types.h>

struct list_head;
struct sock;
struct twstat_net;

void twstat_refusals_bind(struct twstat_net *tn, const struct sock *sk, u16 port);
void twstat_refusals_connect(struct twstat_net *tn, const struct sock *sk);
void twstat_refusals_settle(struct twstat_net *tn);
void twstat_refusals_forget(const struct list_head *nets);
int twstat_refusals_init(void);
void twstat_refusals_exit(void);

#endif
