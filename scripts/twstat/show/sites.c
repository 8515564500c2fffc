// SPDX-License-Identifier: GPL-2.0
/* All network namespaces: what is wrong in the worst, and a row for each. */
#include "show/format.h"
#include "show/page.h"
#include "show/sites.h"
#include "show/table.h"
#include "show/verdict.h"

static const char titles[] =
	"namespace|verdict|closest to its limit|>ports|>usable|>runs out|>time_wait|>failed/s";

/* The destination that is closest to running out of ports; NULL if there is none. */
static const struct forecast *closest(const struct site *site)
{
	const struct forecast *worst = NULL;
	size_t i;

	for (i = 0; i < site->period.is.destinations.number; i++)
		if (!worst || trouble_worse(&site->worst[i], worst) < 0)
			worst = &site->worst[i];
	return worst;
}

static void put_destination(struct table *table, const struct forecast *forecast)
{
	const struct destination *destination = forecast->destination;

	table_cell(table, "%s",
		   format_endpoint(&destination->remote,
				   destination->n.value[TWSTAT_A_DESTINATION_PORT]).is);
	table_cell(table, "%llu", forecast->used);
	table_cell(table, "%llu", forecast->usable);
	table_cell(table, "%s", format_seconds(forecast->left).is);
}

static void put_site(struct table *table, const struct site *site)
{
	const struct forecast *forecast = closest(site);

	table_cell(table, "%s", site->place->name);
	table_cell(table, "%s", trouble_headline(site_trouble(site)).is);
	if (forecast) {
		put_destination(table, forecast);
	} else {
		table_cell(table, "-");
		table_cell(table, "-");
		table_cell(table, "-");
		table_cell(table, "-");
	}
	table_cell(table, "%s", format_number(&site->period.is.stats.gauges,
					      TWSTAT_A_GAUGES_TIME_WAIT).is);
	table_cell(table, "%s", format_rate(site->failing).is);
}

/**
 * sites_table() - print a row for each network namespace
 * @to: the output
 * @sites: from sites_judge()
 * @first: the first one that is printed
 * @number: how many are printed
 */
void sites_table(FILE *to, const struct sites *sites, size_t first, size_t number)
{
	struct table *table = table_begin(titles);
	size_t i;

	for (i = first; i < first + number && i < sites->number; i++)
		put_site(table, sites->list[i]);
	table_end(table, to);
}

static size_t in_trouble(const struct sites *sites)
{
	size_t number = 0, i;

	for (i = 0; i < sites->number; i++)
		number += !!sites->list[i]->troubles.now;
	return number;
}

static void put_fine(FILE *to, const struct sites *sites)
{
	fputs(GOOD "OK" PLAIN ": no TCP client is short of ports in ", to);
	if (sites->number == 1)
		fputs("the one network namespace that was looked at.\n", to);
	else
		fprintf(to, "any of %zu network namespaces.\n", sites->number);
}

/**
 * sites_verdict() - print what is wrong in the worst network namespace, or that nothing is
 * @to: the output
 * @sites: from sites_judge()
 */
void sites_verdict(FILE *to, const struct sites *sites)
{
	size_t bad = in_trouble(sites);
	const struct site *worst;

	if (!bad) {
		put_fine(to, sites);
		return;
	}
	worst = sites->list[0];
	verdict_trouble(to, worst->troubles.list);
	fprintf(to, "  in %s: twstat -N %s explain\n", worst->place->name, worst->place->netns);
	if (bad > 1)
		fprintf(to, "  %zu of %zu network namespaces have trouble: twstat -A explain\n",
			bad, sites->number);
}
