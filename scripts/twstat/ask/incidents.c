// SPDX-License-Identifier: GPL-2.0
/* Incidents, read from the module. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "ask/incidents.h"
#include "base/memory.h"

/**
 * incident_read() - read an incident
 * @incident: filled in
 * @message: the message
 */
void incident_read(struct incident *incident, const struct nlmsghdr *message)
{
	const struct nlattr *program = message_attr(message, TWSTAT_A_INCIDENT_PROGRAM);
	const char *hook = message_text(message, TWSTAT_A_INCIDENT_HOOK);

	memset(incident, 0, sizeof(*incident));
	record_read(&incident->n, message);
	record_read_address(&incident->n, &incident->local, message,
			    TWSTAT_A_INCIDENT_LOCAL4, TWSTAT_A_INCIDENT_LOCAL6);
	record_read_address(&incident->n, &incident->remote, message,
			    TWSTAT_A_INCIDENT_REMOTE4, TWSTAT_A_INCIDENT_REMOTE6);
	snprintf(incident->hook, sizeof(incident->hook), "%s", hook ? hook : "");
	incident->n.known[TWSTAT_A_INCIDENT_HOOK] = false;
	incident->n.known[TWSTAT_A_INCIDENT_PROGRAM] = false;
	if (program)
		program_read(&incident->program, program);
}

/**
 * incident_is_of() - whether an incident is of a destination
 * @incident: the incident
 * @destination: the destination
 *
 * Return: whether its ports were short.
 */
bool incident_is_of(const struct incident *incident, const struct destination *destination)
{
	const struct record *n = &incident->n;

	return n->value[TWSTAT_A_INCIDENT_KIND] <= TWSTAT_INCIDENT_KIND_THRESHOLD &&
	       n->value[TWSTAT_A_INCIDENT_PORT] ==
	       destination->n.value[TWSTAT_A_DESTINATION_PORT] &&
	       n->value[TWSTAT_A_INCIDENT_DEVICE] ==
	       destination->n.value[TWSTAT_A_DESTINATION_DEVICE] &&
	       !memcmp(&incident->local, &destination->local, sizeof(incident->local)) &&
	       !memcmp(&incident->remote, &destination->remote, sizeof(incident->remote));
}

/**
 * incident_lasts_at() - whether an incident was going on at a moment
 * @incident: the incident
 * @time: in ns since 1970
 *
 * Return: whether it was.
 */
bool incident_lasts_at(const struct incident *incident, __u64 time)
{
	const struct record *n = &incident->n;

	return n->value[TWSTAT_A_INCIDENT_BEGAN] <= time &&
	       (!n->known[TWSTAT_A_INCIDENT_ENDED] ||
		n->value[TWSTAT_A_INCIDENT_ENDED] >= time);
}

/* A prefix is for the tool to compare: the module compares whole addresses. */
static bool has_prefix(const struct address *address, const struct address_filter *filter)
{
	unsigned int bytes = filter->bits / 8, rest = filter->bits % 8;
	const __u8 *a = address->bytes, *b = filter->address.bytes;

	if (filter->address.family == AF_UNSPEC)
		return true;
	if (address->family != filter->address.family || memcmp(a, b, bytes))
		return false;
	return !rest || !((a[bytes] ^ b[bytes]) >> (8 - rest));
}

/* Incidents of the whole namespace have no address: no filter of addresses fits them. */
static bool fits(const struct incident *incident, const struct destination_filter *filter)
{
	const struct record *n = &incident->n;

	if (!n->known[TWSTAT_A_INCIDENT_FAMILY])
		return filter->local.address.family == AF_UNSPEC &&
		       filter->remote.address.family == AF_UNSPEC && filter->port < 0 &&
		       filter->device < 0;
	return (filter->family == AF_UNSPEC ||
		n->value[TWSTAT_A_INCIDENT_FAMILY] == (__u64)filter->family) &&
	       (filter->port < 0 || n->value[TWSTAT_A_INCIDENT_PORT] == (__u64)filter->port) &&
	       (filter->device < 0 ||
		n->value[TWSTAT_A_INCIDENT_DEVICE] == (__u64)filter->device) &&
	       has_prefix(&incident->local, &filter->local) &&
	       has_prefix(&incident->remote, &filter->remote);
}

/**
 * struct search - the incidents that are read
 * @incidents: filled in
 * @filter: which ones; NULL: all
 * @since: only those that were noticed then or later, in ns since 1970
 */
struct search {
	struct incidents *incidents;
	const struct destination_filter *filter;
	__u64 since;
};

static void add(const struct nlmsghdr *message, void *data)
{
	struct search *search = data;
	struct incidents *all = search->incidents;
	struct incident *incident;

	all->list = memory_grow(all->list, all->number, sizeof(*all->list));
	incident = &all->list[all->number];
	incident_read(incident, message);
	if (incident->n.value[TWSTAT_A_INCIDENT_SEEN] >= search->since &&
	    (!search->filter || fits(incident, search->filter)))
		all->number++;
}

/**
 * incidents_fetch() - read incidents
 * @client: the client
 * @since: only those that were noticed then or later, in ns since 1970; 0: all
 * @filter: only those of such destinations; NULL: all
 * @incidents: filled in; empty if the module is too old to have them
 */
void incidents_fetch(struct client *client, __u64 since,
		     const struct destination_filter *filter, struct incidents *incidents)
{
	struct search search = { incidents, filter, since };

	*incidents = (struct incidents){ };
	client_request(client, TWSTAT_CMD_INCIDENT_GET);
	incidents->known = client_dump_known(client, add, &search);
}

/**
 * incidents_free() - free the list
 * @incidents: from incidents_fetch(), or all 0
 */
void incidents_free(struct incidents *incidents)
{
	free(incidents->list);
	*incidents = (struct incidents){ };
}
