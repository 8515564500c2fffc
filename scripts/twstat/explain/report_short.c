// SPDX-License-Identifier: GPL-2.0
/*
 * The report in at most ten lines: verdict, main cause, best remedy with the lines to type,
 * what is not known, and what --full adds.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "explain/best.h"
#include "explain/report_short.h"
#include "show/page.h"
#include "show/verdict.h"
#include "show/wrap.h"

#define LINES	10

/* The most lines of a cause, of a remedy, and of anything else. */
#define CAUSE_LINES	2
#define REMEDY_LINES	3
#define OTHER_LINES	2

/**
 * struct part - a part of the report
 * @label: what its first line begins with
 * @indent: first column of its other lines
 * @text: sentences
 */
struct part {
	const char *label;
	unsigned int indent;
	const char *text;
};

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/* Takes lines from those that are left, at most so many. */
static unsigned int take(unsigned int *left, unsigned int most)
{
	unsigned int lines = least(*left, most);

	*left -= lines;
	return lines;
}

static struct wrap begin(const struct part *part, FILE *to)
{
	unsigned int width = text_width(part->label);

	return (struct wrap){
		.to = to,
		.indent = part->indent,
		.column = width > part->indent ? width : part->indent,
	};
}

static unsigned int lines_of(const struct part *part, size_t size)
{
	struct wrap wrap = begin(part, NULL);

	wrap_words(&wrap, part->text, size);
	return wrap.lines + 1;
}

/* The end of the sentence after the first characters. */
static size_t sentence(const char *text, size_t after)
{
	const char *end = strstr(text + after, ". ");

	return end ? (size_t)(end - text) + 1 : strlen(text);
}

static unsigned int first_lines(const struct part *part)
{
	return lines_of(part, sentence(part->text, 0));
}

/* How much of the text fits: whole sentences, or 0. */
static size_t whole(const struct part *part, unsigned int lines)
{
	size_t size = 0, next;

	while (part->text[size]) {
		next = sentence(part->text, size);
		if (lines_of(part, next) > lines)
			break;
		size = next;
	}
	return size;
}

/* Cuts a sentence that is too long, between words, with room for an ellipsis. */
static size_t cut(const struct part *part, unsigned int lines)
{
	size_t size = sentence(part->text, 0);

	while (size && lines_of(part, size + 4) > lines)
		do
			size--;
		while (size && part->text[size] != ' ');
	return size;
}

static void put_part(FILE *to, const struct part *part, unsigned int lines)
{
	size_t size = whole(part, lines);
	struct wrap wrap = begin(part, to);
	bool complete = size;

	if (!lines)
		return;
	if (!complete)
		size = cut(part, lines);
	fprintf(to, "%-*s", part->indent, part->label);
	wrap_words(&wrap, part->text, size);
	fputs(complete ? "\n" : " ...\n", to);
}

static unsigned int count_lines(const char *lines)
{
	unsigned int number = 0;

	for (; lines && *lines; lines++)
		number += *lines == '\n';
	return number;
}

static void put_lines(FILE *to, const char *lines)
{
	const char *end;

	for (; *lines; lines = end + 1) {
		end = strchr(lines, '\n');
		fprintf(to, "    %.*s\n", (int)(end - lines), lines);
	}
}

/* Of what is not known, what each sentence says before its colon; to be freed. */
static char *unknowns(const struct statements *all)
{
	char *text = NULL;
	size_t size = 0, i;
	FILE *to = memory_checked(open_memstream(&text, &size));

	for (i = 0; i < all->number; i++)
		fprintf(to, "%s%.*s", i ? "; " : "", (int)strcspn(all->list[i].text, ":"),
			all->list[i].text);
	if (i)
		fputs(" (--full says more).", to);
	fclose(to);
	return text;
}

static void put_more(FILE *to, bool *any, size_t number, const char *one, const char *several)
{
	if (!number)
		return;
	fprintf(to, "%s%zu more %s", *any ? ", " : "", number, number > 1 ? several : one);
	*any = true;
}

/* What --full adds; to be freed. */
static char *rest(const struct report *report)
{
	const struct explanation *first = report->list;
	size_t problems = report->number - 1 + report->more + report->noticed.number;
	char *text = NULL;
	bool any = false;
	size_t size = 0;
	FILE *to = memory_checked(open_memstream(&text, &size));

	if (first->causes.all.number)
		put_more(to, &any, first->causes.all.number - 1, "cause", "causes");
	if (first->remedies.number)
		put_more(to, &any, first->remedies.number - 1, "remedy", "remedies");
	put_more(to, &any, problems, "problem", "problems");
	fprintf(to, "%snumbers%s", any ? ", " : "",
		first->useless.number ? ", what does not help" : "");
	fclose(to);
	return text;
}

/* The program behind it, or NULL. */
static const char *who_of(const struct explanation *explanation)
{
	size_t i;

	for (i = 0; i < explanation->facts.number; i++)
		if (!strcmp(explanation->facts.list[i].id, "who"))
			return explanation->facts.list[i].text;
	return NULL;
}

static void put_remedy(FILE *to, const struct explanation *explanation,
		       unsigned int *left)
{
	bool falls_short = best_falls_short(&explanation->remedies);
	const struct statement *best = explanation->best;
	const struct statements *causes = &explanation->causes.all;
	struct part remedy = {
		falls_short ? "Best (no setting alone is enough):" : "Best:", 6, best->text
	};
	struct part why = { "Why:", 5, causes->number ? causes->list->text : "" };
	struct part who = { "Who:", 5, who_of(explanation) };
	unsigned int why_lines = 0, who_lines = 0, remedy_lines;
	unsigned int keep_lines = count_lines(best->keep);

	take(left, count_lines(best->lines));
	if (causes->number)
		why_lines = take(left, 1);
	remedy_lines = take(left, least(first_lines(&remedy), REMEDY_LINES));
	if (causes->number)
		why_lines += take(left, least(first_lines(&why), CAUSE_LINES) - 1);
	if (who.text)
		who_lines = take(left, least(first_lines(&who), OTHER_LINES));
	if (keep_lines > *left)
		keep_lines = 0;
	take(left, keep_lines);
	remedy_lines += take(left, REMEDY_LINES - remedy_lines);
	put_part(to, &why, why_lines);
	if (who.text)
		put_part(to, &who, who_lines);
	put_part(to, &remedy, remedy_lines);
	if (best->lines)
		put_lines(to, best->lines);
	if (keep_lines)
		put_lines(to, best->keep);
}

/* Of a destination without trouble, its numbers; and why it had some, if nothing helps. */
static void put_facts(FILE *to, const struct explanation *explanation, unsigned int *left)
{
	const struct statements *causes = &explanation->causes.all;
	struct part part = { "Why:", 5, NULL };
	size_t i;

	if (causes->number) {
		part.text = causes->list->text;
		put_part(to, &part, take(left, least(first_lines(&part), CAUSE_LINES)));
	}
	part = (struct part){ "  -", 4, NULL };
	for (i = 0; i < explanation->facts.number && *left; i++) {
		part.text = explanation->facts.list[i].text;
		put_part(to, &part, take(left, least(first_lines(&part), OTHER_LINES)));
	}
}

static void put_statements(FILE *to, const struct statements *all, unsigned int *left)
{
	struct part part = { "  -", 4, NULL };
	size_t i;

	for (i = 0; i < all->number && *left; i++) {
		part.text = all->list[i].text;
		put_part(to, &part, take(left, least(first_lines(&part), OTHER_LINES)));
	}
}

static unsigned int put_verdict(FILE *to, const struct report *report)
{
	struct page page;
	unsigned int lines;

	page_begin(&page);
	if (report->number)
		verdict_trouble(page.to, report->list->trouble);
	else
		verdict_fine(page.to, report->period);
	fputs(page_text(&page), to);
	lines = count_lines(page_text(&page));
	page_end(&page);
	return lines;
}

static void put_middle(FILE *to, const struct report *report, unsigned int *left)
{
	if (!report->number) {
		put_statements(to, &report->noticed, left);
		put_statements(to, &report->innocent, left);
	} else if (report->list->best) {
		put_remedy(to, report->list, left);
	} else {
		put_facts(to, report->list, left);
	}
}

/**
 * report_print_short() - print a report as text, in at most ten lines
 * @report: the report
 */
void report_print_short(const struct report *report)
{
	static char in_general[] =
		"more of each, and what EADDRINUSE and EADDRNOTAVAIL mean here";
	char *not_known = unknowns(&report->unknown);
	char *adds = report->number ? rest(report) : in_general;
	struct part unknown = { "Not known:", 4, not_known };
	struct part last = { "twstat explain --full:", 4, adds };
	unsigned int left = LINES, last_lines, unknown_lines = 0;
	struct page page;

	page_begin(&page);
	left -= put_verdict(page.to, report);
	last_lines = take(&left, least(lines_of(&last, strlen(adds)), OTHER_LINES));
	if (*not_known)
		unknown_lines = take(&left, 1);
	put_middle(page.to, report, &left);
	if (unknown_lines && first_lines(&unknown) > 1)
		unknown_lines += take(&left, 1);
	put_part(page.to, &unknown, unknown_lines);
	put_part(page.to, &last, last_lines);
	page_print(&page);
	if (adds != in_general)
		free(adds);
	free(not_known);
}
