// SPDX-License-Identifier: GPL-2.0
/* What is wrong, why, and what helps. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask/filter.h"
#include "ask/incidents.h"
#include "ask/namespaces.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/options.h"
#include "commands/commands.h"
#include "commands/explain.h"
#include "explain/report_json.h"
#include "explain/report_short.h"
#include "explain/report_text.h"
#include "explain/then.h"
#include "show/json.h"
#include "show/moment.h"
#include "show/page.h"

/* How many other network namespaces are named at most. */
#define NAMES	5

/* The names of other network namespaces where a destination is known; to be freed. */
static char *known_in(struct client *client, const struct destination_filter *filter)
{
	struct destinations found;
	struct places places;
	char *text = NULL;
	size_t size = 0, i, number = 0;
	FILE *to = memory_checked(open_memstream(&text, &size));

	places_find(&places);
	places_name(&places);
	for (i = 0; i < places.number && number < NAMES; i++) {
		if (places.list[i].own || place_enter(&places.list[i]))
			continue;
		client_move(client);
		destinations_fetch(client, filter, &found);
		if (found.number)
			fprintf(to, "%s %s", number++ ? "," : "", places.list[i].name);
		destinations_free(&found);
	}
	client_move(client);
	place_leave();
	places_free(&places);
	fclose(to);
	return text;
}

static void check_asked(struct client *client, const struct period *period,
			const struct destination_filter *filter, const char *name)
{
	const __u64 *value = period->is.stats.counters.value;
	char *where;

	if (period->is.destinations.number)
		return;
	/* A device has another number elsewhere. */
	where = filter->device > 0 ? memory_checked(strdup("")) : known_in(client, filter);
	fail(EXIT_NOT_THERE,
	     "Nothing is known of %s: no socket here has connected to it since the module was loaded, or it was evicted (DestinationEvicted %llu)%s%s%s.",
	     name, value[TWSTAT_A_COUNTERS_DESTINATION_EVICTED],
	     *where ? "; it is known in" : "", where, *where ? " (-N)" : "");
}

/**
 * explain_print() - print a report as text, whole or in ten lines
 * @report: the report
 */
void explain_print(const struct report *report)
{
	if (options.full)
		report_print(report);
	else
		report_print_short(report);
}

static void explain_then(struct client *client, const struct destination_filter *filter)
{
	struct incidents incidents;
	struct page page;

	incidents_fetch(client, 0, filter, &incidents);
	if (!incidents.known)
		client_outdated("incidents");
	if (options.json) {
		json_print(then_json(&incidents, options.at));
	} else {
		page_begin(&page);
		then_put(page.to, &incidents, options.at);
		if (!then_number(&incidents, options.at))
			fprintf(page.to,
				"No incident is remembered that was going on at %s.\n",
				format_moment(options.at).is);
		page_print(&page);
	}
	incidents_free(&incidents);
}

/**
 * command_explain() - print what is wrong, why, and what helps
 * @client: the client
 * @argc: number of arguments
 * @argv: a destination; without it, the worst ones
 */
void command_explain(struct client *client, int argc, char **argv)
{
	double seconds = options.interval < 0 ? EXPLAIN_SECONDS : options.interval;
	struct destination_filter filter;
	struct troubles troubles;
	struct forecast *worst;
	struct period period;
	struct report report;

	filter_all(&filter);
	if (argc)
		filter_destination(&filter, argv[0]);
	if (options.at) {
		explain_then(client, &filter);
		return;
	}
	period_measure(&period, client, &filter, seconds);
	period_is_seen(&period);
	if (argc)
		check_asked(client, &period, &filter, argv[0]);
	worst = forecast_all(&period);
	troubles_find(&troubles, &period, worst, argc);
	report_make(&report, client, &period, &troubles, worst);
	if (options.json)
		json_print(report_json(&report));
	else
		explain_print(&report);
	report_free(&report);
	troubles_free(&troubles);
	free(worst);
	period_end(&period);
}
