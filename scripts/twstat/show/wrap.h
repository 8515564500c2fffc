/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_WRAP_H
#define TWSTAT_SHOW_WRAP_H

#include <stdio.h>

/* Number of columns of a line. */
#define WRAP_WIDTH	98

/**
 * struct wrap - a text that is broken into lines
 * @to: the output; NULL only counts the lines
 * @indent: first column of its lines but the first
 * @column: column of the next character; at the beginning, that of the first one
 * @lines: number of lines so far, but the first
 */
struct wrap {
	FILE *to;
	unsigned int indent;
	unsigned int column;
	unsigned int lines;
};

void wrap_words(struct wrap *wrap, const char *text, size_t size);

#endif
