/* SPDX-License-Identifier: GPL-2.0 */
/* Kernels before 5.16 have container_of() in another header. */
#ifndef _TWSTAT_COMPAT_LINUX_CONTAINER_OF_H
#define _TWSTAT_COMPAT_LINUX_CONTAINER_OF_H

#ifdef TWSTAT_CONTAINER_OF
#include_next <linux/container_of.h>
#else
#include <linux/kernel.h>
#endif

#endif
