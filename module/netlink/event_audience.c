// SPDX-License-Identifier: GPL-2.0
/*
 * Whether anyone in a namespace listens for events.
 *
 * genl_has_listeners() only says whether anyone on the machine does. But when an event is sent,
 * netlink says whether there was anyone to send it to. A namespace without listeners is deaf
 * then: its changes are not listed until someone there asks for the settings, or until the next
 * era, which begins when someone on the machine may have joined a group.
 */
#include "netlink/event_audience.h"
#include "tables/net.h"

static_assert(TWSTAT_AUDIENCE_EVENTS == (int)TWSTAT_NLGRP_EVENTS);
static_assert(TWSTAT_AUDIENCE_DESTINATIONS == (int)TWSTAT_NLGRP_DESTINATIONS);

static void twstat_audience_deaf(struct twstat_net *tn, enum twstat_audience_id id)
{
	struct twstat_audience *audience = &tn->changes.audience[id];

	tn->netlink->known[id] = false;
	WRITE_ONCE(audience->deaf, READ_ONCE(twstat_hearing.era));
	/* Pairs with the barrier in twstat_changes_list_row(). */
	smp_wmb();
	WRITE_ONCE(audience->since, audience->since + 1);
}

/**
 * twstat_audience_tell() - complete a notification, and send it
 * @message: from twstat_message_event()
 * @tn: the namespace
 * @id: the audience; nobody there: none of its changes is listed any more
 *
 * Context: process, with the lock of struct twstat_netlink.
 */
void twstat_audience_tell(struct twstat_message *message, struct twstat_net *tn,
			  enum twstat_audience_id id)
{
	bool heard = twstat_message_multicast(message, tn, id);

	tn->netlink->known[id] = heard;
	if (!heard)
		twstat_audience_deaf(tn, id);
}

/**
 * twstat_audience_welcome() - list changes from now on, for someone who may have joined
 * @tn: the namespace
 * @id: the audience; @on of twstat_hearing is set
 *
 * Context: process, with the lock of struct twstat_netlink.
 * Return: whether nobody is known to have listened before: then what happened up to now is not
 *	for the new listener.
 */
bool twstat_audience_welcome(struct twstat_net *tn, enum twstat_audience_id id)
{
	bool first = !tn->netlink->known[id];

	tn->netlink->known[id] = true;
	WRITE_ONCE(tn->changes.audience[id].deaf, 0);
	return first;
}
