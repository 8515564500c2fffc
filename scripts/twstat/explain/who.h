/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_WHO_H
#define TWSTAT_EXPLAIN_WHO_H

#include "explain/statement.h"
#include "judge/situation.h"

void who_state(struct statements *facts, const struct situation *situation);

#endif
