/* SPDX-License-Identifier: GPL-2.0 */
/* bind() calls that fail because of TIME_WAIT. */
#ifndef _TWSTAT_HANDLERS_BIND_CAUSES_H
#define _TWSTAT_HANDLERS_BIND_CAUSES_H

#include <linux/types.h>

struct twstat_refused;

u32 twstat_binds_examine(const struct twstat_refused *refused);

#endif
