/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_STATEMENT_H
#define TWSTAT_EXPLAIN_STATEMENT_H

#include <stdarg.h>
#include <stddef.h>

/* How many numbers a statement may have. */
#define STATEMENT_NUMBERS	8

/**
 * struct statement - something that is said, and what it rests on
 * @id: what a program calls it
 * @text: a sentence or more
 * @from: the counters and settings that it rests on, separated by ", "
 * @number: its numbers, for programs: what each is called, and what it is
 * @numbers: how many
 */
struct statement {
	const char *id;
	char *text;
	const char *from;
	struct {
		const char *name;
		double value;
	} number[STATEMENT_NUMBERS];
	unsigned int numbers;
};

/**
 * struct statements - several of them, in order
 * @list: the statements
 * @number: how many
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
void state_number(struct statements *all, const char *name, double value);
void statements_free(struct statements *all);

#endif
