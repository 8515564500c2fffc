/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_EVENTS_H
#define TWSTAT_ASK_EVENTS_H

#include "ask/client.h"

/* Takes one event. */
typedef void event_taker(const struct nlmsghdr *message);

int events_join(struct client *client, const char *group);
int events_fd(const struct client *client);
int events_read(struct client *client, event_taker *take);

#endif
