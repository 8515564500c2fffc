// SPDX-License-Identifier: GPL-2.0
/* The hooks of the module, and their state. */
#include "base/options.h"
#include "commands/commands.h"
#include "show/format.h"
#include "show/json.h"
#include "show/page.h"
#include "show/table.h"

static void put(const struct hook *hook, void *data)
{
	bool missed = hook->n.value[TWSTAT_A_HOOK_MISSED];
	struct table *table = data;

	table_cell(table, "%s", format_name(hook->symbol));
	table_cell(table, "%s", format_name(hook->group));
	table_cell(table, "%s", hook->n.known[TWSTAT_A_HOOK_FOUND] ? "yes" : "no");
	table_cell(table, "%s", format_name(hook->backend));
	table_cell(table, "%s%s%s", hook->silent ? BAD : "", format_name(hook->state),
		   hook->silent ? PLAIN : "");
	table_cell(table, "%s", format_number(&hook->n, TWSTAT_A_HOOK_HITS).is);
	table_cell(table, "%s%s%s", missed ? WARN : "",
		   format_number(&hook->n, TWSTAT_A_HOOK_MISSED).is,
		   missed ? PLAIN : "");
	table_cell(table, "%s", format_name(hook->lost));
}

static void put_json(const struct hook *hook, void *data)
{
	(void)data;
	json_list_item(json_hook(hook));
}

/**
 * command_hooks() - print hooks
 * @client: the client
 * @argc: number of arguments
 * @argv: none
 */
void command_hooks(struct client *client, int argc, char **argv)
{
	struct table *table;
	struct page page;

	(void)argc;
	(void)argv;
	client_reach(client);
	if (options.json) {
		json_list_begin();
		fetch_hooks(client, put_json, NULL);
		json_list_end();
		return;
	}
	table = table_begin("symbol|group|found|backend|state|>hits|>missed|lost");
	fetch_hooks(client, put, table);
	page_begin(&page);
	table_end(table, page.to);
	page_print(&page);
}
