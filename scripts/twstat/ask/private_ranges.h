/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_PRIVATE_RANGES_H
#define TWSTAT_ASK_PRIVATE_RANGES_H

#include <stdbool.h>

bool has_private_ranges(void);

#endif
