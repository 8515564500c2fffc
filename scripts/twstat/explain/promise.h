/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_PROMISE_H
#define TWSTAT_EXPLAIN_PROMISE_H

#include "explain/statement.h"
#include "judge/situation.h"

/*
 * TIME_WAIT's timer can be a few seconds late, and sockets then end many at once. So numbers
 * that are to be enough have this much in reserve.
 */
#define RESERVE	1.05

double promise_hold(const struct situation *situation);
bool promise_enough(const struct situation *situation, double rate);
const char *promise_words(const struct situation *situation, double rate);
void promise_rate(struct statements *remedies, const struct situation *situation,
		  double rate);
void promise_time(struct statements *remedies, const struct situation *situation,
		  double ports);
void promise_ports(struct statements *remedies, const struct situation *situation,
		   double more);

#endif
