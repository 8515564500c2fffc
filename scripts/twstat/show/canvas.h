/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_CANVAS_H
#define TWSTAT_SHOW_CANVAS_H

void canvas_open(void);
void canvas_close(void);
void canvas_fit(void);
int canvas_draw(int row, int rows, const char *text);

#endif
