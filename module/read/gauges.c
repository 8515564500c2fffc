// SPDX-License-Identifier: GPL-2.0
/* Reads the gauges: the number of sockets, and the size of the tables of endpoints. */
#include <linux/build_bug.h>

#include "read/gauges.h"
#include "tables/net.h"

static_assert(TWSTAT_GAUGE_TIME_WAIT == (int)TWSTAT_TIME_WAIT);
static_assert(TWSTAT_GAUGE_FIN_WAIT2 == (int)TWSTAT_FIN_WAIT2);

/**
 * twstat_gauge_read() - read a gauge
 * @tn: the namespace
 * @id: the gauge
 *
 * Return: its current value and its peak.
 */
struct twstat_gauge_reading twstat_gauge_read(const struct twstat_net *tn,
					      enum twstat_gauge_id id)
{
	const struct twstat_endpoints *table;

	if (id == TWSTAT_GAUGE_TIME_WAIT)
		return twstat_time_wait(tn);
	if (id == TWSTAT_GAUGE_FIN_WAIT2)
		return (struct twstat_gauge_reading) {
			atomic_read(&tn->fin_wait2.now),
			atomic_read(&tn->fin_wait2.peak),
		};
	table = &tn->endpoints[id == TWSTAT_GAUGE_DESTINATIONS ?
			       TWSTAT_DESTINATION : TWSTAT_SERVICE];
	return (struct twstat_gauge_reading) {
		READ_ONCE(table->number), READ_ONCE(table->peak),
	};
}

/**
 * twstat_gauge_name() - return the name of a gauge
 * @id: the gauge
 *
 * Return: the name, as the files in /proc have it.
 */
const char *twstat_gauge_name(enum twstat_gauge_id id)
{
	static const char * const names[TWSTAT_GAUGES] = {
		[TWSTAT_GAUGE_TIME_WAIT]	= "TimeWait",
		[TWSTAT_GAUGE_FIN_WAIT2]	= "FinWait2",
		[TWSTAT_GAUGE_DESTINATIONS]	= "Destination",
		[TWSTAT_GAUGE_SERVICES]		= "Service",
	};

	return names[id];
}
