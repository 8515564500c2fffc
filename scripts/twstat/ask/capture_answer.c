// SPDX-License-Identifier: GPL-2.0
/* What the module answers to a request without attributes, for a recording. */
#include <errno.h>
#include <string.h>

#include "ask/capture_answer.h"
#include "ask/record.h"
#include "base/memory.h"
#include "base/types.h"
#include "recording/message.h"
#include "recording/recording.h"

/* How often an inconsistent dump is repeated. */
#define TRIES	4

/* The most messages of an answer. There may be a million sockets, but no million else. */
#define MOST	20000

/**
 * struct capturing - an answer that is read
 * @command: the request, TWSTAT_CMD_*
 * @messages: the messages so far
 * @left_out: how many are not among them
 * @seen: by local port: a socket was seen whose port no search considers
 */
struct capturing {
	int command;
	json_t *messages;
	size_t left_out;
	bool seen[65536];
};

/*
 * Sockets that would be too many are left out; but not those that hold a port which no search
 * considers, one for each port, because explain counts these ports.
 */
static bool is_needed(struct capturing *capturing, const struct nlmsghdr *message)
{
	unsigned int port;
	struct record n;
	bool first;

	if (json_array_size(capturing->messages) < MOST)
		return true;
	if (capturing->command != TWSTAT_CMD_SOCKET_GET)
		return false;
	record_read(&n, message);
	port = n.value[TWSTAT_A_SOCKET_LOCAL_PORT] & 0xffff;
	first = n.value[TWSTAT_A_SOCKET_REUSABLE] == TWSTAT_REUSABLE_PASSED_OVER &&
		!capturing->seen[port];
	capturing->seen[port] |= first;
	return first;
}

static void take(const struct nlmsghdr *message, void *data)
{
	struct capturing *capturing = data;

	if (!is_needed(capturing, message)) {
		capturing->left_out++;
		return;
	}
	json_array_append_new(capturing->messages,
			      message_keep(message, answer_types[capturing->command].types));
}

/* As a dump, or if the module has none, as the one answer that it has. */
static int ask(struct client *client, struct capturing *capturing)
{
	int err;

	json_array_clear(capturing->messages);
	capturing->left_out = 0;
	memset(capturing->seen, 0, sizeof(capturing->seen));
	client_request(client, capturing->command);
	err = client_try_dump(client, take, capturing);
	if (err != -EOPNOTSUPP)
		return err;
	client_request(client, capturing->command);
	return client_try(client, take, capturing);
}

/**
 * capture_answer() - ask the module
 * @client: the client
 * @command: the request, TWSTAT_CMD_*
 *
 * Return: the answer, as a recording has it, also if it is an error; if the module is gone, it
 * fails.
 */
json_t *capture_answer(struct client *client, int command)
{
	static struct capturing capturing;
	json_t *answer = memory_checked(json_object());
	int tries = command == TWSTAT_CMD_SOCKET_GET ? 1 : TRIES, err;

	capturing.command = command;
	capturing.messages = memory_checked(json_array());
	do
		err = ask(client, &capturing);
	while (!err && !client->link.consistent && --tries);
	if (err == -ENOENT || err == -ENODEV)
		client_failed(client, -err);
	keep(answer, "messages", capturing.messages);
	if (err) {
		keep(answer, "error", json_integer(-err));
		if (*client->link.said)
			keep_text(answer, "said", client->link.said);
	}
	if (!client->link.consistent)
		keep(answer, "inconsistent", json_true());
	if (capturing.left_out)
		keep(answer, "left-out", json_integer(capturing.left_out));
	return answer;
}
