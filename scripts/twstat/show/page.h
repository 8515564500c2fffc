/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_PAGE_H
#define TWSTAT_SHOW_PAGE_H

#include <stdbool.h>
#include <stdio.h>

/*
 * Text contains marks: single characters that set the style of what follows. The printing
 * functions translate them for the terminal, or leave them out.
 */
#define BAD	"\001"
#define WARN	"\002"
#define GOOD	"\003"
#define STRONG	"\004"
#define FAINT	"\005"
#define PLAIN	"\006"

static inline bool is_mark(char character)
{
	return character >= *BAD && character <= *PLAIN;
}

/**
 * struct page - text that is complete before it is printed
 * @to: the stream to write to
 * @text: the text so far
 * @size: its length
 */
struct page {
	FILE *to;
	char *text;
	size_t size;
};

void page_begin(struct page *page);
const char *page_text(struct page *page);
void page_end(struct page *page);
void page_print(struct page *page);

bool terminal(void);
bool colours_wanted(void);
unsigned int text_width(const char *text);

#endif
