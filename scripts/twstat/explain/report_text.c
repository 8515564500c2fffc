// SPDX-License-Identifier: GPL-2.0
/* The report as text: verdict, causes, numbers, and what to do. */
#include <stdio.h>
#include <string.h>

#include "explain/report_text.h"
#include "show/page.h"
#include "show/verdict.h"

#define WIDTH	98

/* Width of what precedes a text: a number, or the name of a fact. */
#define INDENT	12

/**
 * struct line - a text that is broken into lines
 * @to: the output
 * @indent: first column of its lines
 * @column: column of the next character
 */
struct line {
	FILE *to;
	unsigned int indent;
	unsigned int column;
};

/* Writes a text, broken into lines. */
static void put_words(struct line *line, const char *text)
{
	size_t length;

	for (; *text; text += length, text += *text == ' ') {
		length = strcspn(text, " ");
		if (line->column > line->indent &&
		    line->column + 1 + length > WIDTH) {
			fprintf(line->to, "\n%*s", line->indent, "");
			line->column = line->indent;
		} else if (line->column > line->indent) {
			fputc(' ', line->to);
			line->column++;
		}
		fprintf(line->to, "%.*s", (int)length, text);
		line->column += length;
	}
}

/* Lines are not broken: they are there to be copied. */
static void put_lines(FILE *to, const char *lines, unsigned int indent)
{
	const char *end;

	for (; *lines; lines = end + 1) {
		end = strchr(lines, '\n');
		fprintf(to, "%*s%.*s\n", indent + 4, "", (int)(end - lines), lines);
	}
}

static void put_statement(FILE *to, const struct statement *statement,
			  const char *before, unsigned int indent)
{
	struct line line = { to, indent, indent };
	char from[256];

	fprintf(to, "%-*s", indent, before);
	put_words(&line, statement->text);
	if (*statement->from) {
		snprintf(from, sizeof(from), "[%s]", statement->from);
		fputs(FAINT, to);
		put_words(&line, from);
		fputs(PLAIN, to);
	}
	fputc('\n', to);
	if (statement->lines)
		put_lines(to, statement->lines, indent);
}

static void put_causes(FILE *to, const struct causes *causes)
{
	size_t i;

	for (i = 0; i < causes->all.number; i++)
		put_statement(to, &causes->all.list[i], i ? " and" : "Why:", 5);
}

/* The name of a fact is its id, with blanks. */
static void put_facts(FILE *to, const struct statements *facts)
{
	char name[INDENT + 1];
	size_t i, j;

	for (i = 0; i < facts->number; i++) {
		snprintf(name, sizeof(name), "  %s", facts->list[i].id);
		for (j = 0; name[j]; j++)
			if (name[j] == '-')
				name[j] = ' ';
		put_statement(to, &facts->list[i], name, INDENT);
	}
}

static void put_list(FILE *to, const char *title, const struct statements *all,
		     bool numbered)
{
	char before[32] = "  -";
	size_t i;

	if (!all->number)
		return;
	fprintf(to, STRONG "%s" PLAIN "\n", title);
	for (i = 0; i < all->number; i++) {
		if (numbered)
			snprintf(before, sizeof(before), "%3zu.", i + 1);
		put_statement(to, &all->list[i], before, numbered ? 5 : 4);
	}
}

/* What does not help is similar for all troubles, and printed once. */
static void put_explanation(FILE *to, const struct explanation *explanation, bool worst)
{
	put_causes(to, &explanation->causes);
	put_facts(to, &explanation->facts);
	put_list(to, "What helps, safest first:", &explanation->remedies, true);
	if (worst)
		put_list(to, "What does not help:", &explanation->useless, false);
}

/*
 * Whether the cause was explained already. A program that binds ports takes them from all
 * destinations at once, and from bind(), so that one report is about all of them.
 */
static bool is_explained(const struct report *report, size_t number)
{
	enum cause cause = report->list[number].causes.first;
	size_t i;

	if (cause != CAUSE_BIND_WITHOUT_NO_PORT && cause != CAUSE_PORTS_BOUND)
		return false;
	for (i = 0; i < number; i++)
		if (report->list[i].causes.first == cause)
			return true;
	return false;
}

/**
 * report_print() - print a report as text
 * @report: the report
 */
void report_print(const struct report *report)
{
	const struct explanation *explanation;
	struct page page;
	size_t i;

	page_begin(&page);
	if (!report->number)
		verdict_fine(page.to, report->period);
	for (i = 0; i < report->number; i++) {
		explanation = &report->list[i];
		if (i)
			fputc('\n', page.to);
		verdict_trouble(page.to, explanation->trouble);
		if (is_explained(report, i))
			fprintf(page.to, "Why: the same cause as above (%s).\n",
				cause_name(explanation->causes.first));
		else
			put_explanation(page.to, explanation, !i);
	}
	if (report->more)
		fprintf(page.to,
			"\n%zu more problems: twstat -s explain, or twstat explain DESTINATION\n",
			report->more);
	if ((report->innocent.number || report->noticed.number) && report->number)
		fputc('\n', page.to);
	put_list(page.to, "Ruled out:", &report->innocent, false);
	put_list(page.to, "Not TIME_WAIT, but seen:", &report->noticed, false);
	put_list(page.to, "Not known:", &report->unknown, false);
	page_print(&page);
}
