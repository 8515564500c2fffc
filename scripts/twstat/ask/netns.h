/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_NETNS_H
#define TWSTAT_ASK_NETNS_H

void netns_enter(const char *name);

#endif
