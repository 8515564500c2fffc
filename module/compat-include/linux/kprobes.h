/* SPDX-License-Identifier: GPL-2.0 */
/* Kernels before 5.11 have no get_kretprobe(). */
#ifndef _TWSTAT_COMPAT_LINUX_KPROBES_H
#define _TWSTAT_COMPAT_LINUX_KPROBES_H

#include_next <linux/kprobes.h>

#if defined(CONFIG_KRETPROBES) && !defined(TWSTAT_GET_KRETPROBE)
static __always_inline struct kretprobe *get_kretprobe(struct kretprobe_instance *ri)
{
	return READ_ONCE(ri->rp);
}
#endif

#endif
