/* SPDX-License-Identifier: GPL-2.0 */
/* Reads how much time the mini-sockets have left. */
#ifndef _TWSTAT_READ_LEFT_NOW_H
#define _TWSTAT_READ_LEFT_NOW_H

struct twstat_histogram;
struct twstat_net;

void twstat_left_now(struct twstat_net *tn, struct twstat_histogram *left);

#endif
