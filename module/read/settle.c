// SPDX-License-Identifier: GPL-2.0
/*
 * Settling: some results are known only a moment after a handler ran. Handlers leave these
 * pending, and readers count them before they read any number.
 */
#include "handlers/denied.h"
#include "handlers/missed_ends.h"
#include "handlers/refusals.h"
#include "handlers/searches.h"
#include "handlers/syns.h"
#include "read/settle.h"

/**
 * twstat_settle() - count the results that handlers left pending
 * @tn: the namespace
 *
 * Context: process, may sleep.
 * Return: the settled namespace, for functions that read numbers.
 */
struct twstat_settled twstat_settle(struct twstat_net *tn)
{
	twstat_denied_settle(tn);
	twstat_syns_settle(tn);
	twstat_searches_settle(tn);
	twstat_refusals_settle(tn);
	twstat_ends_check(tn);
	return (struct twstat_settled) { tn };
}

/**
 * twstat_settle_once() - settle in the first of the several calls of a dump
 * @tn: the namespace
 * @done: whether an earlier call of the same dump has settled
 *
 * Context: process, may sleep.
 * Return: the settled namespace, for functions that read numbers.
 */
struct twstat_settled twstat_settle_once(struct twstat_net *tn, bool done)
{
	return done ? twstat_unsettled(tn) : twstat_settle(tn);
}
