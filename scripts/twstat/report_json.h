/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_REPORT_JSON_H
#define TWSTAT_REPORT_JSON_H

#include "explain_report.h"

void report_print_json(const struct report *report);

#endif
