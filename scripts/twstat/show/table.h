/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_TABLE_H
#define TWSTAT_SHOW_TABLE_H

#include <stddef.h>
#include <stdio.h>

struct table;

struct table *table_begin(const char *titles);
[[gnu::format(printf, 2, 3)]]
void table_cell(struct table *table, const char *format, ...);
void table_free(struct table *table);
void table_end(struct table *table, FILE *to);

#endif
