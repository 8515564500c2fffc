// SPDX-License-Identifier: GPL-2.0
/*
 * Some things are known only a moment after the handler ran. Handlers leave them open, and
 * who reads numbers settles them before.
 */
#include "handlers/binds.h"
#include "handlers/denied.h"
#include "handlers/searches.h"
#include "handlers/syns.h"
#include "read/settle.h"

/**
 * twstat_settle() - count what handlers had to leave open
 * @tn: the namespace
 *
 * Context: process, may sleep.
 * Return: for readers.
 */
struct twstat_settled twstat_settle(struct twstat_net *tn)
{
	twstat_denied_settle(tn);
	twstat_syns_settle(tn);
	twstat_searches_settle(tn);
	twstat_binds_settle();
	return (struct twstat_settled) { tn };
}

/**
 * twstat_settle_once() - settle at the beginning of a dump, which takes several calls
 * @tn: the namespace
 * @done: an earlier call of the same dump has settled
 *
 * Context: process, may sleep.
 * Return: for readers.
 */
struct twstat_settled twstat_settle_once(struct twstat_net *tn, bool done)
{
	return done ? twstat_unsettled(tn) : twstat_settle(tn);
}
