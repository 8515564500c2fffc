// SPDX-License-Identifier: GPL-2.0
/* One event, on a line. */
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "ask/incidents.h"
#include "base/fail.h"
#include "base/moment.h"
#include "base/options.h"
#include "commands/event.h"
#include "show/format.h"
#include "show/incident.h"
#include "show/json.h"
#include "show/moment.h"

static const char *host(void)
{
	static char name[HOST_NAME_MAX + 1];

	if (!*name && gethostname(name, sizeof(name) - 1))
		snprintf(name, sizeof(name), "-");
	return name;
}

/* The name of the command without "-ntf", which all events have; an incident starts or ends. */
static const char *event_name(const struct nlmsghdr *message)
{
	static char name[64];
	char *end;

	snprintf(name, sizeof(name), "%s",
		 name_of(&names_cmd, client_command(message)));
	end = strstr(name, "-ntf");
	if (end)
		*end = '\0';
	return strncmp(name, "incident-", 9) ? name : name + 9;
}

static void print_suppressed(const struct record *n, int attribute)
{
	if (n->value[attribute])
		printf("; %s more suppressed since the last event",
		       format_number(n, attribute).is);
	putchar('\n');
}

static void print_destination(const struct nlmsghdr *message)
{
	struct destination destination;
	const struct record *n = &destination.n;

	destination_read(&destination, message);
	printf("%s to ", format_from(&destination).is);
	printf("%s: %s of %s ports",
	       format_endpoint(&destination.remote,
			       n->value[TWSTAT_A_DESTINATION_PORT]).is,
	       format_number(n, TWSTAT_A_DESTINATION_PORTS).is,
	       format_number(n, TWSTAT_A_DESTINATION_USABLE).is);
	if (n->known[TWSTAT_A_DESTINATION_CROSSED])
		printf(", %s of %s %%",
		       n->value[TWSTAT_A_DESTINATION_CROSSED] == TWSTAT_CROSSED_UP ?
		       "reached the threshold" : "fell below the threshold",
		       format_number(n, TWSTAT_A_DESTINATION_THRESHOLD).is);
	print_suppressed(n, TWSTAT_A_DESTINATION_SUPPRESSED);
}

static void print_overflow(const struct nlmsghdr *message)
{
	struct record n;

	record_read(&n, message);
	printf("%s of at most %s sockets; closed without TIME_WAIT: %s (limit), %s (no memory)",
	       format_number(&n, TWSTAT_A_OVERFLOW_TIME_WAIT).is,
	       format_number(&n, TWSTAT_A_OVERFLOW_LIMIT).is,
	       format_number(&n, TWSTAT_A_OVERFLOW_DENIED_LIMIT).is,
	       format_number(&n, TWSTAT_A_OVERFLOW_DENIED_NOMEM).is);
	print_suppressed(&n, TWSTAT_A_OVERFLOW_SUPPRESSED);
}

static void print_hook(const struct nlmsghdr *message)
{
	struct hook hook;

	hook_read(&hook, message);
	printf("%s is %s, %s calls missed",
	       format_name(hook.symbol), format_name(hook.state),
	       format_number(&hook.n, TWSTAT_A_HOOK_MISSED).is);
	if (hook.lost)
		printf("; not counted: %s", hook.lost);
	print_suppressed(&hook.n, TWSTAT_A_HOOK_SUPPRESSED);
}

static void print_incident(const struct nlmsghdr *message)
{
	struct incident incident;

	incident_read(&incident, message);
	incident_say(stdout, &incident);
	if (client_command(message) == TWSTAT_CMD_INCIDENT_ENDED_NTF)
		printf("; noticed for %s",
		       format_duration(incident.n.value[TWSTAT_A_INCIDENT_LASTED]).is);
	putchar('\n');
}

static void print(const struct nlmsghdr *message, const struct place *place)
{
	printf("%s %s %s%s%s ", format_moment(moment_now()).is, host(),
	       place ? place->name : "", place ? ": " : "", event_name(message));
	switch (client_command(message)) {
	case TWSTAT_CMD_DESTINATION_EXHAUSTED_NTF:
	case TWSTAT_CMD_DESTINATION_THRESHOLD_NTF:
		print_destination(message);
		break;
	case TWSTAT_CMD_TIME_WAIT_OVERFLOW_NTF:
		print_overflow(message);
		break;
	case TWSTAT_CMD_HOOK_LOST_NTF:
		print_hook(message);
		break;
	case TWSTAT_CMD_INCIDENT_STARTED_NTF:
	case TWSTAT_CMD_INCIDENT_ENDED_NTF:
		print_incident(message);
		break;
	default:
		puts("unknown event: the module is newer than this tool");
	}
}

static json_t *json_event(const struct nlmsghdr *message)
{
	struct destination destination;
	struct incident incident;
	json_t *object = NULL;
	struct record n;
	struct hook hook;

	switch (client_command(message)) {
	case TWSTAT_CMD_DESTINATION_EXHAUSTED_NTF:
	case TWSTAT_CMD_DESTINATION_THRESHOLD_NTF:
		destination_read(&destination, message);
		object = json_destination(&destination);
		json_name(object, &destination.n, &names_destination,
			  TWSTAT_A_DESTINATION_CROSSED, &names_crossed);
		break;
	case TWSTAT_CMD_TIME_WAIT_OVERFLOW_NTF:
		record_read(&n, message);
		object = json_record(&n, &names_overflow);
		break;
	case TWSTAT_CMD_HOOK_LOST_NTF:
		hook_read(&hook, message);
		object = json_hook(&hook);
		break;
	case TWSTAT_CMD_INCIDENT_STARTED_NTF:
	case TWSTAT_CMD_INCIDENT_ENDED_NTF:
		incident_read(&incident, message);
		object = json_incident(&incident);
		break;
	}
	return object ? object : json_object();
}

static void print_json(const struct nlmsghdr *message, const struct place *place)
{
	json_t *event = json_object(), *rest = json_event(message);

	json_text(event, "time", format_moment(moment_now()).is);
	json_text(event, "host", host());
	json_text(event, "event", event_name(message));
	if (place)
		json_place(event, place);
	json_object_update(event, rest);
	json_decref(rest);
	json_print(event);
}

/**
 * event_print() - print an event, on a line
 * @message: the event
 * @place: the network namespace that it is of; NULL if it need not be told
 */
void event_print(const struct nlmsghdr *message, const struct place *place)
{
	if (options.json)
		print_json(message, place);
	else
		print(message, place);
	finish_output();
}
