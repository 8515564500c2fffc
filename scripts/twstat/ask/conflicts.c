// SPDX-License-Identifier: GPL-2.0
/* Why bind() and connect() calls failed, read from the module. */
#include <stdlib.h>
#include <string.h>

#include "ask/conflicts.h"
#include "base/memory.h"

static void read_conflict(const struct nlmsghdr *message, void *data)
{
	struct conflicts *conflicts = data;
	struct conflict *conflict;

	conflicts->list = memory_grow(conflicts->list, conflicts->number,
				      sizeof(*conflict));
	conflict = &conflicts->list[conflicts->number++];
	record_read(&conflict->n, message);
	record_read_address(&conflict->n, &conflict->local, message,
			    TWSTAT_A_CONFLICT_LOCAL4, TWSTAT_A_CONFLICT_LOCAL6);
	record_read_address(&conflict->n, &conflict->remote, message,
			    TWSTAT_A_CONFLICT_REMOTE4, TWSTAT_A_CONFLICT_REMOTE6);
	record_read_address(&conflict->n, &conflict->holder, message,
			    TWSTAT_A_CONFLICT_HOLDER4, TWSTAT_A_CONFLICT_HOLDER6);
}

/**
 * fetch_conflicts() - read all conflicts
 * @client: the client
 * @conflicts: filled in; empty if the module is too old to have them
 */
void fetch_conflicts(struct client *client, struct conflicts *conflicts)
{
	*conflicts = (struct conflicts){ };
	client_request(client, TWSTAT_CMD_CONFLICT_GET);
	conflicts->known = client_dump_known(client, read_conflict, conflicts);
}

/**
 * conflicts_free() - free the list
 * @conflicts: from fetch_conflicts(), or all 0
 */
void conflicts_free(struct conflicts *conflicts)
{
	free(conflicts->list);
	*conflicts = (struct conflicts){ };
}

static bool is_same(const struct conflict *a, const struct conflict *b)
{
	static const int key[] = {
		TWSTAT_A_CONFLICT_KIND, TWSTAT_A_CONFLICT_CAUSE,
		TWSTAT_A_CONFLICT_PORT, TWSTAT_A_CONFLICT_REMOTE_PORT,
	};
	unsigned int i;

	for (i = 0; i < sizeof(key) / sizeof(*key); i++)
		if (a->n.value[key[i]] != b->n.value[key[i]])
			return false;
	return !memcmp(&a->local, &b->local, sizeof(a->local)) &&
	       !memcmp(&a->remote, &b->remote, sizeof(a->remote));
}

/**
 * conflicts_find() - find a conflict at another moment
 * @conflicts: the conflicts of that moment
 * @like: the conflict
 *
 * Return: the one of the same call with the same cause; NULL if there is none.
 */
const struct conflict *conflicts_find(const struct conflicts *conflicts,
				      const struct conflict *like)
{
	size_t i;

	for (i = 0; i < conflicts->number; i++)
		if (is_same(&conflicts->list[i], like))
			return &conflicts->list[i];
	return NULL;
}
