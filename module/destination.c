// SPDX-License-Identifier: GPL-2.0
/* How a destination is doing: the one place where its numbers are read. */
#include "clients.h"
#include "destination.h"
#include "netns.h"
#include "reuse.h"

/**
 * twstat_destination_knows() - is it known what a count stands at?
 * @destination: from twstat_destination_read()
 * @count: the count
 *
 * A number that nobody watches is not 0.
 *
 * Return: whether it is known.
 */
bool twstat_destination_knows(const struct twstat_destination *destination,
			      enum twstat_endpoint_count count)
{
	if (count <= TWSTAT_DST_EXHAUSTED)
		return destination->watched;
	return count < TWSTAT_DST_REFUSED || destination->refusals;
}

/**
 * twstat_destination_read() - how a destination is doing
 * @destination: filled in
 * @to: the destination, which can't go away meanwhile
 *
 * Context: any.
 */
void twstat_destination_read(struct twstat_destination *destination,
			     const struct twstat_endpoint *to)
{
	u32 time_wait = twstat_endpoint_minis(to, TWSTAT_TIME_WAIT, 0, 0);
	u32 fin_wait2 = twstat_endpoint_minis(to, TWSTAT_FIN_WAIT2, 0, 0);
	int i;

	destination->address = to->address;
	destination->time_wait = time_wait;
	destination->fin_wait2 = fin_wait2;
	destination->live = max(atomic_read(&to->ports) -
				(int)(time_wait + fin_wait2), 0);
	destination->watched = twstat_clients_watched();
	destination->peak = atomic_read(&to->peak);
	destination->timestamps = twstat_endpoint_minis(to, TWSTAT_TIME_WAIT,
							TWSTAT_STAMPED,
							TWSTAT_STAMPED);
	destination->refusals = twstat_reuse_counted();
	for (i = 0; i < TWSTAT_DST_COUNTS; i++)
		destination->count[i] = atomic64_read(&to->count[i]);
}

static void twstat_destination_visit(struct twstat_endpoint *to, void *data)
{
	twstat_destination_read(data, to);
}

/**
 * twstat_destination_lookup() - how the destination of an address is doing
 * @tn: the namespace
 * @address: the address
 * @destination: filled in
 *
 * Context: process.
 * Return: whether it is known.
 */
bool twstat_destination_lookup(struct twstat_net *tn,
			       const struct twstat_address *address,
			       struct twstat_destination *destination)
{
	return twstat_endpoint_look(&tn->endpoints[TWSTAT_DESTINATION], address,
				    twstat_destination_visit, destination);
}
