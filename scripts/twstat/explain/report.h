/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_REPORT_H
#define TWSTAT_EXPLAIN_REPORT_H

#include "explain/cause.h"
#include "judge/trouble.h"

/**
 * struct explanation - what is said about a trouble
 * @trouble: the trouble
 * @elsewhere: what keeps a destination from ports are not its own sockets
 * @causes: why it is so, the main reason first
 * @facts: the numbers
 * @remedies: what helps, the safest first
 * @useless: what doesn't
 */
struct explanation {
	const struct trouble *trouble;
	bool elsewhere;
	struct causes causes;
	struct statements facts;
	struct statements remedies;
	struct statements useless;
};

/**
 * struct report - all that is said
 * @period: the time that rates are of
 * @verdict: the worst trouble, or what isn't one
 * @list: what is explained
 * @number: how many of these
 * @more: how many troubles more there are
 * @innocent: what TIME_WAIT is not the reason of
 * @unknown: what can't be known
 */
struct report {
	const struct period *period;
	const struct trouble *verdict;
	struct explanation *list;
	size_t number;
	size_t more;
	struct statements innocent;
	struct statements unknown;
};

void report_make(struct report *report, struct client *client,
		 const struct period *period, const struct troubles *troubles,
		 const struct forecast *worst);
void report_free(struct report *report);

#endif
