// SPDX-License-Identifier: GPL-2.0
/*
 * The report of explain: what is wrong, why, and what helps.
 *
 * numbers, settings, sockets (situation) -> why (diagnosis) -> what helps (remedies) ->
 * text or JSON
 */
#include <stdlib.h>

#include "base/memory.h"
#include "base/options.h"
#include "explain/asides.h"
#include "explain/best.h"
#include "explain/diagnosis.h"
#include "explain/facts.h"
#include "explain/remedies.h"
#include "explain/report.h"
#include "explain/useless.h"

/* How many troubles are explained, and with -s. Each takes a dump of all sockets. */
#define WORST	3
#define MOST	20

static size_t limit(void)
{
	if (options.stats)
		return MOST;
	return options.full || options.json ? WORST : 1;
}

static void explain(struct explanation *explanation, struct client *client,
		    const struct period *period, const struct forecast *worst,
		    const struct trouble *trouble)
{
	struct situation situation;

	*explanation = (struct explanation){ .trouble = trouble };
	situation_find(&situation, client, period, worst, trouble);
	explanation->elsewhere = situation.elsewhere;
	diagnosis_make(&explanation->causes, &situation);
	facts_state(&explanation->facts, &situation);
	remedies_state(&explanation->remedies, &situation, explanation->causes.first);
	explanation->best = best_remedy(&explanation->remedies, explanation->causes.first);
	useless_state(&explanation->useless, &situation, explanation->causes.first);
}

static void explanation_free(struct explanation *explanation)
{
	statements_free(&explanation->causes.all);
	statements_free(&explanation->facts);
	statements_free(&explanation->remedies);
	statements_free(&explanation->useless);
}

/* Troubles that are over are explained only if there is no other, and then one of them. */
static size_t how_many(const struct troubles *troubles)
{
	size_t most;

	if (troubles->asked)
		most = troubles->number;
	else
		most = troubles->now ? troubles->now : !!troubles->number;
	return most > limit() ? limit() : most;
}

/**
 * report_make() - explain what is wrong
 * @report: filled in
 * @client: the client
 * @period: the period of the rates
 * @troubles: the troubles
 * @worst: from forecast_all()
 */
void report_make(struct report *report, struct client *client,
		 const struct period *period, const struct troubles *troubles,
		 const struct forecast *worst)
{
	static const struct trouble none = { .kind = TROUBLE_NONE };
	size_t all = troubles->asked ? troubles->number : troubles->now;
	size_t i, number = how_many(troubles);
	bool guessed = false, fine;

	*report = (struct report){
		.period = period,
		.verdict = troubles->number ? troubles->list : &none,
		.number = number,
		.more = all > number ? all - number : 0,
	};
	fine = report->verdict->kind == TROUBLE_NONE && !troubles->asked;
	report->list = memory_checked(calloc(number + 1, sizeof(*report->list)));
	for (i = 0; i < number; i++) {
		explain(&report->list[i], client, period, worst,
			&troubles->list[i]);
		guessed |= report->list[i].elsewhere;
	}
	if (!troubles->asked)
		asides_innocent(&report->innocent, client, period,
				fine ? worst : NULL);
	asides_noticed(&report->noticed, period);
	asides_unknown(&report->unknown, client, period, guessed);
}

/**
 * report_free() - free a report
 * @report: from report_make()
 */
void report_free(struct report *report)
{
	size_t i;

	for (i = 0; i < report->number; i++)
		explanation_free(&report->list[i]);
	statements_free(&report->innocent);
	statements_free(&report->noticed);
	statements_free(&report->unknown);
	free(report->list);
}
