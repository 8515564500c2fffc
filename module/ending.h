/* SPDX-License-Identifier: GPL-2.0 */
/* What the end of a mini-socket counts for. */
#ifndef _TWSTAT_ENDING_H
#define _TWSTAT_ENDING_H

#include <net/tcp_states.h>

#include "entry.h"
#include "netns.h"

struct inet_timewait_sock;
struct twstat_end;

/* The kernel's name of a sub-state. */
static inline int twstat_ending_tcp_state(enum twstat_substate state)
{
	return state == TWSTAT_FIN_WAIT2 ? TCP_FIN_WAIT2 : TCP_TIME_WAIT;
}

/* It is in this sub-state no longer. */
static __always_inline void twstat_ending_out_of(struct twstat_entry *entry,
						 enum twstat_substate state)
{
	twstat_gauge_dec(&twstat_endpoint_net(entry->endpoint)->gauge[state]);
	atomic_dec(&entry->endpoint->mini[state][entry->kind]);
}

void twstat_ending_count_purged(void);
void twstat_ending_count(struct twstat_entry *entry,
			 const struct inet_timewait_sock *tw,
			 struct twstat_end *end);

#endif
