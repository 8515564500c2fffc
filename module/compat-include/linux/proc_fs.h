/* SPDX-License-Identifier: GPL-2.0 */
/* Kernels before 5.17 have pde_data() by another name. */
#ifndef _TWSTAT_COMPAT_LINUX_PROC_FS_H
#define _TWSTAT_COMPAT_LINUX_PROC_FS_H

#include_next <linux/proc_fs.h>

#ifndef TWSTAT_PDE_DATA
#define pde_data	PDE_DATA
#endif

#endif
