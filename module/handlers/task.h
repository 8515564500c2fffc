/* SPDX-License-Identifier: GPL-2.0 */
/* Identifies the task or softirq that a handler runs in. */
#ifndef _TWSTAT_HANDLERS_TASK_H
#define _TWSTAT_HANDLERS_TASK_H

#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/types.h>

/**
 * twstat_task() - return a number that identifies the current task or softirq
 *
 * A softirq runs in one task from start to end, even if it is preempted (PREEMPT_RT) and
 * another softirq runs on the same CPU meanwhile. Its number isn't that of the task itself.
 *
 * Return: the number, never 0.
 */
static inline u32 twstat_task(void)
{
	u32 task = (unsigned long)current >> L1_CACHE_SHIFT;

	return task << 2 | !!in_serving_softirq() << 1 | 1;
}

#endif
