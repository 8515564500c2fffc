/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_VERDICT_H
#define TWSTAT_SHOW_VERDICT_H

#include <stdio.h>

#include "judge/trouble.h"
#include "show/format.h"

const char *trouble_kind_name(enum trouble_kind kind);
struct text trouble_headline(const struct trouble *trouble);
const char *trouble_name(const struct trouble *trouble);
void verdict_trouble(FILE *to, const struct trouble *trouble);
void verdict_fine(FILE *to, const struct period *period);
void verdict_others(FILE *to);

#endif
