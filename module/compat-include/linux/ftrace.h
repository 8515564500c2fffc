/* SPDX-License-Identifier: GPL-2.0 */
/* Kernels before 6.2 have no ftrace_regs_get_argument(). */
#ifndef _TWSTAT_COMPAT_LINUX_FTRACE_H
#define _TWSTAT_COMPAT_LINUX_FTRACE_H

#include_next <linux/ftrace.h>

/* On x86, struct ftrace_regs of those kernels does hold the argument registers. */
#if defined(CONFIG_X86_64) && defined(CONFIG_DYNAMIC_FTRACE_WITH_ARGS) && \
	!defined(ftrace_regs_get_argument)
#define ftrace_regs_get_argument(fregs, n) \
	regs_get_kernel_argument(&(fregs)->regs, n)
#endif

#endif
