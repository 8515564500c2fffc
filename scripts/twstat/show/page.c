// SPDX-License-Identifier: GPL-2.0
/* Text, with colours on a terminal. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/memory.h"
#include "show/page.h"

/**
 * page_begin() - begin a page
 * @page: filled in
 */
void page_begin(struct page *page)
{
	page->text = NULL;
	page->size = 0;
	page->to = memory_checked(open_memstream(&page->text, &page->size));
}

/**
 * page_text() - the text so far
 * @page: the page
 *
 * Return: the text, with marks; valid until more is written.
 */
const char *page_text(struct page *page)
{
	if (fflush(page->to))
		fail(EXIT_FAILED, "Out of memory.");
	return page->text;
}

/**
 * page_end() - free a page
 * @page: from page_begin()
 */
void page_end(struct page *page)
{
	fclose(page->to);
	free(page->text);
}

/**
 * terminal() - whether the output is a terminal
 *
 * Return: whether it is one.
 */
bool terminal(void)
{
	return isatty(STDOUT_FILENO);
}

/**
 * colours_wanted() - whether to print colours
 *
 * Return: whether the output is a terminal, and NO_COLOR (https://no-color.org) is not set.
 */
bool colours_wanted(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return terminal() && !(no && *no) && term && strcmp(term, "dumb");
}

/* The escape sequences, in the order of the marks. */
static const char *const sequences[] = {
	"\033[1;31m", "\033[33m", "\033[32m", "\033[1m", "\033[2m", "\033[m"
};

/**
 * page_print() - print a page, and free it
 * @page: from page_begin()
 */
void page_print(struct page *page)
{
	const char *text = page_text(page);
	bool coloured = colours_wanted();

	for (; *text; text++) {
		if (!is_mark(*text))
			putchar(*text);
		else if (coloured)
			fputs(sequences[*text - *BAD], stdout);
	}
	page_end(page);
}

/**
 * text_width() - the width of a text in columns
 * @text: UTF-8, with marks
 *
 * Return: the width.
 */
unsigned int text_width(const char *text)
{
	unsigned int width = 0;

	for (; *text; text++)
		if (!is_mark(*text) && (*text & 0xc0) != 0x80)
			width++;
	return width;
}
