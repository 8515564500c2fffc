/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_INCIDENT_H
#define TWSTAT_SHOW_INCIDENT_H

#include <jansson.h>
#include <stdio.h>

#include "ask/incidents.h"
#include "show/format.h"

const char *incident_kind(const struct incident *incident);
struct text incident_where(const struct incident *incident);
void incident_say(FILE *to, const struct incident *incident);
json_t *json_incident(const struct incident *incident);

#endif
