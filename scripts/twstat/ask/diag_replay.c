// SPDX-License-Identifier: GPL-2.0
/* The sockets of a recording: groups of sockets that differ in their local port only. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "ask/diag.h"
#include "base/fail.h"
#include "recording/recording.h"

[[gnu::noreturn]]
static void bad_list(void)
{
	fail(EXIT_FAILED,
	     "The recording is damaged: its list of sockets has what no kernel lists.");
}

static unsigned int number_of(const json_t *group, const char *key, unsigned int most)
{
	json_int_t number = json_integer_value(json_object_get(group, key));

	if (number < 0 || number > most)
		bad_list();
	return number;
}

static void read_address(struct address *address, const char *text)
{
	if (!text)
		return;
	address->family = strchr(text, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(address->family, text, address->bytes) != 1)
		bad_list();
}

/* Ports and ranges, as in 80,40000-40999. */
static void take_ports(struct diag_socket *socket, const char *list, diag_taker *take, void *data)
{
	unsigned int first, last;
	int length;

	while (sscanf(list, "%5u%n", &first, &length) == 1) {
		list += length;
		last = first;
		if (sscanf(list, "-%5u%n", &last, &length) == 1)
			list += length;
		if (last < first || last > 65535)
			bad_list();
		for (; first <= last; first++) {
			socket->port = first;
			take(socket, data);
		}
		if (*list == ',')
			list++;
	}
	if (*list)
		bad_list();
}

/**
 * diag_replay() - take the sockets of the recording
 * @take: takes each; the addresses of those that are of no destination are not known
 * @data: for @take
 *
 * Return: whether the kernel could be asked when it was made.
 */
bool diag_replay(diag_taker *take, void *data)
{
	const json_t *groups = recording_replayed()->sockets, *group;
	struct diag_socket socket;
	const char *list;
	size_t i;

	for (i = 0; i < json_array_size(groups); i++) {
		group = json_array_get(groups, i);
		list = kept_text(group, "local-ports");
		if (!list)
			bad_list();
		memset(&socket, 0, sizeof(socket));
		socket.udp = json_is_true(json_object_get(group, "udp"));
		socket.state = number_of(group, "state", 255);
		socket.remote_port = number_of(group, "port", 65535);
		socket.device = number_of(group, "device", ~0U >> 1);
		read_address(&socket.local, kept_text(group, "local"));
		read_address(&socket.remote, kept_text(group, "remote"));
		take_ports(&socket, list, take, data);
	}
	return json_is_array(groups);
}
