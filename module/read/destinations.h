/* SPDX-License-Identifier: GPL-2.0 */
/* Reads the numbers of destinations. */
#ifndef _TWSTAT_READ_DESTINATIONS_H
#define _TWSTAT_READ_DESTINATIONS_H

#include "read/programs.h"
#include "read/settle.h"
#include "tables/endpoints.h"

/**
 * struct twstat_destination - the numbers of a destination
 * @address: its addresses and remote port
 * @time_wait: local ports held by sockets in TIME_WAIT
 * @fin_wait2: local ports held by FIN_WAIT2 mini-sockets
 * @live: local ports held by full sockets
 * @live_known: whether @live and the counts of port searches are known
 * @peak: the most ports that were in use at once
 * @peak_at: when that was, in ns since 1970, to a tick; 0: never
 * @exhausted_first: when a search found no port for the first time, the same way
 * @exhausted_last: when that happened last
 * @timestamps: of @time_wait: sockets whose connection has timestamps
 * @refusals_known: whether the counts of refused reuse are known
 * @count: the counters, by enum twstat_endpoint_count
 * @programs: what connects to it
 */
struct twstat_destination {
	struct twstat_address address;
	u32 time_wait;
	u32 fin_wait2;
	u32 live;
	bool live_known;
	u32 peak;
	u64 peak_at;
	u64 exhausted_first;
	u64 exhausted_last;
	u32 timestamps;
	bool refusals_known;
	u64 count[TWSTAT_DST_COUNTS];
	struct twstat_program_list programs;
};

bool twstat_destination_knows(const struct twstat_destination *destination,
			      enum twstat_endpoint_count count);
void twstat_destination_read(struct twstat_settled settled,
			     const struct twstat_endpoint *to,
			     struct twstat_destination *destination);
bool twstat_destination_lookup(struct twstat_settled settled,
			       const struct twstat_address *address,
			       struct twstat_destination *destination);

#endif
