/* SPDX-License-Identifier: GPL-2.0 */
/* Reads the gauges: current numbers and their peaks. */
#ifndef _TWSTAT_READ_GAUGES_H
#define _TWSTAT_READ_GAUGES_H

#include <linux/types.h>

struct twstat_net;

/**
 * enum twstat_gauge_id - the gauges, in the order of all outputs
 * @TWSTAT_GAUGE_TIME_WAIT: sockets in TIME_WAIT
 * @TWSTAT_GAUGE_FIN_WAIT2: FIN_WAIT2 mini-sockets
 * @TWSTAT_GAUGE_DESTINATIONS: destinations
 * @TWSTAT_GAUGE_SERVICES: services
 * @TWSTAT_GAUGES: number of gauges
 */
enum twstat_gauge_id {
	TWSTAT_GAUGE_TIME_WAIT,
	TWSTAT_GAUGE_FIN_WAIT2,
	TWSTAT_GAUGE_DESTINATIONS,
	TWSTAT_GAUGE_SERVICES,
	TWSTAT_GAUGES
};

const char *twstat_gauge_name(enum twstat_gauge_id id);
struct twstat_gauge_reading twstat_gauge_read(const struct twstat_net *tn,
					      enum twstat_gauge_id id);

#endif
