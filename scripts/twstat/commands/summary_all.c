// SPDX-License-Identifier: GPL-2.0
/* The summary of all network namespaces: a row for each, the worst first. */
#include <stdlib.h>

#include "ask/filter.h"
#include "base/options.h"
#include "commands/commands.h"
#include "commands/summary.h"
#include "judge/sites.h"
#include "show/json.h"
#include "show/page.h"
#include "show/sites.h"
#include "show/verdict.h"

/* How many network namespaces are printed without -s. */
#define ROWS	20

static void put_json(struct site *site)
{
	size_t number = site->period.is.destinations.number;
	json_t *object = json_object(), *rest;

	qsort(site->worst, number, sizeof(*site->worst), trouble_worse);
	if (number > SUMMARY_WORST && !options.stats)
		number = SUMMARY_WORST;
	json_place(object, site->place);
	json_text(object, "verdict", trouble_name(site_trouble(site)));
	json_rate(object, "failed-rate", site->failing);
	rest = summary_json(&site->period, site->worst, number);
	json_object_update(object, rest);
	json_decref(rest);
	json_list_item(object);
}

static void print_json(const struct sites *sites)
{
	size_t i;

	json_list_begin();
	for (i = 0; i < sites->number; i++) {
		/* Devices have their names in it. */
		place_enter(sites->list[i]->place);
		put_json(sites->list[i]);
	}
	json_list_end();
}

static void print(const struct sites *sites)
{
	size_t number = sites->number;
	struct page page;

	if (number > ROWS && !options.stats)
		number = ROWS;
	page_begin(&page);
	sites_verdict(page.to, sites);
	fputc('\n', page.to);
	sites_table(page.to, sites, 0, number);
	if (number < sites->number)
		fprintf(page.to, "%zu more network namespaces: twstat -A -s\n",
			sites->number - number);
	page_print(&page);
}

/**
 * command_summary_all() - print the summary of all network namespaces
 * @client: the client
 * @argc: number of arguments
 * @argv: none
 */
void command_summary_all(struct client *client, int argc, char **argv)
{
	struct destination_filter filter;
	struct sites sites;

	(void)argc;
	(void)argv;
	filter_all(&filter);
	sites_measure(&sites, client, &filter, options.interval < 0 ? 1 : options.interval,
		      false);
	if (options.json)
		print_json(&sites);
	else
		print(&sites);
	sites_complete(&sites);
	sites_free(&sites);
}
