// SPDX-License-Identifier: GPL-2.0
/* Local services, and their sockets in TIME_WAIT. */
#include "base/options.h"
#include "commands/commands.h"
#include "show/format.h"
#include "show/json.h"
#include "show/page.h"
#include "show/table.h"

static const char columns[] =
	"service|>time_wait|>fin_wait2|>entered|>reopened|>bind_refused|>syn_refused|>syn_retried";

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

static void put(const struct service *service, void *data)
{
	const struct record *n = &service->n;
	struct table *table = data;

	if (!wanted(service))
		return;
	table_cell(table, "%s", format_endpoint(&service->local,
						n->value[TWSTAT_A_SERVICE_PORT]).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_SERVICE_TIME_WAIT).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_SERVICE_FIN_WAIT2).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_SERVICE_ENTERED).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_SERVICE_REOPENED).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_SERVICE_BIND_REFUSED).is);
	table_cell(table, "%s", refused_syns(n).is);
	table_cell(table, "%s", format_number(n, TWSTAT_A_SERVICE_SYN_RETRIED).is);
}

static void put_json(const struct service *service, void *data)
{
	json_t *object;

	(void)data;
	if (!wanted(service))
		return;
	object = json_object();
	json_family(object, &service->local);
	json_address(object, "local", &service->local);
	json_numbers(object, &service->n, &names_service);
	json_list_item(object);
}

/**
 * command_srv() - print services
 * @client: the client
 * @argc: number of arguments
 * @argv: none
 */
void command_srv(struct client *client, int argc, char **argv)
{
	struct table *table;
	struct page page;

	(void)argc;
	(void)argv;
	client_reach(client);
	if (options.json) {
		json_list_begin();
		fetch_services(client, put_json, NULL);
		json_list_end();
		return;
	}
	table = table_begin(columns);
	fetch_services(client, put, table);
	page_begin(&page);
	table_end(table, page.to);
	page_print(&page);
}
