/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_REPORT_JSON_H
#define TWSTAT_EXPLAIN_REPORT_JSON_H

#include <jansson.h>

#include "explain/report.h"

json_t *report_json(const struct report *report);

#endif
