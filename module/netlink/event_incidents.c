// SPDX-License-Identifier: GPL-2.0
/* Notifications of incidents: one when it begins, one when it is over. */
#include "netlink/event_incidents.h"
#include "netlink/incidents.h"
#include "tables/net.h"

/**
 * twstat_events_incident() - send a notification of an incident
 * @tn: its namespace
 * @incident: the incident, which has just begun or ended
 *
 * Incidents are few, so nothing is kept of who listens where.
 *
 * Context: process, may sleep.
 */
void twstat_events_incident(struct twstat_net *tn, const struct twstat_incident *incident)
{
	struct twstat_incident told = *incident;
	struct twstat_message message;

	if (twstat_nl_family.n_mcgrps <= TWSTAT_NLGRP_INCIDENTS ||
	    !genl_has_listeners(&twstat_nl_family, tn->net, TWSTAT_NLGRP_INCIDENTS))
		return;
	twstat_message_event(&message, incident->tell_start ? TWSTAT_CMD_INCIDENT_STARTED_NTF :
			     TWSTAT_CMD_INCIDENT_ENDED_NTF);
	if (!net_eq(tn->net, &init_net))
		told.pid = 0;
	twstat_put_incident(&message, &told);
	twstat_message_multicast(&message, tn, TWSTAT_NLGRP_INCIDENTS);
}
