// SPDX-License-Identifier: GPL-2.0
/* The only place where the numbers of a destination are read. */
#include "handlers/clients.h"
#include "handlers/reuse.h"
#include "read/destinations.h"
#include "tables/endpoints_walk.h"
#include "tables/net.h"

/**
 * twstat_destination_knows() - check whether a count of a destination is maintained
 * @destination: from twstat_destination_read()
 * @count: the count
 *
 * A count whose group is off is unknown, not 0.
 *
 * Return: whether the count is known.
 */
bool twstat_destination_knows(const struct twstat_destination *destination,
			      enum twstat_endpoint_count count)
{
	if (count <= TWSTAT_DST_EXHAUSTED || count == TWSTAT_DST_UNNAMED)
		return destination->live_known;
	return count < TWSTAT_DST_REFUSED || destination->refusals_known;
}

/*
 * Handlers note the time in jiffies, which costs least. The first reader computes the time of day,
 * for all others, too: they should not be told something else each time.
 */
static u64 twstat_destination_peak_at(struct twstat_endpoint *to)
{
	u64 at = READ_ONCE(to->peak_at);

	/* Pairs with the release below. */
	if (!at || smp_load_acquire(&to->peak_of) == at)
		return at ? READ_ONCE(to->peak_real) : 0;
	WRITE_ONCE(to->peak_real, ktime_get_real_ns() -
		   jiffies64_to_nsecs(get_jiffies_64() - at));
	/* Pairs with the acquire above. */
	smp_store_release(&to->peak_of, at);
	return READ_ONCE(to->peak_real);
}

/**
 * twstat_destination_read() - read the numbers of a destination
 * @settled: its namespace
 * @to: the destination, which the caller keeps from being freed
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
	destination->peak = twstat_endpoint_peak(to);
	destination->peak_at = twstat_destination_peak_at((struct twstat_endpoint *)to);
	destination->exhausted_first = READ_ONCE(to->refused_first);
	destination->exhausted_last = READ_ONCE(to->refused_last);
	destination->timestamps = twstat_endpoint_minis(to, TWSTAT_TIME_WAIT,
							TWSTAT_STAMPED,
							TWSTAT_STAMPED);
	destination->refusals_known = twstat_reuse_counted();
	for (i = 0; i < TWSTAT_DST_COUNTS; i++)
		destination->count[i] = twstat_endpoint_counted(to, i);
	twstat_programs_list(to, &destination->programs);
}

/**
 * struct twstat_destination_search - the argument of a lookup of one destination
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
 * twstat_destination_lookup() - read the numbers of the destination with an address
 * @settled: the namespace
 * @address: the address
 * @destination: filled in if the destination exists
 *
 * Context: process.
 * Return: whether the destination exists.
 */
bool twstat_destination_lookup(struct twstat_settled settled,
			       const struct twstat_address *address,
			       struct twstat_destination *destination)
{
	struct twstat_destination_search search = { settled, destination };

	return twstat_endpoint_look(&settled.tn->endpoints[TWSTAT_DESTINATION],
				    address, twstat_destination_found, &search);
}
