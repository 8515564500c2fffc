/* SPDX-License-Identifier: GPL-2.0 */
/* Kernels from 6.17 on have other names of two queues, and later ones warn of the old names. */
#ifndef _TWSTAT_COMPAT_LINUX_WORKQUEUE_H
#define _TWSTAT_COMPAT_LINUX_WORKQUEUE_H

#include_next <linux/workqueue.h>

#ifndef TWSTAT_PERCPU_WQ
#define system_percpu_wq	system_wq
#define system_dfl_wq		system_unbound_wq
#endif

#endif
