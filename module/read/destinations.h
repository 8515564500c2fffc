/* SPDX-License-Identifier: GPL-2.0 */
/* How destinations are doing. */
#ifndef _TWSTAT_READ_DESTINATIONS_H
#define _TWSTAT_READ_DESTINATIONS_H

#include "read/settle.h"
#include "tables/endpoints.h"

/**
 * struct twstat_destination - the numbers of a destination
 * @address: which one it is
 * @time_wait: ports that sockets in TIME_WAIT have
 * @fin_wait2: ports that FIN_WAIT2 mini-sockets have
 * @live: ports that other sockets have
 * @live_known: @live and the counts of searches are known
 * @peak: the most ports that were in use at once
 * @timestamps: of @time_wait: those whose connection has timestamps
 * @refusals_known: the counts of refused reuse are known
 * @count: by enum twstat_endpoint_count
 */
struct twstat_destination {
	struct twstat_address address;
	u32 time_wait;
	u32 fin_wait2;
	u32 live;
	bool live_known;
	u32 peak;
	u32 timestamps;
	bool refusals_known;
	u64 count[TWSTAT_DST_COUNTS];
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
