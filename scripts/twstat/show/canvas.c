// SPDX-License-Identifier: GPL-2.0
/* The whole terminal, by curses: text with marks, updated in place. */
#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/fail.h"
#include "show/canvas.h"
#include "show/page.h"

/**
 * canvas_close() - give the terminal back
 */
void canvas_close(void)
{
	if (!isendwin())
		endwin();
}

/**
 * canvas_open() - take the whole terminal, or fail
 */
void canvas_open(void)
{
	if (!newterm(NULL, stdout, stdin))
		fail(EXIT_FAILED,
		     "This terminal (TERM=%s) is not known to ncurses: set TERM, for example to xterm.",
		     getenv("TERM") ? getenv("TERM") : "");
	before_failing(canvas_close);
	raw();
	noecho();
	nodelay(stdscr, true);
	keypad(stdscr, true);
	curs_set(0);
	if (colours_wanted() && has_colors()) {
		start_color();
		use_default_colors();
		init_pair(*BAD, COLOR_RED, -1);
		init_pair(*WARN, COLOR_YELLOW, -1);
		init_pair(*GOOD, COLOR_GREEN, -1);
	}
}

/**
 * canvas_fit() - use the current size of the terminal
 *
 * It may have changed while SIGWINCH was blocked.
 */
void canvas_fit(void)
{
	struct winsize size;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_row && size.ws_col &&
	    is_term_resized(size.ws_row, size.ws_col))
		resizeterm(size.ws_row, size.ws_col);
}

static void set_mark(char mark)
{
	attrset(A_NORMAL);
	if (mark == *BAD)
		attrset(COLOR_PAIR(*BAD) | A_BOLD);
	else if (mark == *WARN || mark == *GOOD)
		attrset(COLOR_PAIR(mark));
	else if (mark == *STRONG)
		attrset(A_BOLD);
	else if (mark == *FAINT)
		attrset(A_DIM);
}

/* Draws one line, cut at the width of the terminal. */
static void draw_line(int row, const char *line, size_t length)
{
	const char *end = line + length;
	int column = 0, bytes;

	move(row, 0);
	attrset(A_NORMAL);
	while (line < end) {
		if (is_mark(*line)) {
			set_mark(*line++);
			continue;
		}
		for (bytes = 1; line + bytes < end && (line[bytes] & 0xc0) == 0x80;)
			bytes++;
		if (++column > COLS)
			break;
		addnstr(line, bytes);
		line += bytes;
	}
	attrset(A_NORMAL);
}

/**
 * canvas_draw() - draw lines of a text
 * @row: the first row
 * @rows: the most rows
 * @text: the text, with marks
 *
 * Return: the row after the last one.
 */
int canvas_draw(int row, int rows, const char *text)
{
	size_t length;

	for (; *text && rows > 0 && row < LINES; row++, rows--) {
		length = strcspn(text, "\n");
		draw_line(row, text, length);
		text += length + (text[length] == '\n');
	}
	return row;
}
