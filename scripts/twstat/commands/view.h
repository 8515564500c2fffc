/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_COMMANDS_VIEW_H
#define TWSTAT_COMMANDS_VIEW_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "show/order.h"
#include "show/page.h"

/* The smallest number of rows shown, even on a small terminal. */
#define VIEW_ROWS_MIN	4

/**
 * struct view - what is on the screen
 * @seconds: time between updates
 * @order: the order of destinations; NULL if what is listed has no other order
 * @first: index of the first row shown
 * @number: number of rows
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

void view_open(struct view *view, int argc, char **argv);
void view_head(FILE *to, const struct view *view);
int view_room(struct view *view, struct page *above, struct page *below);
bool view_wait(struct view *view, double until);
void view_close(void);

#endif
