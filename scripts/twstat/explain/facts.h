/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_FACTS_H
#define TWSTAT_EXPLAIN_FACTS_H

#include "explain/statement.h"
#include "judge/situation.h"

void facts_state(struct statements *facts, const struct situation *situation);

#endif
