/* SPDX-License-Identifier: GPL-2.0 */
/* Reads the numbers of services. */
#ifndef _TWSTAT_READ_SERVICES_H
#define _TWSTAT_READ_SERVICES_H

#include "read/settle.h"
#include "tables/endpoints.h"

/* The number of counters of a service. */
#define TWSTAT_SRV_COUNTS	(TWSTAT_SRV_SYN_RETRY_MS + 1)

/**
 * struct twstat_service - the numbers of a service
 * @address: its local address and port; the remote address is 0
 * @time_wait: sockets in TIME_WAIT
 * @fin_wait2: FIN_WAIT2 mini-sockets
 * @refused_first: when a bind() or a SYN was refused for the first time, in ns since 1970; 0:
 *	never
 * @refused_last: when that happened last
 * @count: the counters, by enum twstat_endpoint_count, from TWSTAT_SRV_ENTERED on
 */
struct twstat_service {
	struct twstat_address address;
	u32 time_wait;
	u32 fin_wait2;
	u64 refused_first;
	u64 refused_last;
	u64 count[TWSTAT_SRV_COUNTS];
};

void twstat_service_read(struct twstat_settled settled,
			 const struct twstat_endpoint *of,
			 struct twstat_service *service);

#endif
