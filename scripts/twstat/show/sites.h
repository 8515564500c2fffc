/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_SITES_H
#define TWSTAT_SHOW_SITES_H

#include <stdio.h>

#include "judge/sites.h"

void sites_verdict(FILE *to, const struct sites *sites);
void sites_table(FILE *to, const struct sites *sites, size_t first, size_t number);

#endif
