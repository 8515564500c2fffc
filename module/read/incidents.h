/* SPDX-License-Identifier: GPL-2.0 */
/* Reads incidents. */
#ifndef _TWSTAT_READ_INCIDENTS_H
#define _TWSTAT_READ_INCIDENTS_H

#include "tables/incidents.h"

/**
 * twstat_incident_lasted() - compute for how long an incident was noticed
 * @incident: the incident
 *
 * Return: the time from its beginning until it was last noticed, in ms.
 */
static inline u64 twstat_incident_lasted(const struct twstat_incident *incident)
{
	return div_u64(incident->seen_boot - incident->began_boot, NSEC_PER_MSEC);
}

bool twstat_incident_read(const struct twstat_net *tn, u64 *id,
			  struct twstat_incident *incident);
const char *twstat_incident_kind_name(enum twstat_incident_kind kind);

#endif
