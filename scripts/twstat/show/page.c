// SPDX-License-Identifier: GPL-2.0
/* Text with colours on a terminal, and without anywhere else. */
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
 * page_text() - what was written until now
 * @page: the page
 *
 * Return: the text, with marks, until something else is written.
 */
const char *page_text(struct page *page)
{
	if (fflush(page->to))
		fail(EXIT_FAILED, "Out of memory.");
	return page->text;
}

/**
 * page_end() - forget a page
 * @page: from page_begin()
 */
void page_end(struct page *page)
{
	fclose(page->to);
	free(page->text);
}

/**
 * terminal() - is this for somebody's eyes?
 *
 * Return: whether the output is a terminal.
 */
bool terminal(void)
{
	return isatty(STDOUT_FILENO);
}

/**
 * colours_wanted() - may this be in colour?
 *
 * Return: whether it is for a terminal, and nobody said no: see https://no-color.org.
 */
bool colours_wanted(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return terminal() && !(no && *no) && term && strcmp(term, "dumb");
}

/* In the order of the marks. */
static const char *const sequences[] = {
	"\033[1;31m", "\033[33m", "\033[32m", "\033[1m", "\033[2m", "\033[m"
};

/**
 * page_print() - print a page, and forget it
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
 * text_width() - how many columns a text takes
 * @text: the text, of UTF-8, with marks
 *
 * Return: how many.
 */
unsigned int text_width(const char *text)
{
	unsigned int width = 0;

	for (; *text; text++)
		if (!is_mark(*text) && (*text & 0xc0) != 0x80)
			width++;
	return width;
}
