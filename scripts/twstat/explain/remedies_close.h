/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_REMEDIES_CLOSE_H
#define TWSTAT_EXPLAIN_REMEDIES_CLOSE_H

#include "explain/cause.h"
#include "judge/situation.h"

void remedy_close(struct statements *remedies, const struct situation *situation,
		  enum cause cause);
void remedy_fin_wait2(struct statements *remedies, const struct situation *situation);

#endif
