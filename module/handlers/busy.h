/* SPDX-License-Identifier: GPL-2.0 */
/* connect() calls from a bound port whose tuple is in use. */
#ifndef _TWSTAT_HANDLERS_BUSY_H
#define _TWSTAT_HANDLERS_BUSY_H

#include <linux/types.h>

struct twstat_refused;

u32 twstat_busy_examine(const struct twstat_refused *refused);

#endif
