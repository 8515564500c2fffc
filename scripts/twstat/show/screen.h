/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_SCREEN_H
#define TWSTAT_SHOW_SCREEN_H

#include <stdio.h>

#include "judge/trouble.h"

struct table;

void screen_verdict(FILE *to, const struct period *period,
		    const struct forecast *worst);
void screen_states(FILE *to, const struct period *period);
void screen_counters(FILE *to, const struct period *period);
const char *screen_mark(const struct forecast *forecast);
struct table *screen_destinations_begin(void);
void screen_destination(struct table *table, const struct forecast *forecast,
			const char *namespace);
void screen_destinations(FILE *to, const struct forecast *list, size_t number);

#endif
