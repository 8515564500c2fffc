// SPDX-License-Identifier: GPL-2.0
/* Destinations, the worst first. */
#include <stdlib.h>
#include <string.h>

#include "ask/filter.h"
#include "ask/who.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/options.h"
#include "commands/commands.h"
#include "judge/sites.h"
#include "show/format.h"
#include "show/json.h"
#include "show/moment.h"
#include "show/page.h"
#include "show/screen.h"
#include "show/table.h"

/* Counters of a destination, which are printed with -s. */
static const int more[] = {
	TWSTAT_A_DESTINATION_CONNECTS,
	TWSTAT_A_DESTINATION_SECOND_HALF,
	TWSTAT_A_DESTINATION_EXHAUSTED,
	TWSTAT_A_DESTINATION_REUSED,
	TWSTAT_A_DESTINATION_TAKEN_OVER,
	TWSTAT_A_DESTINATION_EXPIRED,
	TWSTAT_A_DESTINATION_REFUSED_OFF,
	TWSTAT_A_DESTINATION_REFUSED_NOT_LOOPBACK,
	TWSTAT_A_DESTINATION_REFUSED_FIN_WAIT2,
	TWSTAT_A_DESTINATION_REFUSED_NO_TIMESTAMP,
	TWSTAT_A_DESTINATION_REFUSED_TOO_YOUNG,
	TWSTAT_A_DESTINATION_REFUSED_LOST,
};

#define COLUMNS \
	"from|to|>time_wait|>fin_wait2|>live|>ports|>peak|>usable|>used|>stamps|>connects|>failed"

/**
 * struct row - a destination
 * @forecast: its forecast
 * @site: the network namespace that it is in
 */
struct row {
	struct forecast forecast;
	const struct site *site;
};

/* Devices have their names in the namespace; once it is gone, they have none. */
static void enter(const struct row *row)
{
	if (row->forecast.destination->n.value[TWSTAT_A_DESTINATION_DEVICE])
		place_enter(row->site->place);
}

static void put_ports(struct table *table, const struct row *row)
{
	const struct forecast *forecast = &row->forecast;
	const struct destination *destination = forecast->destination;
	const struct record *n = &destination->n;
	const char *mark = screen_mark(forecast);

	enter(row);
	if (options.all)
		table_cell(table, "%s", row->site->place->name);
	table_cell(table, "%s", format_from(destination).is);
	table_cell(table, "%s",
		   format_endpoint(&destination->remote,
				   n->value[TWSTAT_A_DESTINATION_PORT]).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_DESTINATION_TIME_WAIT).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_DESTINATION_FIN_WAIT2).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_DESTINATION_LIVE).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_DESTINATION_PORTS).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_DESTINATION_PEAK).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_DESTINATION_USABLE).is);
	table_cell(table, "%s%s%s", mark, format_percent(forecast_share(forecast)).is,
		   *mark ? PLAIN : "");
	table_cell(table, "%s", format_number(n, TWSTAT_A_DESTINATION_TIMESTAMPS).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_DESTINATION_CONNECTS).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_DESTINATION_EXHAUSTED).is);
}

/* The counters of a destination, below its name. */
static void put_times(FILE *to, const struct record *n)
{
	if (n->known[TWSTAT_A_DESTINATION_PEAK_AT])
		fprintf(to, "  peak at %s\n",
			format_moment_short(n->value[TWSTAT_A_DESTINATION_PEAK_AT]).is);
	if (n->known[TWSTAT_A_DESTINATION_EXHAUSTED_FIRST])
		fprintf(to, "  no free port at %s for the first time, at %s the last time\n",
			format_moment_short(n->value[TWSTAT_A_DESTINATION_EXHAUSTED_FIRST]).is,
			format_moment_short(n->value[TWSTAT_A_DESTINATION_EXHAUSTED_LAST]).is);
}

/* What connects to it, the program with most ports first. */
static void put_programs(FILE *to, const struct programs *programs)
{
	char who[WHO_SIZE];
	unsigned int i;

	for (i = 0; i < programs->number; i++) {
		const struct record *n = &programs->list[i].n;

		who_text(who, sizeof(who), &programs->list[i]);
		fprintf(to, "  %s: ports %llu, connects %llu%s, failed %llu\n", who,
			n->value[TWSTAT_A_PROGRAM_PORTS], n->value[TWSTAT_A_PROGRAM_CONNECTS],
			n->value[TWSTAT_A_PROGRAM_ERROR] ? " at most" : "",
			n->value[TWSTAT_A_PROGRAM_FAILURES]);
	}
}

static void put_more(FILE *to, const struct row *row)
{
	const struct destination *destination = row->forecast.destination;
	const char *sep = "  ";
	unsigned int i;

	enter(row);
	if (options.all)
		fprintf(to, "%s: ", row->site->place->name);
	fprintf(to, STRONG "%s to %s" PLAIN "\n", format_from(destination).is,
		format_endpoint(&destination->remote,
				destination->n.value[TWSTAT_A_DESTINATION_PORT]).is);
	for (i = 0; i < sizeof(more) / sizeof(*more); i++) {
		if (!destination->n.known[more[i]])
			continue;
		fprintf(to, "%s%s %s", sep,
			format_column(name_of(&names_destination, more[i])).is,
			format_number(&destination->n, more[i]).is);
		sep = i % 6 == 5 ? "\n  " : ", ";
	}
	fputc('\n', to);
	put_times(to, &destination->n);
	put_programs(to, &destination->programs);
}

static void put_rates(struct page *page, const struct row *list, size_t number)
{
	struct table *table = screen_destinations_begin();
	size_t i;

	for (i = 0; i < number; i++) {
		enter(&list[i]);
		screen_destination(table, &list[i].forecast,
				   options.all ? list[i].site->place->name : NULL);
	}
	table_end(table, page->to);
}

static void print(const struct row *list, size_t number)
{
	struct table *table;
	struct page page;
	size_t i;

	page_begin(&page);
	if (options.interval > 0) {
		put_rates(&page, list, number);
	} else {
		table = table_begin(options.all ? "namespace|" COLUMNS : COLUMNS);
		for (i = 0; i < number; i++)
			put_ports(table, &list[i]);
		table_end(table, page.to);
	}
	for (i = 0; options.stats && i < number; i++)
		put_more(page.to, &list[i]);
	page_print(&page);
}

static void print_json(const struct row *list, size_t number)
{
	json_t *object;
	size_t i;

	json_list_begin();
	for (i = 0; i < number; i++) {
		enter(&list[i]);
		object = json_destination(list[i].forecast.destination);
		json_forecast(object, &list[i].forecast);
		json_place(object, list[i].site->place);
		json_list_item(object);
	}
	json_list_end();
}

/*
 * The destinations of all namespaces with enough ports: the module would also leave out
 * those that had fewer ports before.
 */
static struct row *list_rows(const struct sites *sites, unsigned int least, size_t *number)
{
	const struct site *site;
	struct row *list = NULL;
	size_t i, j;

	*number = 0;
	for (i = 0; i < sites->number; i++) {
		site = sites->list[i];
		for (j = 0; j < site->period.is.destinations.number; j++) {
			if (site->worst[j].used < least)
				continue;
			list = memory_grow(list, *number, sizeof(*list));
			list[(*number)++] = (struct row){ site->worst[j], site };
		}
	}
	return list;
}

static int worse(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return forecast_worse(&x->forecast, &y->forecast);
}

/**
 * command_dst() - print destinations
 * @client: the client
 * @argc: number of arguments
 * @argv: the filter
 */
void command_dst(struct client *client, int argc, char **argv)
{
	struct destination_filter filter;
	struct sites sites;
	unsigned int least;
	struct row *list;
	size_t number;

	filter_parse(&filter, argc, argv);
	if (options.all && filter.device > 0)
		usage("A device belongs to one network namespace: give it with -N, not -A.");
	least = filter.ports_min;
	if (options.interval > 0)
		filter.ports_min = 0;
	sites_measure(&sites, client, &filter, options.interval > 0 ? options.interval : 0,
		      false);
	if (!options.all)
		period_is_seen(&sites.list[0]->period);
	list = list_rows(&sites, least, &number);
	if (number)
		qsort(list, number, sizeof(*list), worse);
	if (options.json)
		print_json(list, number);
	else
		print(list, number);
	sites_complete(&sites);
	free(list);
	sites_free(&sites);
}
