/* SPDX-License-Identifier: GPL-2.0 */
/* What handlers list for the look for incidents. */
#ifndef _TWSTAT_TABLES_TROUBLES_H
#define _TWSTAT_TABLES_TROUBLES_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/workqueue.h>

#include "tables/endpoint.h"

struct sock;
struct twstat_net;

void twstat_trouble_list(struct twstat_endpoint *to);
void twstat_trouble_alarm(struct twstat_endpoint *to);
void twstat_trouble_flag(struct twstat_net *tn, enum twstat_trouble_kind kind);
void twstat_trouble_bind(struct twstat_net *tn, const struct sock *sk);

void twstat_troubles_list(struct twstat_net *tn);
void twstat_troubles_watch(struct twstat_net *tn);
void twstat_troubles_again(void);

void twstat_troubles_lock(void);
void twstat_troubles_unlock(void);
struct llist_node *twstat_troubles_take(void);
struct twstat_net *twstat_troubles_next(struct llist_node **nets);
struct twstat_endpoint *twstat_troubles_pop(struct llist_node **rows);
void twstat_troubles_push(struct llist_node **rows, struct twstat_endpoint *to);
bool twstat_troubles_drop(struct twstat_endpoint *to);

void twstat_troubles_net_exit(struct twstat_net *tn);
void twstat_troubles_init(work_func_t look);
void twstat_troubles_exit(void);

/**
 * twstat_trouble_row() - note that a connect() to a destination has failed
 * @to: the destination, held
 *
 * Context: handlers, after the failure was counted; no preemption.
 */
static inline void twstat_trouble_row(struct twstat_endpoint *to)
{
	/* If the look is just done with it, it still sees the count. */
	smp_mb();
	if (!READ_ONCE(to->trouble.listed))
		twstat_trouble_list(to);
}

#endif
