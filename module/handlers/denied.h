/* SPDX-License-Identifier: GPL-2.0 */
/* Sockets that should have entered TIME_WAIT, but for which there was no mini-socket. */
#ifndef _TWSTAT_HANDLERS_DENIED_H
#define _TWSTAT_HANDLERS_DENIED_H

#include "tables/net.h"
#include "tcp/overflow.h"

void twstat_denied_count(struct twstat_net *tn);
void twstat_denied_ending(struct twstat_net *tn);
void twstat_denied_settle(struct twstat_net *tn);
void twstat_denied_net_init(struct twstat_net *tn);

/**
 * twstat_denied_any() - check for denials on this CPU that are not counted yet
 * @tn: the namespace of a full socket that went from a closing state to CLOSE
 *
 * Context: the tracepoint, no preemption.
 * Return: whether to call twstat_denied_count().
 */
static __always_inline bool twstat_denied_any(const struct twstat_net *tn)
{
	return twstat_overflow_here(tn->net) !=
	       this_cpu_read(tn->cpu->overflow_seen);
}

#endif
