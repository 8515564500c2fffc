/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_REMEDIES_H
#define TWSTAT_EXPLAIN_REMEDIES_H

#include "explain/cause.h"
#include "judge/situation.h"

void remedies_state(struct statements *remedies,
		    const struct situation *situation, enum cause cause);

#endif
