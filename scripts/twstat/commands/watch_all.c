// SPDX-License-Identifier: GPL-2.0
/* All network namespaces, the worst first, updated until q is pressed. */
#include <curses.h>

#include "ask/filter.h"
#include "commands/commands.h"
#include "commands/view.h"
#include "judge/sites.h"
#include "show/canvas.h"
#include "show/page.h"
#include "show/sites.h"

static void show(struct view *view, const struct sites *sites)
{
	struct page above, middle, below;
	int row, room;

	canvas_fit();
	page_begin(&above);
	view_head(above.to, view);
	sites_verdict(above.to, sites);
	page_begin(&below);
	if (sites->refused || sites->places.hidden)
		fputs("Permission denied: there may be others.\n", below.to);
	room = view_room(view, &above, &below);
	page_begin(&middle);
	sites_table(middle.to, sites, view->first, view->number - view->first);
	erase();
	row = canvas_draw(0, LINES, page_text(&above));
	row = canvas_draw(row + 1, room + 1, page_text(&middle));
	canvas_draw(row, LINES, page_text(&below));
	refresh();
	page_end(&above);
	page_end(&middle);
	page_end(&below);
}

/**
 * command_watch_all() - show all network namespaces, and update them
 * @client: the client
 * @argc: number of arguments
 * @argv: seconds between updates
 */
void command_watch_all(struct client *client, int argc, char **argv)
{
	struct destination_filter filter;
	struct sites sites;
	struct view view;
	double at;

	filter_all(&filter);
	view_open(&view, argc, argv);
	at = clock_now();
	sites_begin(&sites, client, &filter, false);
	while (!view.over) {
		sites_judge(&sites, false);
		view.number = sites.number;
		do
			show(&view, &sites);
		while (view_wait(&view, at + view.seconds) && !view.over);
		if (view.over)
			break;
		at = clock_now();
		sites_next(&sites, client, &filter);
	}
	view_close();
	sites_free(&sites);
}
