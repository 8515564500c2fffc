/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_STATEMENT_H
#define TWSTAT_EXPLAIN_STATEMENT_H

#include <stdarg.h>
#include <stddef.h>

/* The most numbers of a statement. */
#define STATEMENT_NUMBERS	10

/**
 * struct statement - a statement, and what shows it
 * @id: its name in JSON
 * @text: a sentence or more
 * @from: the counters and settings that show it, separated by ", "
 * @lines: lines to type, or to write into a file, each ended by a newline; NULL if there are
 *	none
 * @keep: lines to type so that it stays so after a reboot, in the same way
 * @number: its numbers, for JSON: name and value
 * @numbers: length of @number
 */
struct statement {
	const char *id;
	char *text;
	const char *from;
	char *lines;
	char *keep;
	struct {
		const char *name;
		double value;
	} number[STATEMENT_NUMBERS];
	unsigned int numbers;
};

/**
 * struct statements - a list of statements
 * @list: the statements, in order
 * @number: length of @list
 */
struct statements {
	struct statement *list;
	size_t number;
};

[[gnu::format(printf, 4, 0)]]
void vstate(struct statements *all, const char *id, const char *from,
	    const char *format, va_list arguments);
[[gnu::format(printf, 4, 5)]]
void state(struct statements *all, const char *id, const char *from,
	   const char *format, ...);
[[gnu::format(printf, 2, 3)]]
void state_more(struct statements *all, const char *format, ...);
[[gnu::format(printf, 2, 3)]]
void state_line(struct statements *all, const char *format, ...);
[[gnu::format(printf, 2, 3)]]
void state_keep(struct statements *all, const char *format, ...);
void state_number(struct statements *all, const char *name, double value);
const double *statement_number(const struct statement *statement, const char *name);
void statements_free(struct statements *all);

#endif
