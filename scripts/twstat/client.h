/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_CLIENT_H
#define TWSTAT_CLIENT_H

#include <linux/twstat.h>
#include <libmnl/libmnl.h>
#include <stdbool.h>

struct client;

/* Takes one message; it is gone when this returns. */
typedef void client_reader(const struct nlmsghdr *message, void *data);

/* Takes one event. */
typedef void client_event(const struct nlmsghdr *message);

struct client *client_open(void);
void client_reach(struct client *client);
void client_close(struct client *client);

struct nlmsghdr *client_request(struct client *client, int command);
void client_do(struct client *client, client_reader *read, void *data);
bool client_dump(struct client *client, client_reader *read, void *data);

int client_join(struct client *client, const char *group);
int client_fd(const struct client *client);
int client_listen(struct client *client, client_event *event);
int client_command(const struct nlmsghdr *message);

#endif
