/* SPDX-License-Identifier: GPL-2.0 */
/* The life of a mini-socket: birth, extension, end. */
#ifndef _TWSTAT_LIFE_H
#define _TWSTAT_LIFE_H

#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/types.h>

#include "endpoints.h"

struct inet_bind_bucket;
struct inet_timewait_sock;
struct sock;
struct tcphdr;
struct twstat_entry;
struct twstat_restart;

/**
 * twstat_task() - who does this
 *
 * A softirq stays in the task that it began in, also where it can be preempted
 * (PREEMPT_RT) and another one works on the same CPU meanwhile. It is another one
 * than that task itself.
 *
 * Return: a number for the current task or the softirq in it, never 0.
 */
static inline u32 twstat_task(void)
{
	u32 task = (unsigned long)current >> L1_CACHE_SHIFT;

	return task << 2 | !!in_serving_softirq() << 1 | 1;
}

void twstat_life_enter(const struct inet_timewait_sock *tw,
		       const struct sock *sk, u32 expires);
void twstat_life_rearm(const struct inet_timewait_sock *tw, u32 expires);
void twstat_life_restarted(struct twstat_entry *entry,
			   const struct inet_timewait_sock *tw, bool extended,
			   struct twstat_restart *restart);
void twstat_life_segment(const struct inet_timewait_sock *tw,
			 const struct tcphdr *th);
void twstat_life_destroy(const struct inet_timewait_sock *tw);
bool twstat_life_end_early(const struct inet_timewait_sock *tw);
void twstat_life_end(const struct inet_timewait_sock *tw);
void twstat_life_purge(void);

int twstat_life_adopt(const struct inet_timewait_sock *tw,
		      enum twstat_endpoint_kind kind,
		      const struct inet_bind_bucket *tb);
void twstat_life_adopt_begin(void);
void twstat_life_adopt_done(void);

#endif
