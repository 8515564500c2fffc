/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_FILTER_MATCH_H
#define TWSTAT_ASK_FILTER_MATCH_H

#include "ask/destinations.h"

bool filter_matches(const struct destination_filter *filter,
		    const struct destination *destination);

#endif
