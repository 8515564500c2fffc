/* SPDX-License-Identifier: GPL-2.0 */
/* Port searches by connect(). */
#ifndef _TWSTAT_HANDLERS_SEARCHES_H
#define _TWSTAT_HANDLERS_SEARCHES_H

#include <linux/types.h>

struct sock;
struct twstat_net;

void twstat_searches_begin(void);
void twstat_searches_end(void);
void twstat_searches_forget(void);

void twstat_searches_connect(struct twstat_net *tn, const struct sock *sk);
void twstat_searches_result(const struct sock *sk, int result);
void twstat_searches_answered(struct twstat_net *tn, const struct sock *sk);
void twstat_searches_closed(const struct sock *sk);
void twstat_searches_settle(struct twstat_net *tn);

#endif
