// SPDX-License-Identifier: GPL-2.0
/* What is said, with the numbers and the names of counters that it rests on. */
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "explain/statement.h"

/**
 * vstate() - say something more
 * @all: what was said until now
 * @id: what a program calls it
 * @from: the counters and settings that it rests on, or ""
 * @format: a sentence or more, as vprintf() takes it
 * @arguments: what it is about
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
 * state() - say something more
 * @all: what was said until now
 * @id: what a program calls it
 * @from: the counters and settings that it rests on, or ""
 * @format: a sentence or more, as printf() takes it
 */
void state(struct statements *all, const char *id, const char *from,
	   const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vstate(all, id, from, format, arguments);
	va_end(arguments);
}

/**
 * state_more() - go on with the last statement
 * @all: what was said until now
 * @format: what follows, as printf() takes it
 */
void state_more(struct statements *all, const char *format, ...)
{
	struct statement *statement = &all->list[all->number - 1];
	char *text = statement->text, *more;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&more, format, arguments) < 0 ||
	    asprintf(&statement->text, "%s%s", text, more) < 0)
		fail(EXIT_FAILED, "Out of memory.");
	va_end(arguments);
	free(text);
	free(more);
}

/**
 * state_number() - give the last statement a number
 * @all: what was said until now
 * @name: what the number is called
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
 * statements_free() - forget them
 * @all: what was said
 */
void statements_free(struct statements *all)
{
	size_t i;

	for (i = 0; i < all->number; i++)
		free(all->list[i].text);
	free(all->list);
	*all = (struct statements){ };
}
