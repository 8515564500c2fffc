// SPDX-License-Identifier: GPL-2.0
/* Statements, with their numbers, and the counters that show them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "explain/statement.h"

/**
 * vstate() - add a statement
 * @all: the statements so far
 * @id: its name in JSON
 * @from: the counters and settings that show it, or ""
 * @format: a sentence or more, in vprintf() format
 * @arguments: for @format
 */
void vstate(struct statements *all, const char *id, const char *from,
	    const char *format, va_list arguments)
{
	struct statement *statement;

	all->list = memory_grow(all->list, all->number, sizeof(*statement));
	statement = &all->list[all->number++];
	*statement = (struct statement){ .id = id, .from = from };
	if (vasprintf(&statement->text, format, arguments) < 0)
		fail(EXIT_FAILED, "Out of memory.");
}

/**
 * state() - add a statement
 * @all: the statements so far
 * @id: its name in JSON
 * @from: the counters and settings that show it, or ""
 * @format: a sentence or more, in printf() format
 */
void state(struct statements *all, const char *id, const char *from,
	   const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vstate(all, id, from, format, arguments);
	va_end(arguments);
}

/* Adds to a text that vasprintf() made, or to none. */
static void append(char **text, const char *format, va_list arguments)
{
	char *was = *text, *more;

	if (vasprintf(&more, format, arguments) < 0 ||
	    asprintf(text, "%s%s", was ? was : "", more) < 0)
		fail(EXIT_FAILED, "Out of memory.");
	free(was);
	free(more);
}

/**
 * state_more() - add to the text of the last statement
 * @all: the statements so far
 * @format: the text, in printf() format
 */
void state_more(struct statements *all, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	append(&all->list[all->number - 1].text, format, arguments);
	va_end(arguments);
}

/**
 * state_line() - add a line to type to the last statement
 * @all: the statements so far
 * @format: the line, ended by a newline, in printf() format
 */
void state_line(struct statements *all, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	append(&all->list[all->number - 1].lines, format, arguments);
	va_end(arguments);
}

/**
 * state_keep() - add a line to type, after which the last statement stays true
 * @all: the statements so far
 * @format: the line, ended by a newline, in printf() format
 */
void state_keep(struct statements *all, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	append(&all->list[all->number - 1].keep, format, arguments);
	va_end(arguments);
}

/**
 * state_number() - add a number to the last statement
 * @all: the statements so far
 * @name: its name
 * @value: the number
 */
void state_number(struct statements *all, const char *name, double value)
{
	struct statement *statement = &all->list[all->number - 1];

	if (statement->numbers == STATEMENT_NUMBERS)
		return;
	statement->number[statement->numbers].name = name;
	statement->number[statement->numbers++].value = value;
}

/**
 * statement_number() - find a number of a statement
 * @statement: the statement
 * @name: its name
 *
 * Return: the number, or NULL if there is none.
 */
const double *statement_number(const struct statement *statement, const char *name)
{
	unsigned int i;

	for (i = 0; i < statement->numbers; i++)
		if (!strcmp(statement->number[i].name, name))
			return &statement->number[i].value;
	return NULL;
}

/**
 * statements_free() - free statements
 * @all: the statements
 */
void statements_free(struct statements *all)
{
	size_t i;

	for (i = 0; i < all->number; i++) {
		free(all->list[i].text);
		free(all->list[i].lines);
		free(all->list[i].keep);
	}
	free(all->list);
	*all = (struct statements){ };
}
