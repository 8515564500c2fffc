// SPDX-License-Identifier: GPL-2.0
/* What changed between two recordings, or between a recording and now. */
#include <stdio.h>
#include <string.h>

#include "ask/filter.h"
#include "base/fail.h"
#include "base/names.h"
#include "base/options.h"
#include "commands/commands.h"
#include "recording/lines.h"
#include "recording/machine.h"
#include "show/format.h"
#include "show/json.h"
#include "show/page.h"
#include "show/recorded.h"
#include "show/table.h"

/* Numbers of a destination that are compared. */
static const int compared[] = {
	TWSTAT_A_DESTINATION_PORTS,
	TWSTAT_A_DESTINATION_TIME_WAIT,
	TWSTAT_A_DESTINATION_LIVE,
	TWSTAT_A_DESTINATION_USABLE,
	TWSTAT_A_DESTINATION_CONNECTS,
	TWSTAT_A_DESTINATION_EXHAUSTED,
};

#define COMPARED	(sizeof(compared) / sizeof(*compared))

static const struct destination nothing;

static void put_change(struct table *table, __u64 was, __u64 is)
{
	table_cell(table, "%llu", was);
	table_cell(table, "%llu", is);
	table_cell(table, "%+lld", (long long)(is - was));
}

static void put_numbers(FILE *to, const struct record *was, const struct record *is,
			const struct names *names, const struct period *period)
{
	struct table *table = table_begin(period ? "counter|>before|>after|>change|>/s" :
					  "gauge|>before|>after|>change");
	unsigned int i;

	for (i = 0; i < names->number && i < RECORD_SIZE; i++) {
		if (!names->list[i] || is->value[i] == was->value[i])
			continue;
		table_cell(table, "%s", names->list[i]);
		put_change(table, was->value[i], is->value[i]);
		if (period)
			table_cell(table, "%s", format_rate(counter_rate(period, i)).is);
	}
	table_end(table, to);
}

static bool is_changed(const struct destination *was, const struct destination *is)
{
	size_t i;

	for (i = 0; i < COMPARED; i++)
		if (was->n.value[compared[i]] != is->n.value[compared[i]])
			return true;
	return false;
}

static void put_destination(struct table *table, const struct destination *of,
			    const struct destination *was, const struct destination *is)
{
	size_t i;

	if (!is_changed(was, is))
		return;
	table_cell(table, "%s", format_from(of).is);
	table_cell(table, "%s",
		   format_endpoint(&of->remote, of->n.value[TWSTAT_A_DESTINATION_PORT]).is);
	for (i = 0; i < COMPARED; i++) {
		__u64 before = was->n.value[compared[i]], after = is->n.value[compared[i]];

		if (before == after)
			table_cell(table, "%llu", after);
		else
			table_cell(table, "%llu %+lld", before, (long long)(after - before));
	}
}

/* Those that came or went are compared with nothing. */
static void put_destinations(FILE *to, const struct destinations *was,
			     const struct destinations *is)
{
	struct table *table =
		table_begin("from|to|>ports|>time_wait|>live|>usable|>connects|>failed");
	const struct destination *found;
	size_t i;

	for (i = 0; i < is->number; i++) {
		found = destination_find(was, &is->list[i]);
		put_destination(table, &is->list[i], found ? found : &nothing, &is->list[i]);
	}
	for (i = 0; i < was->number; i++)
		if (!destination_find(is, &was->list[i]))
			put_destination(table, &was->list[i], &was->list[i], &nothing);
	table_end(table, to);
}

static void print(const struct period *period)
{
	const struct sample *was = &period->was, *is = &period->is;
	struct page page;

	page_begin(&page);
	fprintf(page.to, "Time between them: %s\n\n", format_seconds(period->seconds).is);
	put_numbers(page.to, &was->stats.gauges, &is->stats.gauges, &names_gauges, NULL);
	fputc('\n', page.to);
	put_numbers(page.to, &was->stats.counters, &is->stats.counters, &names_counters, period);
	fputc('\n', page.to);
	put_destinations(page.to, &was->destinations, &is->destinations);
	page_print(&page);
}

static json_t *changes(const struct record *was, const struct record *is,
		       const struct names *names)
{
	json_t *object = json_object();
	unsigned int i;

	for (i = 0; i < names->number && i < RECORD_SIZE; i++)
		if (names->list[i] && is->value[i] != was->value[i])
			json_object_set_new(object, names->list[i],
					    json_integer(is->value[i] - was->value[i]));
	return object;
}

static void add_destination(json_t *list, const struct destination *of,
			    const struct destination *was, const struct destination *is)
{
	json_t *object = json_object();
	size_t i;

	json_family(object, &of->local);
	json_address(object, "local", &of->local);
	json_address(object, "remote", &of->remote);
	json_object_set_new(object, "port",
			    json_integer(of->n.value[TWSTAT_A_DESTINATION_PORT]));
	for (i = 0; i < COMPARED; i++)
		json_object_set_new(object, name_of(&names_destination, compared[i]),
				    json_integer(is->n.value[compared[i]] -
						 was->n.value[compared[i]]));
	json_array_append_new(list, object);
}

static void print_json(const struct period *period)
{
	const struct sample *was = &period->was, *is = &period->is;
	json_t *all = json_object(), *list = json_array();
	const struct destination *found;
	size_t i;

	for (i = 0; i < is->destinations.number; i++) {
		found = destination_find(&was->destinations, &is->destinations.list[i]);
		if (!found || is_changed(found, &is->destinations.list[i]))
			add_destination(list, &is->destinations.list[i], found ? found : &nothing,
					&is->destinations.list[i]);
	}
	for (i = 0; i < was->destinations.number; i++)
		if (!destination_find(&is->destinations, &was->destinations.list[i]))
			add_destination(list, &was->destinations.list[i],
					&was->destinations.list[i], &nothing);
	json_rate(all, "seconds", period->seconds);
	json_object_set_new(all, "gauges", changes(&was->stats.gauges, &is->stats.gauges,
						   &names_gauges));
	json_object_set_new(all, "counters", changes(&was->stats.counters, &is->stats.counters,
						     &names_counters));
	json_object_set_new(all, "destinations", list);
	json_print(all);
}

/* Counters only grow while the module stays loaded. */
static bool is_continued(const struct period *period)
{
	const __u64 *was = period->was.stats.counters.value;
	const __u64 *is = period->is.stats.counters.value;
	unsigned int i;

	for (i = 0; i < RECORD_SIZE; i++)
		if (is[i] < was[i])
			return false;
	return true;
}

static double use(const char *path)
{
	recording_replay(path ? recording_read(path) : NULL);
	if (path)
		recorded_print();
	return machine_time();
}

/**
 * command_diff() - print what changed
 * @client: the client
 * @argc: number of arguments
 * @argv: a recording, and a later one; without it, now
 */
void command_diff(struct client *client, int argc, char **argv)
{
	struct destination_filter filter;
	struct recording *first;
	struct period period;
	double began;

	if (!argc)
		usage("diff needs a recording; see twstat --help.");
	filter_all(&filter);
	began = use(argv[0]);
	first = recording_replayed();
	period_begin(&period, client, &filter);
	began = use(argc > 1 ? argv[1] : NULL) - began;
	period_next(&period, client, &filter);
	period.seconds = began;
	if (!is_continued(&period))
		note("A counter went down: it is another machine, or the module was loaded again.");
	if (options.json)
		print_json(&period);
	else
		print(&period);
	period_end(&period);
	recording_free(first);
}
