/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_SYN_REFUSED_H
#define TWSTAT_EXPLAIN_SYN_REFUSED_H

#include <stdbool.h>

#include "explain/cause.h"
#include "judge/situation.h"

void syn_refused_causes(struct causes *causes, const struct situation *situation);
void syn_refused_facts(struct statements *facts, const struct situation *situation);
void syn_refused_remedies(struct statements *remedies,
			  const struct situation *situation);
void syn_refused_aside(struct statements *innocent, const struct period *period,
		       bool seen);
void syn_refused_unknown(struct statements *unknown, const struct period *period);

#endif
