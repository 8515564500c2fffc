// SPDX-License-Identifier: GPL-2.0
/* Transitions of the TCP state machine: as a table, or as a picture for graphviz. */
#include <ctype.h>
#include <string.h>

#include "ask/fetch.h"
#include "base/names.h"
#include "base/options.h"
#include "commands/commands.h"
#include "show/format.h"
#include "show/json.h"
#include "show/page.h"
#include "show/table.h"

/* FIN_WAIT1 for fin-wait1: as in ss(8) and the kernel. */
static struct text state(const struct record *transition, int attribute)
{
	struct text text;
	char *at;

	snprintf(text.is, FORMAT_SIZE, "%s",
		 format_name(name_of(&names_tcp_state, transition->value[attribute])));
	for (at = text.is; *at; at++)
		*at = *at == '-' ? '_' : toupper((unsigned char)*at);
	return text;
}

static void put(const struct record *transition, void *data)
{
	struct table *table = data;

	if (!transition->value[TWSTAT_A_TRANSITION_COUNT])
		return;
	table_cell(table, "%s", state(transition, TWSTAT_A_TRANSITION_FROM).is);
	table_cell(table, "%s", state(transition, TWSTAT_A_TRANSITION_TO).is);
	table_cell(table, "%s", format_number(transition, TWSTAT_A_TRANSITION_COUNT).is);
}

static void put_json(const struct record *transition, void *data)
{
	json_t *object;

	(void)data;
	if (!transition->value[TWSTAT_A_TRANSITION_COUNT])
		return;
	object = json_record(transition, &names_transition);
	json_name(object, transition, &names_transition, TWSTAT_A_TRANSITION_FROM,
		  &names_tcp_state);
	json_name(object, transition, &names_transition, TWSTAT_A_TRANSITION_TO,
		  &names_tcp_state);
	json_list_item(object);
}

/* The socket's life goes from the top to the bottom; those before the module have no state. */
static void put_edge(const struct record *transition, void *data)
{
	(void)data;
	if (transition->value[TWSTAT_A_TRANSITION_COUNT])
		printf("\t%s -> %s [label=\"%s\"];\n",
		       state(transition, TWSTAT_A_TRANSITION_FROM).is,
		       state(transition, TWSTAT_A_TRANSITION_TO).is,
		       format_number(transition, TWSTAT_A_TRANSITION_COUNT).is);
}

/**
 * command_states() - print how often sockets went from one state to another
 * @client: the client
 * @argc: number of arguments
 * @argv: none
 */
void command_states(struct client *client, int argc, char **argv)
{
	struct table *table;
	struct page page;

	(void)argc;
	(void)argv;
	client_reach(client);
	if (options.json) {
		json_list_begin();
		fetch_transitions(client, put_json, NULL);
		json_list_end();
	} else if (options.dot) {
		puts("digraph twstat {\n\tnode [shape=box];");
		fetch_transitions(client, put_edge, NULL);
		puts("}");
	} else {
		table = table_begin("from|to|>count");
		fetch_transitions(client, put, table);
		page_begin(&page);
		table_end(table, page.to);
		page_print(&page);
	}
}
