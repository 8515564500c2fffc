// SPDX-License-Identifier: GPL-2.0
/* The only place where the numbers of a service are read. */
#include "read/services.h"
#include "tables/endpoints_walk.h"

/**
 * twstat_service_read() - read the numbers of a service
 * @settled: its namespace
 * @of: the service, which the caller keeps from being freed
 * @service: filled in
 *
 * Context: any.
 */
void twstat_service_read(struct twstat_settled settled,
			 const struct twstat_endpoint *of,
			 struct twstat_service *service)
{
	struct twstat_endpoint_usage usage;
	int i;

	twstat_endpoint_usage(of, &usage);
	service->address = of->address;
	service->time_wait = usage.time_wait;
	service->fin_wait2 = usage.fin_wait2;
	service->refused_first = READ_ONCE(of->refused_first);
	service->refused_last = READ_ONCE(of->refused_last);
	for (i = 0; i < TWSTAT_SRV_COUNTS; i++)
		service->count[i] = twstat_endpoint_counted(of, i);
}
