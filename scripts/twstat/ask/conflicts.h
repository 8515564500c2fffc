/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_CONFLICTS_H
#define TWSTAT_ASK_CONFLICTS_H

#include "ask/client.h"
#include "ask/record.h"

/**
 * struct conflict - failed bind() or connect() calls for a port, and what held it
 * @n: by TWSTAT_A_CONFLICT_*
 * @local: the local address; its port is in @n
 * @remote: of a connect(): the remote address; its port is in @n
 * @holder: for a bind(): the remote address of the socket that holds the port
 */
struct conflict {
	struct record n;
	struct address local;
	struct address remote;
	struct address holder;
};

/**
 * struct conflicts - all conflicts of the namespace
 * @list: the conflicts
 * @number: length of @list
 * @known: they were asked for, and the module is not too old to have them
 */
struct conflicts {
	struct conflict *list;
	size_t number;
	bool known;
};

void fetch_conflicts(struct client *client, struct conflicts *conflicts);
void conflicts_free(struct conflicts *conflicts);
const struct conflict *conflicts_find(const struct conflicts *conflicts,
				      const struct conflict *like);

#endif
