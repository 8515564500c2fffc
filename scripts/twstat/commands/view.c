// SPDX-License-Identifier: GPL-2.0
/* The screen of watch: its head, keys, and the rows that are scrolled. */
#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ttydefaults.h>
#include <time.h>
#include <unistd.h>

#include "ask/sample.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/options.h"
#include "commands/view.h"
#include "show/canvas.h"

/**
 * view_open() - take the terminal
 * @view: filled in
 * @argc: number of arguments
 * @argv: seconds between updates
 */
void view_open(struct view *view, int argc, char **argv)
{
	sigset_t resized;

	*view = (struct view){ .seconds = 2 };
	if (options.json)
		usage("watch prints no JSON; twstat -j and twstat -j monitor do.");
	if (options.interval >= 0)
		view->seconds = options.interval;
	if (argc)
		view->seconds = number_seconds(argv[0]);
	if (view->seconds < 0.1)
		usage("watch: SECONDS must be at least 0.1.");

	if (!isatty(STDIN_FILENO) || !terminal())
		usage("watch needs a terminal; twstat -i SECONDS prints rates once.");
	/* SIGWINCH must not arrive between reading the size and waiting. */
	sigemptyset(&resized);
	sigaddset(&resized, SIGWINCH);
	sigprocmask(SIG_BLOCK, &resized, &view->waiting);
	canvas_open();
}

static int lines(const char *text)
{
	int number = 0;

	for (; *text; text++)
		number += *text == '\n';
	return number;
}

/**
 * view_head() - print the first line
 * @to: the output
 * @view: the view
 */
void view_head(FILE *to, const struct view *view)
{
	const struct order *order;
	char clock[16] = "";
	time_t now = time(NULL);

	strftime(clock, sizeof(clock), "%H:%M:%S", localtime(&now));
	fprintf(to, STRONG "twstat" PLAIN " %s, every %g s. q: quit%s",
		clock, view->seconds,
		view->order ? "; order:" : "");
	for (order = orders; view->order && order->key; order++)
		fprintf(to, "%s %c %s" PLAIN, order == view->order ? STRONG : FAINT,
			order->key, order->name);
	fputs("\n\n", to);
}

/**
 * view_room() - how many rows fit between two parts of the screen
 * @view: the view; it is scrolled so that the last row is not above the room's end
 * @above: what is above the rows
 * @below: what is below them
 *
 * Return: the number.
 */
int view_room(struct view *view, struct page *above, struct page *below)
{
	int least = view->number < VIEW_ROWS_MIN ? view->number : VIEW_ROWS_MIN;
	int room = LINES - lines(page_text(above)) - lines(page_text(below)) - 2;

	if (room < least)
		room = least;
	if (view->first + room > view->number)
		view->first = view->number > (size_t)room ? view->number - room : 0;
	return room;
}

static void scroll_by(struct view *view, long by)
{
	if (by < 0 && view->first < (size_t)-by)
		view->first = 0;
	else if (view->first + by < view->number)
		view->first += by;
}

static void press(struct view *view, int key)
{
	const struct order *order;

	switch (key) {
	case 'q':
	case CTRL('c'):
		view->over = true;
		break;
	case CTRL('z'):
		raise(SIGTSTP);
		break;
	/* Terminals differ in how they reflow text on a resize: redraw all. */
	case KEY_RESIZE:
	case CTRL('l'):
		clearok(stdscr, true);
		break;
	case KEY_UP:
	case KEY_DOWN:
		scroll_by(view, key == KEY_UP ? -1 : 1);
		break;
	case KEY_PPAGE:
	case KEY_NPAGE:
		scroll_by(view, key == KEY_PPAGE ? -10 : 10);
		break;
	}
	for (order = orders; view->order && order->key; order++)
		if (order->key == key)
			view->order = order;
}

/**
 * view_wait() - wait until the next update is due, or a key may have changed the view
 * @view: the view
 * @until: when the update is due
 *
 * Return: false if it is due.
 */
bool view_wait(struct view *view, double until)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	double left = until - clock_now();
	struct timespec timeout = {
		.tv_sec = left,
		.tv_nsec = (left - (time_t)left) * 1e9,
	};
	int key;

	if (left <= 0)
		return false;
	if (ppoll(&input, 1, &timeout, &view->waiting) < 0 && errno != EINTR)
		fail(EXIT_FAILED, "Can't wait for keys: %s.", strerror(errno));
	if (input.revents & (POLLHUP | POLLERR | POLLNVAL))
		view->over = true;
	while ((key = getch()) != ERR)
		press(view, key);
	return true;
}

/**
 * view_close() - give the terminal back
 */
void view_close(void)
{
	canvas_close();
}
