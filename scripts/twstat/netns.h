/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_NETNS_H
#define TWSTAT_NETNS_H

void netns_enter(const char *name);

#endif
