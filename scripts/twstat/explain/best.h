/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_BEST_H
#define TWSTAT_EXPLAIN_BEST_H

#include <stdbool.h>

#include "explain/cause.h"

const struct statement *best_remedy(const struct statements *remedies, enum cause cause);
bool best_falls_short(const struct statements *remedies);

#endif
