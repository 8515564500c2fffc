// SPDX-License-Identifier: GPL-2.0
/*
 * Puts the sockets of the namespace into a recording: for each destination and TCP state the
 * local ports, and for all other sockets together the same, without their addresses. That is
 * all that explain looks at, and a million sockets fit into a small file.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#include "ask/diag.h"
#include "ask/diag_keep.h"
#include "base/memory.h"

/* The TCP states, with room for those of newer kernels, and UDP. */
#define STATES	17
#define UDP	(STATES - 1)

/* Of sockets that only have a port, how many are counted in each group at most. */
#define MOST	65536

/**
 * struct group - sockets that differ in their local port only
 * @ports: the ports
 * @number: how many
 */
struct group {
	unsigned short *ports;
	size_t number;
};

/**
 * struct groups - all groups
 * @destinations: the destinations whose sockets are apart
 * @of: by destination, with all other sockets last, and by state
 */
struct groups {
	const struct destinations *destinations;
	struct group (*of)[STATES];
};

/* The index of the destination that a socket belongs to, or the one after the last. */
static size_t index_of(const struct groups *groups, const struct diag_socket *socket)
{
	const struct destinations *among = groups->destinations;
	static struct destination like;
	const struct destination *found;

	like.local = socket->local;
	like.remote = socket->remote;
	like.n.value[TWSTAT_A_DESTINATION_PORT] = socket->remote_port;
	like.n.value[TWSTAT_A_DESTINATION_DEVICE] = socket->device;
	found = socket->udp ? NULL : destination_find(among, &like);
	return found ? (size_t)(found - among->list) : among->number;
}

static void add(const struct diag_socket *socket, void *data)
{
	unsigned int state = socket->udp ? UDP : socket->state;
	struct groups *groups = data;
	struct group *group;

	if (state >= STATES || (state == UDP && !socket->udp))
		return;
	group = &groups->of[index_of(groups, socket)][state];
	group->ports = memory_grow(group->ports, group->number, sizeof(*group->ports));
	group->ports[group->number++] = socket->port;
}

static int by_port(const void *a, const void *b)
{
	return *(const unsigned short *)a - *(const unsigned short *)b;
}

/* A port that two sockets have counts once, unless each socket counts. */
static void put_in_order(struct group *group, bool each)
{
	size_t i, kept = 0;

	qsort(group->ports, group->number, sizeof(*group->ports), by_port);
	for (i = 0; i < group->number && kept < MOST; i++)
		if (each || !i || group->ports[i] != group->ports[i - 1])
			group->ports[kept++] = group->ports[i];
	group->number = kept;
}

static void keep_ports(json_t *object, const struct group *group)
{
	const unsigned short *ports = group->ports;
	size_t size = 0, i, first;
	char *text = NULL;
	FILE *to = memory_checked(open_memstream(&text, &size));

	for (i = 0; i < group->number; i++) {
		first = i;
		while (i + 1 < group->number && ports[i + 1] == ports[i] + 1)
			i++;
		fprintf(to, first ? ",%u" : "%u", ports[first]);
		if (i > first)
			fprintf(to, "-%u", ports[i]);
	}
	fclose(to);
	keep_text(object, "local-ports", memory_checked(text));
	free(text);
}

static void keep_address(json_t *object, const char *key, const struct address *address)
{
	char text[INET6_ADDRSTRLEN];

	keep_text(object, key, inet_ntop(address->family, address->bytes, text, sizeof(text)));
}

static void keep_group(json_t *list, struct group *group, unsigned int state,
		       const struct destination *of)
{
	json_t *object;

	if (!group->number)
		return;
	put_in_order(group, state == TWSTAT_TCP_STATE_BOUND_INACTIVE);
	object = memory_checked(json_object());
	if (state == UDP)
		keep(object, "udp", json_true());
	else
		keep(object, "state", json_integer(state));
	if (of) {
		keep_address(object, "local", &of->local);
		keep_address(object, "remote", &of->remote);
		keep(object, "port", json_integer(of->n.value[TWSTAT_A_DESTINATION_PORT]));
		keep(object, "device", json_integer(of->n.value[TWSTAT_A_DESTINATION_DEVICE]));
	}
	keep_ports(object, group);
	json_array_append_new(list, object);
	free(group->ports);
}

/**
 * diag_keep() - put all sockets into a recording
 * @recording: the recording
 * @destinations: the destinations whose sockets are kept apart, sorted
 */
void diag_keep(struct recording *recording, const struct destinations *destinations)
{
	struct groups groups = { .destinations = destinations };
	size_t i, number = destinations->number;
	bool known;
	unsigned int state;

	groups.of = memory_checked(calloc(number + 1, sizeof(*groups.of)));
	known = diag_dump(add, &groups);
	json_decref(recording->sockets);
	recording->sockets = memory_checked(json_array());
	for (i = 0; i <= number; i++)
		for (state = 0; state < STATES; state++)
			keep_group(recording->sockets, &groups.of[i][state], state,
				   i < number ? &destinations->list[i] : NULL);
	free(groups.of);
	if (known)
		return;
	json_decref(recording->sockets);
	recording->sockets = json_null();
}
