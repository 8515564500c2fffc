/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_REPORT_SHORT_H
#define TWSTAT_EXPLAIN_REPORT_SHORT_H

#include "explain/report.h"

void report_print_short(const struct report *report);

#endif
