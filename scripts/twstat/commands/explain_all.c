// SPDX-License-Identifier: GPL-2.0
/* Explains each network namespace that is in trouble, the worst first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask/filter.h"
#include "base/fail.h"
#include "base/options.h"
#include "commands/commands.h"
#include "commands/explain.h"
#include "explain/report_json.h"
#include "explain/then.h"
#include "judge/sites.h"
#include "show/json.h"
#include "show/moment.h"
#include "show/page.h"
#include "show/sites.h"

/**
 * struct tally - how many network namespaces were not explained
 * @fine: those without trouble
 * @over: those whose trouble is over
 * @printed: those that were explained
 */
struct tally {
	size_t fine;
	size_t over;
	size_t printed;
};

/* For the lines to type: a name of ip-netns(8), or a path. */
static char *where_to_type(const struct place *place)
{
	if (place->own || !place->sightings)
		return NULL;
	return place->sighting->kind == SIGHTING_NAMED && !strchr(place->netns, '/') ?
		strdup(strrchr(place->sighting->mount, '/') + 1) :
		sighting_path(place->sighting);
}

static void print(const struct site *site, const struct report *report, struct tally *tally)
{
	struct page page;

	if (tally->printed++)
		putchar('\n');
	page_begin(&page);
	fprintf(page.to, STRONG "%s" PLAIN ": twstat -N %s explain\n", site->place->name,
		site->place->netns);
	page_print(&page);
	explain_print(report);
}

static void explain(struct site *site, struct client *client, json_t *list,
		    struct tally *tally)
{
	struct report report;
	json_t *object, *rest;

	/* It may be gone meanwhile. */
	if (!site_enter(site, client))
		return;
	options.netns = where_to_type(site->place);
	report_make(&report, client, &site->period, &site->troubles, site->worst);
	if (list) {
		object = json_object();
		rest = report_json(&report);
		json_place(object, site->place);
		json_object_update(object, rest);
		json_decref(rest);
		json_array_append_new(list, object);
	} else {
		print(site, &report, tally);
	}
	report_free(&report);
	free((char *)options.netns);
	options.netns = NULL;
}

static void explain_each(const struct sites *sites, struct client *client, bool asked,
			 json_t *list, struct tally *tally)
{
	struct site *site;
	size_t i;

	for (i = 0; i < sites->number; i++) {
		site = sites->list[i];
		if (asked ? site->period.is.destinations.number : site->troubles.now)
			explain(site, client, list, tally);
		else if (site->troubles.number)
			tally->over++;
		else
			tally->fine++;
	}
	client_move(client);
	place_leave();
}

static void print_rest(const struct sites *sites, const struct tally *tally)
{
	size_t fine = tally->fine + tally->over;
	struct page page;

	page_begin(&page);
	if (!tally->printed)
		sites_verdict(page.to, sites);
	else
		fprintf(page.to, "\n%zu other network namespace%s no trouble.\n", fine,
			fine == 1 ? " has" : "s have");
	if (tally->over)
		fprintf(page.to, "  In %zu of %zu there was some before: twstat -A\n",
			tally->over, fine);
	page_print(&page);
}

static void print_json(json_t *list, const struct tally *tally)
{
	json_t *all = json_object();

	json_object_set_new(all, "namespaces", list);
	json_object_set_new(all, "fine", json_integer(tally->fine));
	json_object_set_new(all, "over", json_integer(tally->over));
	json_print(all);
}

static bool is_known(const struct sites *sites)
{
	size_t i;

	for (i = 0; i < sites->number; i++)
		if (sites->list[i]->period.is.destinations.number)
			return true;
	return false;
}

/* What was wrong at another time, namespace by namespace. */
static void explain_then(struct sites *sites)
{
	json_t *list = json_array(), *object;
	const struct incidents *incidents;
	struct page page;
	size_t i, any = 0;

	page_begin(&page);
	for (i = 0; i < sites->number; i++) {
		incidents = &sites->list[i]->period.is.incidents;
		if (!then_number(incidents, options.at))
			continue;
		fprintf(page.to, "%s" STRONG "%s" PLAIN ":\n", any++ ? "\n" : "",
			sites->list[i]->place->name);
		then_put(page.to, incidents, options.at);
		object = json_object();
		json_place(object, sites->list[i]->place);
		json_object_set_new(object, "incidents", then_json(incidents, options.at));
		json_array_append_new(list, object);
	}
	if (!any)
		fprintf(page.to, "No incident is remembered that was going on at %s.\n",
			format_moment(options.at).is);
	if (options.json) {
		page_end(&page);
		json_print(list);
	} else {
		page_print(&page);
		json_decref(list);
	}
	sites_complete(sites);
	sites_free(sites);
}

/**
 * command_explain_all() - explain each network namespace that is in trouble
 * @client: the client
 * @argc: number of arguments
 * @argv: a destination; it is explained wherever it is known
 */
void command_explain_all(struct client *client, int argc, char **argv)
{
	double seconds = options.interval < 0 ? EXPLAIN_SECONDS : options.interval;
	json_t *list = options.json ? json_array() : NULL;
	struct destination_filter filter;
	struct tally tally = { };
	struct sites sites;

	filter_all(&filter);
	if (argc)
		filter_destination(&filter, argv[0]);
	if (filter.device > 0)
		usage("A device belongs to one network namespace: give it with -N, not -A.");
	sites_measure(&sites, client, &filter, options.at ? 0 : seconds, argc);
	if (options.at) {
		explain_then(&sites);
		return;
	}
	if (argc && !is_known(&sites))
		fail(EXIT_NOT_THERE,
		     "Nothing is known of %s in any of %zu network namespaces: no socket has connected to it since the module was loaded, or it was evicted.",
		     argv[0], sites.number);
	explain_each(&sites, client, argc, list, &tally);
	if (list)
		print_json(list, &tally);
	else if (!argc)
		print_rest(&sites, &tally);
	sites_complete(&sites);
	sites_free(&sites);
}
