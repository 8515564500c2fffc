// SPDX-License-Identifier: GPL-2.0
/* Tables: each column is as wide as its widest cell. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "show/page.h"
#include "show/table.h"

#define COLUMNS	32

/**
 * struct table - cells, row by row
 * @cell: the texts
 * @cells: length of @cell
 * @columns: cells per row
 * @right: the column is aligned to the right
 */
struct table {
	char **cell;
	size_t cells;
	unsigned int columns;
	bool right[COLUMNS];
};

static void add(struct table *table, char *text)
{
	table->cell = memory_grow(table->cell, table->cells, sizeof(*table->cell));
	table->cell[table->cells++] = memory_checked(text);
}

/**
 * table_begin() - begin a table
 * @titles: the titles of its columns, separated by "|"; ">" before one aligns it to the right
 *
 * Return: the table.
 */
struct table *table_begin(const char *titles)
{
	struct table *table = memory_checked(calloc(1, sizeof(*table)));
	const char *end;

	for (;;) {
		table->right[table->columns] = *titles == '>';
		titles += *titles == '>';
		end = strchrnul(titles, '|');
		add(table, strndup(titles, end - titles));
		table->columns++;
		if (!*end || table->columns == COLUMNS)
			return table;
		titles = end + 1;
	}
}

/**
 * table_cell() - fill the next cell
 * @table: the table
 * @format: its text, in printf() format
 */
void table_cell(struct table *table, const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	add(table, text);
}

static void widths(const struct table *table, unsigned int *width)
{
	unsigned int column, wide;
	size_t i;

	memset(width, 0, sizeof(*width) * COLUMNS);
	for (i = 0; i < table->cells; i++) {
		column = i % table->columns;
		wide = text_width(table->cell[i]);
		if (wide > width[column])
			width[column] = wide;
	}
}

/**
 * table_free() - free a table that is not printed
 * @table: from table_begin()
 */
void table_free(struct table *table)
{
	size_t i;

	for (i = 0; i < table->cells; i++)
		free(table->cell[i]);
	free(table->cell);
	free(table);
}

/**
 * table_end() - print a table, and free it
 * @table: from table_begin()
 * @to: the output
 */
void table_end(struct table *table, FILE *to)
{
	unsigned int width[COLUMNS], column, blanks, due = 0;
	size_t i;

	widths(table, width);
	for (i = 0; i < table->cells; i++) {
		column = i % table->columns;
		if (!i)
			fputs(FAINT, to);
		blanks = width[column] - text_width(table->cell[i]);
		due += column ? 2 : 0;
		if (table->right[column])
			due += blanks;
		/* No blanks at the end of a line. */
		if (*table->cell[i]) {
			fprintf(to, "%*s%s", due, "", table->cell[i]);
			due = 0;
		}
		if (!table->right[column])
			due += blanks;
		if (column == table->columns - 1) {
			fputs(i < table->columns ? PLAIN "\n" : "\n", to);
			due = 0;
		}
	}
	table_free(table);
}
