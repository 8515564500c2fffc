/* SPDX-License-Identifier: GPL-2.0 */
/* Reads the histograms. */
#ifndef _TWSTAT_READ_HISTOGRAMS_H
#define _TWSTAT_READ_HISTOGRAMS_H

#include "read/settle.h"
#include "tables/histograms.h"

/**
 * enum twstat_histogram_unit - the unit of a histogram's times
 * @TWSTAT_MS: milliseconds
 * @TWSTAT_US: microseconds
 */
enum twstat_histogram_unit {
	TWSTAT_MS,
	TWSTAT_US
};

/**
 * twstat_histogram_unit() - return the unit of a histogram's times
 * @id: the histogram
 *
 * Return: the unit.
 */
static inline enum twstat_histogram_unit
twstat_histogram_unit(enum twstat_histogram_id id)
{
	return id == TWSTAT_PORT_SEARCH ? TWSTAT_US : TWSTAT_MS;
}

void twstat_histogram_name(enum twstat_histogram_id id, const char **what,
			   const char **of);
void twstat_histogram_read(struct twstat_settled settled,
			   enum twstat_histogram_id id,
			   struct twstat_histogram *sum);

#endif
