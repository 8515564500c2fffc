// SPDX-License-Identifier: GPL-2.0
/* Each socket in TIME_WAIT: printed as it is read, since there can be a million. */
#include <string.h>

#include "base/fail.h"
#include "base/options.h"
#include "commands/commands.h"
#include "recording/recording.h"
#include "show/format.h"
#include "show/json.h"
#include "show/page.h"
#include "show/table.h"

#define STATES	4
#define REASONS	16

/**
 * struct totals - how many sockets there are
 * @number: by sub-state and by reusability
 */
struct totals {
	__u64 number[STATES][REASONS];
};

static bool wanted(const struct tw_socket *socket)
{
	return options.family == AF_UNSPEC ||
	       options.family == socket->local.family;
}

/* Once there is an answer, or the end of it: an error comes first and prints nothing else. */
static void begin(void)
{
	static bool begun;

	if (begun)
		return;
	begun = true;
	if (options.json)
		json_list_begin();
	else
		printf("%-9s %-23s %-23s %7s %7s %8s %-9s %s\n", "state", "local",
		       "remote", "age", "left", "extended", "side", "reusable");
}

/* The columns fit most IPv4 sockets. */
static void put(const struct tw_socket *socket, void *data)
{
	const __u64 *value = socket->n.value;

	(void)data;
	begin();
	if (!wanted(socket))
		return;
	printf("%-9s ", name_of(&names_mini_state, value[TWSTAT_A_SOCKET_STATE]));
	printf("%-23s ", format_endpoint_at(&socket->local, value[TWSTAT_A_SOCKET_DEVICE],
					    value[TWSTAT_A_SOCKET_LOCAL_PORT]).is);
	printf("%-23s ", format_endpoint(&socket->remote,
					 value[TWSTAT_A_SOCKET_REMOTE_PORT]).is);
	printf("%7s ", format_ms(&socket->n, TWSTAT_A_SOCKET_AGE).is);
	printf("%7s ", format_ms(&socket->n, TWSTAT_A_SOCKET_REMAINING).is);
	printf("%8s ", format_number(&socket->n, TWSTAT_A_SOCKET_EXTENSIONS).is);
	printf("%-9s ", name_of(&names_side, value[TWSTAT_A_SOCKET_SIDE]));
	puts(name_of(&names_reusable, value[TWSTAT_A_SOCKET_REUSABLE]));
}

static void put_json(const struct tw_socket *socket, void *data)
{
	json_t *object;

	(void)data;
	begin();
	if (!wanted(socket))
		return;
	object = json_object();
	json_family(object, &socket->local);
	json_address(object, "local", &socket->local);
	json_address(object, "remote", &socket->remote);
	json_numbers(object, &socket->n, &names_socket);
	json_device(object, &socket->n, TWSTAT_A_SOCKET_DEVICE);
	json_name(object, &socket->n, &names_socket, TWSTAT_A_SOCKET_STATE,
		  &names_mini_state);
	json_name(object, &socket->n, &names_socket, TWSTAT_A_SOCKET_SIDE,
		  &names_side);
	json_name(object, &socket->n, &names_socket, TWSTAT_A_SOCKET_REUSABLE,
		  &names_reusable);
	json_list_item(object);
}

static void add_up(const struct tw_socket *socket, void *data)
{
	__u64 state = socket->n.value[TWSTAT_A_SOCKET_STATE];
	__u64 reason = socket->n.value[TWSTAT_A_SOCKET_REUSABLE];
	struct totals *totals = data;

	if (wanted(socket) && state < STATES && reason < REASONS)
		totals->number[state][reason]++;
}

static void put_totals(const struct totals *totals)
{
	struct table *table = table_begin("state|reusable|>sockets");
	unsigned int state, reason;
	struct page page;

	for (state = 0; state < STATES; state++)
		for (reason = 0; reason < REASONS; reason++) {
			if (!totals->number[state][reason])
				continue;
			table_cell(table, "%s", name_of(&names_mini_state, state));
			table_cell(table, "%s", name_of(&names_reusable, reason));
			table_cell(table, "%llu", totals->number[state][reason]);
		}
	page_begin(&page);
	table_end(table, page.to);
	page_print(&page);
}

static void put_json_totals(const struct totals *totals)
{
	unsigned int state, reason;
	json_t *object;

	json_list_begin();
	for (state = 0; state < STATES; state++)
		for (reason = 0; reason < REASONS; reason++) {
			if (!totals->number[state][reason])
				continue;
			object = json_object();
			json_text(object, "state", name_of(&names_mini_state, state));
			json_text(object, "reusable", name_of(&names_reusable, reason));
			json_object_set_new(object, "sockets",
					    json_integer(totals->number[state][reason]));
			json_list_item(object);
		}
	json_list_end();
}

/**
 * command_sock() - print sockets, or their totals
 * @client: the client
 * @argc: number of arguments
 * @argv: none
 */
void command_sock(struct client *client, int argc, char **argv)
{
	struct totals totals;
	bool consistent;

	(void)argc;
	(void)argv;
	client_reach(client);
	if (options.stats) {
		memset(&totals, 0, sizeof(totals));
		consistent = fetch_sockets(client, add_up, &totals);
		if (options.json)
			put_json_totals(&totals);
		else
			put_totals(&totals);
	} else {
		consistent = fetch_sockets(client, options.json ? put_json : put, NULL);
		begin();
		if (options.json)
			json_list_end();
	}
	if (recording_left_out("socket-get"))
		note("The recording has not all sockets: %llu more were left out.",
		     recording_left_out("socket-get"));
	if (!consistent)
		note("Sockets came and went while they were listed: some may be missing.");
}
