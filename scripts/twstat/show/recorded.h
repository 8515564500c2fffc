/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_SHOW_RECORDED_H
#define TWSTAT_SHOW_RECORDED_H

void recorded_print(void);

#endif
