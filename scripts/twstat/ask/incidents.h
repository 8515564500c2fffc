/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_INCIDENTS_H
#define TWSTAT_ASK_INCIDENTS_H

#include "ask/client.h"
#include "ask/destinations.h"
#include "ask/programs.h"

/**
 * struct incident - something that was wrong, from its beginning to its end
 * @n: by TWSTAT_A_INCIDENT_*
 * @local: the local address, if its family is known
 * @remote: the remote address, if there is one
 * @hook: of a lost hook, the kernel function; or empty
 * @program: the program behind it; without a name if it is not known
 */
struct incident {
	struct record n;
	struct address local;
	struct address remote;
	char hook[64];
	struct program program;
};

/**
 * struct incidents - a list of incidents
 * @known: the module has them
 * @list: the incidents, the oldest first
 * @number: length of @list
 */
struct incidents {
	bool known;
	struct incident *list;
	size_t number;
};

void incident_read(struct incident *incident, const struct nlmsghdr *message);
bool incident_is_of(const struct incident *incident, const struct destination *destination);
bool incident_lasts_at(const struct incident *incident, __u64 time);

void incidents_fetch(struct client *client, __u64 since,
		     const struct destination_filter *filter, struct incidents *incidents);
void incidents_free(struct incidents *incidents);

#endif
