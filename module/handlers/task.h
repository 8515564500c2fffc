/* SPDX-License-Identifier: GPL-2.0 */
/* Which task or softirq a handler runs in. */
#ifndef _TWSTAT_HANDLERS_TASK_H
#define _TWSTAT_HANDLERS_TASK_H

#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/types.h>

/**
 * twstat_task() - in which task or softirq is this?
 *
 * A softirq stays in the task that it began in, also if it is preempted (PREEMPT_RT) and
 * another one runs on the same CPU meanwhile. It has another number than that task itself.
 *
 * Return: a number for the current task or the softirq in it, never 0.
 */
static inline u32 twstat_task(void)
{
	u32 task = (unsigned long)current >> L1_CACHE_SHIFT;

	return task << 2 | !!in_serving_softirq() << 1 | 1;
}

#endif
