/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_ELSEWHERE_H
#define TWSTAT_EXPLAIN_ELSEWHERE_H

#include "explain/cause.h"
#include "judge/situation.h"

/* From this share on, nearly all ports are in use. */
#define NEARLY_ALL	0.9

void cause_bound(struct causes *causes, const struct situation *situation);
void cause_elsewhere(struct causes *causes, const struct situation *situation);

#endif
