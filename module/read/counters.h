/* SPDX-License-Identifier: GPL-2.0 */
/* Reads the counters. */
#ifndef _TWSTAT_READ_COUNTERS_H
#define _TWSTAT_READ_COUNTERS_H

#include "read/settle.h"
#include "tables/counters.h"

u64 twstat_counter_read_cpu(struct twstat_settled settled,
			    enum twstat_counter counter, int cpu);
u64 twstat_counter_read(struct twstat_settled settled, enum twstat_counter counter);

#endif
