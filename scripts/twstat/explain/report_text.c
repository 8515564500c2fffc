// SPDX-License-Identifier: GPL-2.0
/* The whole report as text: verdict, causes, numbers, and what to do. */
#include <stdio.h>
#include <string.h>

#include "explain/report_text.h"
#include "show/page.h"
#include "show/verdict.h"
#include "show/wrap.h"

/* Width of what precedes a text: a number, or the name of a fact. */
#define INDENT	12

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
	struct wrap wrap = { .to = to, .indent = indent, .column = indent };
	char from[256];

	fprintf(to, "%-*s", indent, before);
	wrap_words(&wrap, statement->text, strlen(statement->text));
	if (*statement->from) {
		snprintf(from, sizeof(from), "[%s]", statement->from);
		fputs(FAINT, to);
		wrap_words(&wrap, from, strlen(from));
		fputs(PLAIN, to);
	}
	fputc('\n', to);
	if (statement->lines)
		put_lines(to, statement->lines, indent);
	if (statement->keep)
		put_lines(to, statement->keep, indent);
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

static bool same_causes(const struct statements *a, const struct statements *b)
{
	size_t i;

	if (a->number != b->number)
		return false;
	for (i = 0; i < a->number; i++)
		if (strcmp(a->list[i].id, b->list[i].id))
			return false;
	return true;
}

/*
 * Whether the causes were explained already. A program that binds ports takes them from all
 * destinations at once, and from bind(), so that one report is about all of them. And several
 * destinations can have all causes in common.
 */
static bool is_explained(const struct report *report, size_t number)
{
	const struct explanation *is = &report->list[number], *other;
	enum cause cause = is->causes.first;
	size_t i;

	for (i = 0; i < number; i++) {
		other = &report->list[i];
		if (other->causes.first != cause)
			continue;
		if (cause == CAUSE_BIND_WITHOUT_NO_PORT || cause == CAUSE_PORTS_BOUND)
			return true;
		if (is->causes.all.number && other->trouble->kind == is->trouble->kind &&
		    same_causes(&is->causes.all, &other->causes.all))
			return true;
	}
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
			fprintf(page.to,
				"Why: the same cause as above (%s). With a destination, explain has its numbers.\n",
				cause_name(explanation->causes.first));
		else
			put_explanation(page.to, explanation, !i);
	}
	if (report->more)
		fprintf(page.to,
			"\n%zu more problems: twstat -s explain, or twstat --full explain DESTINATION\n",
			report->more);
	if ((report->innocent.number || report->noticed.number) && report->number)
		fputc('\n', page.to);
	put_list(page.to, "Ruled out:", &report->innocent, false);
	put_list(page.to, "Not TIME_WAIT, but seen:", &report->noticed, false);
	put_list(page.to, "Not known:", &report->unknown, false);
	page_print(&page);
}
