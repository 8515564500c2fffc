/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_REPORT_TEXT_H
#define TWSTAT_EXPLAIN_REPORT_TEXT_H

#include "explain/report.h"

void report_print(const struct report *report);

#endif
