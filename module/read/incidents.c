// SPDX-License-Identifier: GPL-2.0
/* The only place where incidents are read. */
#include <linux/math64.h>
#include <linux/time64.h>

#include "read/incidents.h"

/**
 * twstat_incident_read() - read an incident
 * @tn: the namespace
 * @id: the least number; set to that of the incident
 * @incident: filled in
 *
 * Context: process.
 * Return: whether there is one.
 */
bool twstat_incident_read(const struct twstat_net *tn, u64 *id,
			  struct twstat_incident *incident)
{
	return twstat_incident_copy(tn, id, incident);
}

/**
 * twstat_incident_kind_name() - return the name of a kind of incidents, as outputs show it
 * @kind: the kind
 *
 * Return: one word.
 */
const char *twstat_incident_kind_name(enum twstat_incident_kind kind)
{
	static const char * const names[] = {
		[TWSTAT_INCIDENT_KIND_EXHAUSTED]	= "exhausted",
		[TWSTAT_INCIDENT_KIND_THRESHOLD]	= "threshold",
		[TWSTAT_INCIDENT_KIND_BIND_AUTO]	= "bind-auto",
		[TWSTAT_INCIDENT_KIND_TUPLE_BUSY]	= "tuple-busy",
		[TWSTAT_INCIDENT_KIND_BIND_REFUSED]	= "bind-refused",
		[TWSTAT_INCIDENT_KIND_TIME_WAIT_FULL]	= "time-wait-full",
		[TWSTAT_INCIDENT_KIND_HOOK_LOST]	= "hook-lost",
	};

	return names[kind];
}
