/* SPDX-License-Identifier: GPL-2.0 */
/* Counts a mini-socket that enters or leaves a sub-state. */
#ifndef _TWSTAT_HANDLERS_SUBSTATE_H
#define _TWSTAT_HANDLERS_SUBSTATE_H

#include "handlers/adopted.h"
#include "tables/entry.h"
#include "tables/net.h"

/* The mini-socket enters a sub-state; @coming is as for twstat_time_wait_inc(). */
static __always_inline void
twstat_substate_into(struct twstat_entry *entry, struct twstat_net *tn,
		     enum twstat_substate state, unsigned int kind, int coming)
{
	entry->state = state;
	entry->kind = kind;
	if (likely(state == TWSTAT_TIME_WAIT))
		twstat_time_wait_inc(tn, twstat_adoption_done(), coming);
	else
		twstat_gauge_inc(&tn->fin_wait2);
	twstat_endpoint_mini(entry->endpoint, state, kind, 1);
}

/* The mini-socket leaves a sub-state. */
static __always_inline void twstat_substate_out_of(struct twstat_entry *entry,
						   enum twstat_substate state)
{
	struct twstat_net *tn = twstat_endpoint_net(entry->endpoint);

	if (likely(state == TWSTAT_TIME_WAIT))
		twstat_time_wait_dec(tn);
	else
		atomic_dec(&tn->fin_wait2.now);
	twstat_endpoint_mini(entry->endpoint, state, entry->kind, -1);
}

#endif
