// SPDX-License-Identifier: GPL-2.0
/*
 * The advisor: what is wrong, why, and what would help here.
 *
 * numbers, settings, sockets (situation.c) -> why (explain_causes.c) -> what helps
 * (explain_remedies.c) -> text or JSON
 */
#include <stdlib.h>

#include "commands.h"
#include "explain.h"
#include "fail.h"
#include "filter.h"
#include "memory.h"
#include "options.h"

/* How many troubles are explained; if more is wanted. Each is a look at all sockets. */
#define WORST	3
#define MOST	20

/* Longer than the summary, so that what fails now and then is seen. */
#define SECONDS	2

static void explain(struct explanation *explanation, struct client *client,
		    const struct period *period, const struct forecast *worst,
		    const struct trouble *trouble)
{
	struct situation situation;
	const char *cause = "none";

	*explanation = (struct explanation){ .trouble = trouble };
	situation_find(&situation, client, period, worst, trouble);
	explanation->elsewhere = situation.elsewhere;
	explain_causes(&explanation->causes, &situation);
	if (explanation->causes.number)
		cause = explanation->causes.list[0].id;
	explain_facts(&explanation->facts, &situation);
	explain_remedies(&explanation->remedies, &situation, cause);
	explain_useless(&explanation->useless, &situation, cause);
}

static void explanation_free(struct explanation *explanation)
{
	statements_free(&explanation->causes);
	statements_free(&explanation->facts);
	statements_free(&explanation->remedies);
	statements_free(&explanation->useless);
}

static void check_asked(const struct period *period, const char *name)
{
	const __u64 *value = period->is.stats.counters.value;

	if (!period->is.destinations.number)
		fail(EXIT_NOT_THERE,
		     "Nothing is known of %s: no socket here has connected to it since the module was loaded, or its numbers made room for others (DestinationEvicted %llu).",
		     name, value[TWSTAT_A_COUNTERS_DESTINATION_EVICTED]);
}

/* Of what is over nothing more than the first is told, if there is something else. */
static size_t how_many(const struct troubles *troubles)
{
	size_t limit = options.stats ? MOST : WORST, most;

	if (troubles->asked)
		most = troubles->number;
	else
		most = troubles->now ? troubles->now : !!troubles->number;
	return most > limit ? limit : most;
}

static void print(struct client *client, const struct period *period,
		  const struct troubles *troubles, const struct forecast *worst)
{
	static const struct trouble none = { .kind = TROUBLE_NONE };
	struct report report = {
		.period = period,
		.verdict = troubles->number ? troubles->list : &none,
		.number = how_many(troubles),
	};
	size_t all = troubles->asked ? troubles->number : troubles->now;
	bool fine = report.verdict->kind == TROUBLE_NONE && !troubles->asked;
	bool guessed = false;
	size_t i;

	report.more = all > report.number ? all - report.number : 0;
	report.list = memory_checked(calloc(report.number + 1, sizeof(*report.list)));
	for (i = 0; i < report.number; i++) {
		explain(&report.list[i], client, period, worst,
			&troubles->list[i]);
		guessed |= report.list[i].elsewhere;
	}
	if (!troubles->asked)
		explain_innocent(&report.innocent, client, period,
				 fine ? worst : NULL);
	explain_unknown(&report.unknown, client, period, guessed);
	if (options.json)
		report_print_json(&report);
	else
		report_print(&report);
	for (i = 0; i < report.number; i++)
		explanation_free(&report.list[i]);
	statements_free(&report.innocent);
	statements_free(&report.unknown);
	free(report.list);
}

/**
 * command_explain() - say what is wrong, why, and what helps
 * @client: the client
 * @argc: how many arguments there are
 * @argv: a destination; the worst ones if it is missing
 */
void command_explain(struct client *client, int argc, char **argv)
{
	double seconds = options.interval < 0 ? SECONDS : options.interval;
	struct destination_filter filter;
	struct troubles troubles;
	struct forecast *worst;
	struct period period;

	filter_all(&filter);
	if (argc)
		filter_destination(&filter, argv[0]);
	period_measure(&period, client, &filter, seconds);
	if (argc)
		check_asked(&period, argv[0]);
	worst = forecast_all(&period);
	troubles_find(&troubles, &period, worst, argc);
	print(client, &period, &troubles, worst);
	troubles_free(&troubles);
	free(worst);
	period_end(&period);
}
