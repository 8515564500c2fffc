// SPDX-License-Identifier: GPL-2.0
/* Destinations, the worst first. */
#include <stdlib.h>

#include "ask/filter.h"
#include "base/names.h"
#include "base/options.h"
#include "commands/commands.h"
#include "judge/forecast.h"
#include "show/format.h"
#include "show/json.h"
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

static const char titles[] =
	"from|to|>time_wait|>fin_wait2|>live|>ports|>peak|>usable|>used|>stamps|>connects|>failed";

static void put_ports(struct table *table, const struct forecast *forecast)
{
	const struct destination *destination = forecast->destination;
	const struct record *n = &destination->n;
	const char *mark = screen_mark(forecast);

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
static void put_more(FILE *to, const struct destination *destination)
{
	const char *sep = "  ";
	unsigned int i;

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
}

static void print(const struct forecast *list, size_t number)
{
	struct table *table;
	struct page page;
	size_t i;

	page_begin(&page);
	if (options.interval > 0) {
		screen_destinations(page.to, list, number);
	} else {
		table = table_begin(titles);
		for (i = 0; i < number; i++)
			put_ports(table, &list[i]);
		table_end(table, page.to);
	}
	for (i = 0; options.stats && i < number; i++)
		put_more(page.to, list[i].destination);
	page_print(&page);
}

static void print_json(const struct forecast *list, size_t number)
{
	json_t *object;
	size_t i;

	json_list_begin();
	for (i = 0; i < number; i++) {
		object = json_destination(list[i].destination);
		json_forecast(object, &list[i]);
		json_list_item(object);
	}
	json_list_end();
}

/* Done here, since the module would also leave out those that had fewer ports before. */
static size_t drop_small(struct forecast *list, size_t number, unsigned int least)
{
	size_t i, kept = 0;

	for (i = 0; i < number; i++)
		if (list[i].used >= least)
			list[kept++] = list[i];
	return kept;
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
	struct forecast *list;
	struct period period;
	unsigned int least;
	size_t number;

	filter_parse(&filter, argc, argv);
	least = filter.ports_min;
	if (options.interval > 0)
		filter.ports_min = 0;
	period_measure(&period, client, &filter,
		       options.interval > 0 ? options.interval : 0);
	list = forecast_all(&period);
	number = drop_small(list, period.is.destinations.number, least);
	if (options.json)
		print_json(list, number);
	else
		print(list, number);
	free(list);
	period_end(&period);
}
