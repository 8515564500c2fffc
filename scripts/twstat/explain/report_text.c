// SPDX-License-Identifier: GPL-2.0
/* What explain says, for people: a verdict, why, by which numbers, and what to do. */
#include <stdio.h>
#include <string.h>

#include "explain/report_text.h"
#include "show/page.h"
#include "show/verdict.h"

#define WIDTH	98

/* Room for what stands before a text: a number, or what a fact is called. */
#define INDENT	12

/**
 * struct line - where a text is written to
 * @to: where
 * @indent: where its lines begin
 * @column: where the next character comes
 */
struct line {
	FILE *to;
	unsigned int indent;
	unsigned int column;
};

/* A text word by word, in lines that are not too long. */
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
}

static void put_causes(FILE *to, const struct causes *causes)
{
	size_t i;

	for (i = 0; i < causes->all.number; i++)
		put_statement(to, &causes->all.list[i], i ? " and" : "Why:", 5);
}

/* What a fact is called is its id. */
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

/* What doesn't help is much the same for all, and told of the worst one. */
static void put_explanation(FILE *to, const struct explanation *explanation, bool worst)
{
	put_causes(to, &explanation->causes);
	put_facts(to, &explanation->facts);
	put_list(to, "What helps, the safest first:", &explanation->remedies, true);
	if (worst)
		put_list(to, "What does not help:", &explanation->useless, false);
}

/**
 * report_print() - print what is said
 * @report: what is said
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
		put_explanation(page.to, explanation, !i);
	}
	if (report->more)
		fprintf(page.to, "\n%zu more: twstat -s explain, or twstat explain DESTINATION\n",
			report->more);
	if (report->innocent.number && report->number)
		fputc('\n', page.to);
	put_list(page.to, "What TIME_WAIT is not the reason of:", &report->innocent, false);
	put_list(page.to, "What is not known:", &report->unknown, false);
	page_print(&page);
}
