/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_REPORT_H
#define TWSTAT_EXPLAIN_REPORT_H

#include "explain/cause.h"
#include "judge/trouble.h"

/**
 * struct explanation - the explanation of a trouble
 * @trouble: the trouble
 * @elsewhere: connect() failed, but not because of the destination's own sockets
 * @causes: its causes, the main one first
 * @facts: the numbers
 * @remedies: what helps, the safest first
 * @best: the remedy that is named first, of @remedies; NULL if there is none
 * @useless: what does not help
 */
struct explanation {
	const struct trouble *trouble;
	bool elsewhere;
	struct causes causes;
	struct statements facts;
	struct statements remedies;
	const struct statement *best;
	struct statements useless;
};

/**
 * struct report - all that explain prints
 * @period: the period of the rates
 * @verdict: the worst trouble, or one of kind TROUBLE_NONE
 * @list: the troubles that are explained
 * @number: length of @list
 * @more: number of troubles that are not explained
 * @innocent: what is ruled out
 * @noticed: errors that have nothing to do with TIME_WAIT
 * @unknown: what is not known
 */
struct report {
	const struct period *period;
	const struct trouble *verdict;
	struct explanation *list;
	size_t number;
	size_t more;
	struct statements innocent;
	struct statements noticed;
	struct statements unknown;
};

void report_make(struct report *report, struct client *client,
		 const struct period *period, const struct troubles *troubles,
		 const struct forecast *worst);
void report_free(struct report *report);

#endif
