/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_THEN_H
#define TWSTAT_EXPLAIN_THEN_H

#include <jansson.h>
#include <stdio.h>

#include "ask/incidents.h"

size_t then_number(const struct incidents *incidents, __u64 moment);
void then_put(FILE *to, const struct incidents *incidents, __u64 moment);
json_t *then_json(const struct incidents *incidents, __u64 moment);

#endif
