// SPDX-License-Identifier: GPL-2.0
/* The summary, updated until q is pressed. */
#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ttydefaults.h>
#include <time.h>
#include <unistd.h>

#include "ask/filter.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/options.h"
#include "commands/commands.h"
#include "judge/forecast.h"
#include "show/canvas.h"
#include "show/order.h"
#include "show/page.h"
#include "show/screen.h"

/* The smallest number of destinations shown, even on a small terminal. */
#define DESTINATIONS_MIN	4

/**
 * struct view - what is on the screen
 * @seconds: time between updates
 * @order: the order of destinations
 * @first: index of the first destination shown
 * @number: number of destinations
 * @over: q was pressed, or the terminal is gone
 * @waiting: the signal mask while it waits, which lets SIGWINCH in
 */
struct view {
	double seconds;
	const struct order *order;
	size_t first;
	size_t number;
	bool over;
	sigset_t waiting;
};

static void enter(struct view *view)
{
	sigset_t resized;

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

static void put_head(FILE *to, const struct view *view)
{
	const struct order *order;
	char clock[16] = "";
	time_t now = time(NULL);

	strftime(clock, sizeof(clock), "%H:%M:%S", localtime(&now));
	fprintf(to, STRONG "twstat" PLAIN " %s, every %g s. q: quit; order:",
		clock, view->seconds);
	for (order = orders; order->key; order++)
		fprintf(to, "%s %c %s" PLAIN, order == view->order ? STRONG : FAINT,
			order->key, order->name);
	fputs("\n\n", to);
}

/* Head, verdict and states on top, then destinations, then counters. */
static void show(struct view *view, const struct period *period,
		 const struct forecast *list, const struct forecast *worst)
{
	struct page above, middle, below;
	int row, room, least;

	canvas_fit();
	page_begin(&above);
	put_head(above.to, view);
	screen_verdict(above.to, period, worst);
	fputc('\n', above.to);
	screen_states(above.to, period);
	fputc('\n', above.to);
	page_begin(&below);
	screen_counters(below.to, period);

	least = view->number < DESTINATIONS_MIN ? view->number : DESTINATIONS_MIN;
	room = LINES - lines(page_text(&above)) - lines(page_text(&below)) - 2;
	if (room < least)
		room = least;
	if (view->first + room > view->number)
		view->first = view->number > (size_t)room ? view->number - room : 0;

	page_begin(&middle);
	if (view->number)
		screen_destinations(middle.to, list + view->first,
				    view->number - view->first);
	erase();
	row = canvas_draw(0, LINES, page_text(&above));
	row = canvas_draw(row, room + 1, page_text(&middle));
	canvas_draw(view->number ? row + 1 : row, LINES, page_text(&below));
	refresh();
	page_end(&above);
	page_end(&middle);
	page_end(&below);
}

static void show_ordered(struct view *view, const struct period *period,
			 const struct forecast *worst)
{
	struct forecast *list;

	view->number = period->is.destinations.number;
	list = memory_checked(malloc(sizeof(*list) * (view->number + 1)));
	memcpy(list, worst, sizeof(*list) * view->number);
	qsort(list, view->number, sizeof(*list), view->order->compare);
	show(view, period, list, worst);
	free(list);
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
	for (order = orders; order->key; order++)
		if (order->key == key)
			view->order = order;
}

/* Waits until the next update is due (false) or a key may have changed the view. */
static bool wait_for_key(struct view *view, double until)
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
 * command_watch() - show the summary, and update it
 * @client: the client
 * @argc: number of arguments
 * @argv: seconds between updates
 */
void command_watch(struct client *client, int argc, char **argv)
{
	struct destination_filter filter;
	struct view view = { .seconds = 2, .order = orders };
	struct forecast *worst;
	struct period period;

	if (options.json)
		usage("watch prints no JSON; twstat -j and twstat -j monitor do.");
	if (options.interval >= 0)
		view.seconds = options.interval;
	if (argc)
		view.seconds = number_seconds(argv[0]);
	if (view.seconds < 0.1)
		usage("watch: SECONDS must be at least 0.1.");

	filter_all(&filter);
	enter(&view);
	period_begin(&period, client, &filter);
	while (!view.over) {
		worst = forecast_all(&period);
		do
			show_ordered(&view, &period, worst);
		while (wait_for_key(&view, period.is.at + view.seconds) &&
		       !view.over);
		free(worst);
		if (!view.over)
			period_next(&period, client, &filter);
	}
	canvas_close();
	period_end(&period);
}
