/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_REPORT_JSON_H
#define TWSTAT_EXPLAIN_REPORT_JSON_H

#include "explain/report.h"

void report_print_json(const struct report *report);

#endif
