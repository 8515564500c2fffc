/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_COMMANDS_EXPLAIN_H
#define TWSTAT_COMMANDS_EXPLAIN_H

#include "explain/report.h"

/* Rates are measured longer than in the summary, to see failures that are rare. */
#define EXPLAIN_SECONDS	2

void explain_print(const struct report *report);

#endif
