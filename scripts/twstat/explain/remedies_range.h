/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_REMEDIES_RANGE_H
#define TWSTAT_EXPLAIN_REMEDIES_RANGE_H

#include "explain/statement.h"
#include "judge/situation.h"

void remedy_unreserve(struct statements *remedies, const struct situation *situation);
void remedy_wider_range(struct statements *remedies, const struct situation *situation);

#endif
