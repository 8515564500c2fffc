// SPDX-License-Identifier: GPL-2.0
/* Incidents: what was wrong, when, and which program was behind it. */
#include <stdlib.h>

#include "ask/filter.h"
#include "ask/incidents.h"
#include "ask/who.h"
#include "base/memory.h"
#include "base/options.h"
#include "commands/commands.h"
#include "judge/sites.h"
#include "show/incident.h"
#include "show/json.h"
#include "show/moment.h"
#include "show/page.h"
#include "show/sites.h"
#include "show/table.h"

static const char titles[] = "began|ended|>lasted|what|>failed|>ports|where|program";
static const char titles_all[] =
	"namespace|began|ended|>lasted|what|>failed|>ports|where|program";

/**
 * struct row - an incident
 * @incident: the incident
 * @place: its network namespace; NULL if it need not be told
 */
struct row {
	const struct incident *incident;
	const struct place *place;
};

/**
 * struct rows - incidents
 * @list: the incidents
 * @number: length of @list
 */
struct rows {
	struct row *list;
	size_t number;
};

static void add(struct rows *rows, const struct incidents *incidents, const struct place *place)
{
	size_t i;

	for (i = 0; i < incidents->number; i++) {
		if (incidents->list[i].n.value[TWSTAT_A_INCIDENT_SEEN] < options.since)
			continue;
		rows->list = memory_grow(rows->list, rows->number, sizeof(*rows->list));
		rows->list[rows->number++] = (struct row){ &incidents->list[i], place };
	}
}

static int earlier(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	__u64 one = x->incident->n.value[TWSTAT_A_INCIDENT_BEGAN];
	__u64 other = y->incident->n.value[TWSTAT_A_INCIDENT_BEGAN];

	return (one > other) - (one < other);
}

static void put(struct table *table, const struct incident *incident)
{
	const struct record *n = &incident->n;
	bool ended = n->known[TWSTAT_A_INCIDENT_ENDED];
	char who[WHO_SIZE] = "-";

	if (*incident->program.name)
		who_text(who, sizeof(who), &incident->program);
	table_cell(table, "%s", format_moment_short(n->value[TWSTAT_A_INCIDENT_BEGAN]).is);
	table_cell(table, "%s", ended ?
		   format_moment_short(n->value[TWSTAT_A_INCIDENT_ENDED]).is :
		   WARN "goes on" PLAIN);
	table_cell(table, "%s", format_duration(n->value[TWSTAT_A_INCIDENT_LASTED]).is);
	table_cell(table, "%s", incident_kind(incident));
	table_cell(table, "%s", format_number(n, TWSTAT_A_INCIDENT_FAILURES).is);
	if (n->known[TWSTAT_A_INCIDENT_PORTS])
		table_cell(table, "%s/%s", format_number(n, TWSTAT_A_INCIDENT_PORTS).is,
			   format_number(n, TWSTAT_A_INCIDENT_USABLE).is);
	else
		table_cell(table, "-");
	table_cell(table, "%s", incident_where(incident).is);
	table_cell(table, "%s", who);
}

static void print_table(const struct rows *rows, const char *columns)
{
	struct table *table;
	struct page page;
	size_t i;

	page_begin(&page);
	if (rows->number) {
		table = table_begin(columns);
		for (i = 0; i < rows->number; i++) {
			if (rows->list[i].place)
				table_cell(table, "%s", rows->list[i].place->name);
			put(table, rows->list[i].incident);
		}
		table_end(table, page.to);
	} else {
		fputs("No incident is remembered.\n", page.to);
	}
	page_print(&page);
}

static void print_json(const struct rows *rows)
{
	json_t *object, *rest;
	size_t i;

	json_list_begin();
	for (i = 0; i < rows->number; i++) {
		object = json_object();
		if (rows->list[i].place)
			json_place(object, rows->list[i].place);
		rest = json_incident(rows->list[i].incident);
		json_object_update(object, rest);
		json_decref(rest);
		json_list_item(object);
	}
	json_list_end();
}

/**
 * command_history() - print incidents, the oldest first
 * @client: the client
 * @argc: number of arguments
 * @argv: a filter of destinations
 */
void command_history(struct client *client, int argc, char **argv)
{
	struct destination_filter filter;
	struct incidents incidents;
	struct rows rows = { };

	filter_parse(&filter, argc, argv);
	incidents_fetch(client, options.since, &filter, &incidents);
	if (!incidents.known)
		client_outdated("incidents");
	add(&rows, &incidents, NULL);
	if (options.json)
		print_json(&rows);
	else
		print_table(&rows, titles);
	free(rows.list);
	incidents_free(&incidents);
}

/**
 * command_history_all() - print the incidents of all network namespaces, the oldest first
 * @client: the client
 * @argc: number of arguments
 * @argv: a filter of destinations
 */
void command_history_all(struct client *client, int argc, char **argv)
{
	struct destination_filter filter;
	struct rows rows = { };
	struct sites sites;
	size_t i;

	filter_parse(&filter, argc, argv);
	sites_measure(&sites, client, &filter, 0, false);
	for (i = 0; i < sites.number; i++)
		add(&rows, &sites.list[i]->period.is.incidents, sites.list[i]->place);
	if (rows.number)
		qsort(rows.list, rows.number, sizeof(*rows.list), earlier);
	if (options.json)
		print_json(&rows);
	else
		print_table(&rows, titles_all);
	sites_complete(&sites);
	free(rows.list);
	sites_free(&sites);
}
