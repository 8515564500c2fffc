/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_FILTER_H
#define TWSTAT_ASK_FILTER_H

#include "ask/destinations.h"

void filter_all(struct destination_filter *filter);
void filter_parse(struct destination_filter *filter, int argc, char **argv);
void filter_destination(struct destination_filter *filter, const char *text);

#endif
