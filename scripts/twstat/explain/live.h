/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_LIVE_H
#define TWSTAT_EXPLAIN_LIVE_H

#include "explain/cause.h"
#include "judge/situation.h"

void cause_live(struct causes *causes, const struct situation *situation);

#endif
