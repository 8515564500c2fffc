/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_BIND_REFUSED_H
#define TWSTAT_EXPLAIN_BIND_REFUSED_H

#include "explain/cause.h"
#include "judge/situation.h"

bool refused_causes(struct causes *causes, const struct situation *situation);
void refused_facts(struct statements *facts, const struct situation *situation);
bool refused_remedies(struct statements *remedies, const struct situation *situation);
bool refused_reuse_helps(const struct situation *situation);

#endif
