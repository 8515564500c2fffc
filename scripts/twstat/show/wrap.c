// SPDX-License-Identifier: GPL-2.0
/* Breaks text into lines, between words. */
#include <stdbool.h>
#include <string.h>

#include "show/page.h"
#include "show/wrap.h"

/* The columns of a word, without marks. */
static unsigned int columns(const char *word, size_t length)
{
	unsigned int width = 0;
	size_t i;

	for (i = 0; i < length; i++)
		width += !is_mark(word[i]) && (word[i] & 0xc0) != 0x80;
	return width;
}

static void break_line(struct wrap *wrap)
{
	if (wrap->to)
		fprintf(wrap->to, "\n%*s", wrap->indent, "");
	wrap->column = wrap->indent;
	wrap->lines++;
}

/**
 * wrap_words() - write text, broken into lines
 * @wrap: where; all but @wrap->to is updated
 * @text: words, with a blank between two of them, and marks
 * @size: how much of it
 *
 * The text begins at @wrap->column, with a blank before it if that is not the beginning.
 */
void wrap_words(struct wrap *wrap, const char *text, size_t size)
{
	const char *end = text + size;
	unsigned int width;
	bool first = wrap->column <= wrap->indent;
	size_t length;

	for (; text < end; text += length, text += text < end) {
		length = strcspn(text, " ");
		if (length > (size_t)(end - text))
			length = end - text;
		width = columns(text, length);
		if (!first && wrap->column + 1 + width > WRAP_WIDTH) {
			break_line(wrap);
		} else if (!first) {
			if (wrap->to)
				fputc(' ', wrap->to);
			wrap->column++;
		}
		if (wrap->to)
			fprintf(wrap->to, "%.*s", (int)length, text);
		wrap->column += width;
		first = false;
	}
}
