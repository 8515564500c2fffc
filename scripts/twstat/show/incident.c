// SPDX-License-Identifier: GPL-2.0
/* Incidents as text and as JSON. */
#include <string.h>
#include <sys/socket.h>

#include "ask/who.h"
#include "show/incident.h"
#include "show/json.h"
#include "show/moment.h"

/* What failed, for a sentence that begins with a number. */
static const char *const failures[] = {
	[TWSTAT_INCIDENT_KIND_EXHAUSTED]	= "connect() calls found no free port",
	[TWSTAT_INCIDENT_KIND_THRESHOLD]	= "connect() calls found no free port",
	[TWSTAT_INCIDENT_KIND_BIND_AUTO]	= "bind(0) calls found no free port",
	[TWSTAT_INCIDENT_KIND_TUPLE_BUSY]	= "connect() calls found their bound port taken",
	[TWSTAT_INCIDENT_KIND_BIND_REFUSED]	= "bind() calls refused because of TIME_WAIT",
	[TWSTAT_INCIDENT_KIND_TIME_WAIT_FULL]	= "connections closed without TIME_WAIT",
	[TWSTAT_INCIDENT_KIND_HOOK_LOST]	= "calls missed",
};

#define KINDS	(sizeof(failures) / sizeof(*failures))

/**
 * incident_kind() - the kind of an incident
 * @incident: the incident
 *
 * Return: its name in the netlink specification.
 */
const char *incident_kind(const struct incident *incident)
{
	return name_of(&names_incident_kind, incident->n.value[TWSTAT_A_INCIDENT_KIND]);
}

/**
 * incident_where() - what an incident is about
 * @incident: the incident
 *
 * Return: the addresses, the hook, or "all destinations".
 */
struct text incident_where(const struct incident *incident)
{
	const struct record *n = &incident->n;
	unsigned int local_port = n->value[TWSTAT_A_INCIDENT_LOCAL_PORT];
	unsigned int device = n->value[TWSTAT_A_INCIDENT_DEVICE];
	struct text text, from, to;

	if (*incident->hook) {
		snprintf(text.is, FORMAT_SIZE, "hook %s", incident->hook);
		return text;
	}
	if (!n->known[TWSTAT_A_INCIDENT_FAMILY]) {
		snprintf(text.is, FORMAT_SIZE, "the whole namespace");
		return text;
	}
	from = local_port ? format_endpoint_at(&incident->local, device, local_port) :
		format_address(&incident->local);
	if (!n->known[TWSTAT_A_INCIDENT_PORT])
		return from;
	to = format_endpoint(&incident->remote, n->value[TWSTAT_A_INCIDENT_PORT]);
	if (device && !local_port)
		snprintf(text.is, FORMAT_SIZE, "%.62s%%%.15s to %.70s", from.is,
			 format_device(device).is, to.is);
	else
		snprintf(text.is, FORMAT_SIZE, "%.70s to %.80s", from.is, to.is);
	return text;
}

/**
 * incident_say() - say what was wrong, in a part of a sentence
 * @to: the output
 * @incident: the incident
 */
void incident_say(FILE *to, const struct incident *incident)
{
	const struct record *n = &incident->n;
	__u64 kind = n->value[TWSTAT_A_INCIDENT_KIND];
	char who[WHO_SIZE];

	fprintf(to, "%s %s: ", incident_kind(incident), incident_where(incident).is);
	if (n->known[TWSTAT_A_INCIDENT_PORTS])
		fprintf(to, "%s of %s ports",
			format_number(n, TWSTAT_A_INCIDENT_PORTS).is,
			format_number(n, TWSTAT_A_INCIDENT_USABLE).is);
	if (kind != TWSTAT_INCIDENT_KIND_THRESHOLD && kind < KINDS)
		fprintf(to, "%s%s %s", n->known[TWSTAT_A_INCIDENT_PORTS] ? ", " : "",
			format_number(n, TWSTAT_A_INCIDENT_FAILURES).is, failures[kind]);
	if (*incident->program.name) {
		who_text(who, sizeof(who), &incident->program);
		fprintf(to, "; %s", who);
	}
}

/**
 * json_incident() - all of an incident
 * @incident: the incident
 *
 * Return: an object.
 */
json_t *json_incident(const struct incident *incident)
{
	const struct record *n = &incident->n;
	json_t *object = json_object();

	if (n->known[TWSTAT_A_INCIDENT_FAMILY]) {
		json_family(object, &incident->local);
		json_address(object, "local", &incident->local);
	}
	if (n->known[TWSTAT_A_INCIDENT_PORT])
		json_address(object, "remote", &incident->remote);
	json_numbers(object, n, &names_incident);
	json_name(object, n, &names_incident, TWSTAT_A_INCIDENT_KIND, &names_incident_kind);
	json_device(object, n, TWSTAT_A_INCIDENT_DEVICE);
	if (*incident->hook)
		json_text(object, "hook", incident->hook);
	json_text(object, "began", format_moment(n->value[TWSTAT_A_INCIDENT_BEGAN]).is);
	json_text(object, "seen", format_moment(n->value[TWSTAT_A_INCIDENT_SEEN]).is);
	if (n->known[TWSTAT_A_INCIDENT_ENDED])
		json_text(object, "ended", format_moment(n->value[TWSTAT_A_INCIDENT_ENDED]).is);
	if (*incident->program.name)
		json_object_set_new(object, "program", json_program(&incident->program));
	return object;
}
