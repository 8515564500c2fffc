/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_TIME_WAIT_H
#define TWSTAT_EXPLAIN_TIME_WAIT_H

#include "explain/cause.h"
#include "judge/situation.h"

void cause_churn(struct causes *causes);
void cause_narrow(struct causes *causes, const struct situation *situation);
void cause_reserved(struct causes *causes, const struct situation *situation);
void cause_time_wait(struct causes *causes, const struct situation *situation);
void cause_fin_wait2(struct causes *causes, const struct situation *situation);

#endif
