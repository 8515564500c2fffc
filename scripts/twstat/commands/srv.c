// SPDX-License-Identifier: GPL-2.0
/* Local services, and their sockets in TIME_WAIT. */
#include <stdlib.h>
#include <string.h>

#include "ask/filter.h"
#include "ask/listeners.h"
#include "ask/who.h"
#include "base/memory.h"
#include "base/options.h"
#include "commands/commands.h"
#include "judge/sites.h"
#include "show/format.h"
#include "show/json.h"
#include "show/page.h"
#include "show/table.h"

#define COLUMNS \
	"service|>time_wait|>fin_wait2|>entered|>reopened|>bind_refused|>syn_refused|>syn_retried"

/* Who listens is found in this network namespace only. */
#define WHO	"|program"

static bool wanted(const struct service *service)
{
	return options.family == AF_UNSPEC ||
	       options.family == service->local.family;
}

/* By sequence number or timestamp. */
static struct text refused_syns(const struct record *n)
{
	struct record sum = *n;

	sum.value[TWSTAT_A_SERVICE_SYN_REFUSED_SEQUENCE] +=
		sum.value[TWSTAT_A_SERVICE_SYN_REFUSED_TIMESTAMP];
	return format_number(&sum, TWSTAT_A_SERVICE_SYN_REFUSED_SEQUENCE);
}

/**
 * struct row - a service
 * @service: the service
 * @site: the network namespace that it is in, with -A
 */
struct row {
	const struct service *service;
	const struct site *site;
};

/* The listening sockets of this namespace. */
static struct listeners listeners;

static void put_program(struct table *table, const struct service *service)
{
	struct program program;
	char who[WHO_SIZE] = "";

	if (listeners_program(&listeners, service, &program))
		who_unit(who, sizeof(who), &program);
	table_cell(table, "%s", *who ? who : "-");
}

static void put(struct table *table, const struct row *row)
{
	const struct service *service = row->service;
	const struct record *n = &service->n;

	if (options.all)
		table_cell(table, "%s", row->site->place->name);
	table_cell(table, "%s", format_endpoint(&service->local,
						n->value[TWSTAT_A_SERVICE_PORT]).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_SERVICE_TIME_WAIT).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_SERVICE_FIN_WAIT2).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_SERVICE_ENTERED).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_SERVICE_REOPENED).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_SERVICE_BIND_REFUSED).is);
	table_cell(table, "%s", refused_syns(n).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_SERVICE_SYN_RETRIED).is);
	if (!options.all)
		put_program(table, service);
}

static void put_json(const struct row *row)
{
	json_t *object = json_object();
	struct program program;

	json_family(object, &row->service->local);
	json_address(object, "local", &row->service->local);
	json_numbers(object, &row->service->n, &names_service);
	if (row->site)
		json_place(object, row->site->place);
	else if (listeners_program(&listeners, row->service, &program))
		json_object_set_new(object, "program", json_program(&program));
	json_list_item(object);
}

static void print_json(const struct row *list, size_t number)
{
	size_t i;

	json_list_begin();
	for (i = 0; i < number; i++)
		put_json(&list[i]);
	json_list_end();
}

static void print_table(const struct row *list, size_t number)
{
	struct table *table = table_begin(options.all ? "namespace|" COLUMNS : COLUMNS WHO);
	struct page page;
	size_t i;

	for (i = 0; i < number; i++)
		put(table, &list[i]);
	page_begin(&page);
	table_end(table, page.to);
	page_print(&page);
}

/* What was refused is worse than what waits. */
static int worse(const void *a, const void *b)
{
	static const int order[] = {
		TWSTAT_A_SERVICE_BIND_REFUSED,
		TWSTAT_A_SERVICE_SYN_RETRIED,
		TWSTAT_A_SERVICE_TIME_WAIT,
		TWSTAT_A_SERVICE_ENTERED,
	};
	const struct row *x = a, *y = b;
	__u64 more, less;
	unsigned int i;

	for (i = 0; i < sizeof(order) / sizeof(*order); i++) {
		more = x->service->n.value[order[i]];
		less = y->service->n.value[order[i]];
		if (more != less)
			return more < less ? 1 : -1;
	}
	return strcmp(x->site->place->name, y->site->place->name);
}

/**
 * struct rows - services
 * @list: the services
 * @number: length of @list
 */
struct rows {
	struct row *list;
	size_t number;
};

static void add(struct rows *rows, const struct services *services, const struct site *site)
{
	size_t i;

	for (i = 0; i < services->number; i++) {
		if (!wanted(&services->list[i]))
			continue;
		rows->list = memory_grow(rows->list, rows->number, sizeof(*rows->list));
		rows->list[rows->number++] = (struct row){ &services->list[i], site };
	}
}

static void print(const struct rows *rows)
{
	if (options.json)
		print_json(rows->list, rows->number);
	else
		print_table(rows->list, rows->number);
}

/**
 * command_srv() - print services
 * @client: the client
 * @argc: number of arguments
 * @argv: none
 */
void command_srv(struct client *client, int argc, char **argv)
{
	struct services services;
	struct rows rows = { };

	(void)argc;
	(void)argv;
	services_fetch(client, &services);
	listeners_fetch(&listeners);
	add(&rows, &services, NULL);
	print(&rows);
	free(rows.list);
	listeners_free(&listeners);
	services_free(&services);
}

/**
 * command_srv_all() - print the services of all network namespaces, the worst first
 * @client: the client
 * @argc: number of arguments
 * @argv: none
 */
void command_srv_all(struct client *client, int argc, char **argv)
{
	struct destination_filter filter;
	struct rows rows = { };
	struct sites sites;
	size_t i;

	(void)argc;
	(void)argv;
	filter_all(&filter);
	sites_measure(&sites, client, &filter, 0, false);
	for (i = 0; i < sites.number; i++)
		add(&rows, &sites.list[i]->period.is.services, sites.list[i]);
	if (rows.number)
		qsort(rows.list, rows.number, sizeof(*rows.list), worse);
	print(&rows);
	sites_complete(&sites);
	free(rows.list);
	sites_free(&sites);
}
