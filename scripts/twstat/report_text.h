/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_REPORT_TEXT_H
#define TWSTAT_REPORT_TEXT_H

#include "explain_report.h"

void report_print(const struct report *report);

#endif
