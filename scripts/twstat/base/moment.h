/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_BASE_MOMENT_H
#define TWSTAT_BASE_MOMENT_H

#include <linux/types.h>

/* Nanoseconds in a second. */
#define MOMENT_SECOND	1000000000ULL

__u64 moment_now(void);
__u64 moment_read(const char *text);

#endif
