// SPDX-License-Identifier: GPL-2.0
/* What is wrong, why, and what helps. */
#include <stdlib.h>

#include "ask/filter.h"
#include "base/fail.h"
#include "base/options.h"
#include "commands/commands.h"
#include "explain/report_json.h"
#include "explain/report_short.h"
#include "explain/report_text.h"

/* Longer than the summary, to see failures that are rare. */
#define SECONDS	2

static void check_asked(const struct period *period, const char *name)
{
	const __u64 *value = period->is.stats.counters.value;

	if (!period->is.destinations.number)
		fail(EXIT_NOT_THERE,
		     "Nothing is known of %s: no socket here has connected to it since the module was loaded, or it was evicted (DestinationEvicted %llu).",
		     name, value[TWSTAT_A_COUNTERS_DESTINATION_EVICTED]);
}

/**
 * command_explain() - print what is wrong, why, and what helps
 * @client: the client
 * @argc: number of arguments
 * @argv: a destination; without it, the worst ones
 */
void command_explain(struct client *client, int argc, char **argv)
{
	double seconds = options.interval < 0 ? SECONDS : options.interval;
	struct destination_filter filter;
	struct troubles troubles;
	struct forecast *worst;
	struct period period;
	struct report report;

	filter_all(&filter);
	if (argc)
		filter_destination(&filter, argv[0]);
	period_measure(&period, client, &filter, seconds);
	if (argc)
		check_asked(&period, argv[0]);
	worst = forecast_all(&period);
	troubles_find(&troubles, &period, worst, argc);
	report_make(&report, client, &period, &troubles, worst);
	if (options.json)
		report_print_json(&report);
	else if (options.full)
		report_print(&report);
	else
		report_print_short(&report);
	report_free(&report);
	troubles_free(&troubles);
	free(worst);
	period_end(&period);
}
