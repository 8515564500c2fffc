/* SPDX-License-Identifier: GPL-2.0 */
/* Counts a mini-socket that enters or leaves a sub-state. */
#ifndef _TWSTAT_HANDLERS_SUBSTATE_H
#define _TWSTAT_HANDLERS_SUBSTATE_H

#include "tables/entry.h"
#include "tables/net.h"

/* The mini-socket enters a sub-state. */
static __always_inline void
twstat_substate_into(struct twstat_entry *entry, struct twstat_net *tn,
		     enum twstat_substate state, unsigned int kind)
{
	entry->state = state;
	entry->kind = kind;
	twstat_gauge_inc(&tn->gauge[state]);
	atomic_inc(&entry->endpoint->mini[state][kind]);
}

/* The mini-socket leaves a sub-state. */
static __always_inline void twstat_substate_out_of(struct twstat_entry *entry,
						   enum twstat_substate state)
{
	twstat_gauge_dec(&twstat_endpoint_net(entry->endpoint)->gauge[state]);
	atomic_dec(&entry->endpoint->mini[state][entry->kind]);
}

#endif
