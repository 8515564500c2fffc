// SPDX-License-Identifier: GPL-2.0
/* How a destination is doing: the one place where its numbers are read. */
#include "handlers/clients.h"
#include "handlers/reuse.h"
#include "read/destinations.h"
#include "tables/endpoints_walk.h"
#include "tables/net.h"

/**
 * twstat_destination_knows() - is it known what a count stands at?
 * @destination: from twstat_destination_read()
 * @count: the count
 *
 * A number that nothing counts, since its group is off, is not 0.
 *
 * Return: whether it is known.
 */
bool twstat_destination_knows(const struct twstat_destination *destination,
			      enum twstat_endpoint_count count)
{
	if (count <= TWSTAT_DST_EXHAUSTED)
		return destination->live_known;
	return count < TWSTAT_DST_REFUSED || destination->refusals_known;
}

/**
 * twstat_destination_read() - how a destination is doing
 * @settled: its namespace
 * @to: the destination, which can't go away meanwhile
 * @destination: filled in
 *
 * Context: any.
 */
void twstat_destination_read(struct twstat_settled settled,
			     const struct twstat_endpoint *to,
			     struct twstat_destination *destination)
{
	struct twstat_endpoint_usage usage;
	int i;

	twstat_endpoint_usage(to, &usage);
	destination->address = to->address;
	destination->time_wait = usage.time_wait;
	destination->fin_wait2 = usage.fin_wait2;
	destination->live = usage.live;
	destination->live_known = twstat_clients_watched();
	destination->peak = atomic_read(&to->peak);
	destination->timestamps = twstat_endpoint_minis(to, TWSTAT_TIME_WAIT,
							TWSTAT_STAMPED,
							TWSTAT_STAMPED);
	destination->refusals_known = twstat_reuse_counted();
	for (i = 0; i < TWSTAT_DST_COUNTS; i++)
		destination->count[i] = twstat_endpoint_counted(to, i);
}

/**
 * struct twstat_destination_search - a search for one destination
 * @settled: its namespace
 * @destination: filled in
 */
struct twstat_destination_search {
	struct twstat_settled settled;
	struct twstat_destination *destination;
};

static void twstat_destination_found(struct twstat_endpoint *to, void *data)
{
	const struct twstat_destination_search *search = data;

	twstat_destination_read(search->settled, to, search->destination);
}

/**
 * twstat_destination_lookup() - how the destination of an address is doing
 * @settled: the namespace
 * @address: the address
 * @destination: filled in
 *
 * Context: process.
 * Return: whether it is known.
 */
bool twstat_destination_lookup(struct twstat_settled settled,
			       const struct twstat_address *address,
			       struct twstat_destination *destination)
{
	struct twstat_destination_search search = { settled, destination };

	return twstat_endpoint_look(&settled.tn->endpoints[TWSTAT_DESTINATION],
				    address, twstat_destination_found, &search);
}
