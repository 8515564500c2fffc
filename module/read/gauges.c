// SPDX-License-Identifier: GPL-2.0
/* How many there are now: of sockets, and of what the tables of endpoints have. */
#include <linux/build_bug.h>

#include "read/gauges.h"
#include "tables/net.h"

static_assert(TWSTAT_GAUGE_TIME_WAIT == (int)TWSTAT_TIME_WAIT);
static_assert(TWSTAT_GAUGE_FIN_WAIT2 == (int)TWSTAT_FIN_WAIT2);

/**
 * twstat_gauge_read() - read a gauge
 * @tn: the namespace
 * @id: which one
 *
 * Return: what it shows.
 */
struct twstat_gauge_reading twstat_gauge_read(const struct twstat_net *tn,
					      enum twstat_gauge_id id)
{
	const struct twstat_endpoints *table;

	if (id <= TWSTAT_GAUGE_FIN_WAIT2)
		return (struct twstat_gauge_reading) {
			atomic_read(&tn->gauge[id].now),
			atomic_read(&tn->gauge[id].peak),
		};
	table = &tn->endpoints[id == TWSTAT_GAUGE_DESTINATIONS ?
			       TWSTAT_DESTINATION : TWSTAT_SERVICE];
	return (struct twstat_gauge_reading) {
		READ_ONCE(table->number), READ_ONCE(table->peak),
	};
}
