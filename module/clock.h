/* SPDX-License-Identifier: GPL-2.0 */
/* A clock for what takes microseconds, cheap enough for handlers. */
#ifndef _TWSTAT_CLOCK_H
#define _TWSTAT_CLOCK_H

#include <linux/sched/clock.h>
#include <linux/time64.h>

#ifdef CONFIG_X86
#include <asm/tsc.h>
#endif

/**
 * twstat_clock_ticks_ms() - how fast the clock is
 *
 * Return: how many of its ticks are a millisecond; 0 if the counters of several CPUs
 * don't agree.
 */
static inline u32 twstat_clock_ticks_ms(void)
{
#ifdef CONFIG_X86
	return unlikely(check_tsc_unstable()) ? 0 : tsc_khz;
#else
	return NSEC_PER_MSEC;
#endif
}

/**
 * twstat_clock() - what time it is
 *
 * On x86 this is the CPU's own counter. local_clock() makes nanoseconds of that, which
 * only those who look at the time need.
 *
 * Return: the time, in ticks.
 */
static inline u64 twstat_clock(void)
{
#ifdef CONFIG_X86
	return rdtsc();
#else
	return local_clock();
#endif
}

#endif
