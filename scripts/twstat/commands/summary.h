/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_COMMANDS_SUMMARY_H
#define TWSTAT_COMMANDS_SUMMARY_H

#include <jansson.h>

#include "judge/forecast.h"

/* How many destinations are printed without -s. */
#define SUMMARY_WORST	5

json_t *summary_json(const struct period *period, const struct forecast *worst, size_t number);

#endif
