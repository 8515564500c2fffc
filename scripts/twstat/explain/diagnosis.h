/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_DIAGNOSIS_H
#define TWSTAT_EXPLAIN_DIAGNOSIS_H

#include "explain/cause.h"
#include "judge/situation.h"

void diagnosis_make(struct causes *causes, const struct situation *situation);

#endif
