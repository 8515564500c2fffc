/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_PLACE_H
#define TWSTAT_ASK_PLACE_H

#include <stdbool.h>

bool is_first_namespace(void);

#endif
