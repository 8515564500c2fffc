/* SPDX-License-Identifier: GPL-2.0 */
/* Kernels from 6.17 on call system_wq system_percpu_wq, and later ones warn of the old name. */
#ifndef _TWSTAT_COMPAT_LINUX_WORKQUEUE_H
#define _TWSTAT_COMPAT_LINUX_WORKQUEUE_H

#include_next <linux/workqueue.h>

#ifndef TWSTAT_PERCPU_WQ
#define system_percpu_wq	system_wq
#endif

#endif
