// SPDX-License-Identifier: GPL-2.0
/* The summary, updated until q is pressed. */
#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "ask/filter.h"
#include "base/memory.h"
#include "commands/commands.h"
#include "commands/view.h"
#include "judge/forecast.h"
#include "show/canvas.h"
#include "show/screen.h"

/* Head, verdict and states on top, then destinations, then counters. */
static void show(struct view *view, const struct period *period,
		 const struct forecast *list, const struct forecast *worst)
{
	struct page above, middle, below;
	int row, room;

	canvas_fit();
	page_begin(&above);
	view_head(above.to, view);
	screen_verdict(above.to, period, worst);
	fputc('\n', above.to);
	screen_states(above.to, period);
	fputc('\n', above.to);
	page_begin(&below);
	screen_counters(below.to, period);

	room = view_room(view, &above, &below);

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

/**
 * command_watch() - show the summary, and update it
 * @client: the client
 * @argc: number of arguments
 * @argv: seconds between updates
 */
void command_watch(struct client *client, int argc, char **argv)
{
	struct destination_filter filter;
	struct view view;
	struct forecast *worst;
	struct period period;

	view_open(&view, argc, argv);
	view.order = orders;
	filter_all(&filter);
	period_begin(&period, client, &filter);
	while (!view.over) {
		worst = forecast_all(&period);
		do
			show_ordered(&view, &period, worst);
		while (view_wait(&view, period.is.at + view.seconds) &&
		       !view.over);
		free(worst);
		if (!view.over)
			period_next(&period, client, &filter);
	}
	view_close();
	period_end(&period);
}
