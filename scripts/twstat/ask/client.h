/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_CLIENT_H
#define TWSTAT_ASK_CLIENT_H

#include "ask/link.h"

#define CLIENT_GROUPS	4

/**
 * struct client - a connection to the module
 * @link: the socket; opened at the first request
 * @family: the number of the family twstat
 * @group: its multicast groups
 * @group.name: its name
 * @group.id: its number
 * @groups: number of @group
 * @command: command of the last request
 */
struct client {
	struct link link;
	unsigned int family;
	struct {
		char name[GENL_NAMSIZ];
		unsigned int id;
	} group[CLIENT_GROUPS];
	unsigned int groups;
	int command;
};

struct client *client_open(void);
void client_reach(struct client *client);
void client_move(struct client *client);
void client_close(struct client *client);

struct nlmsghdr *client_request(struct client *client, int command);
int client_try(struct client *client, link_reader *read, void *data);
void client_do(struct client *client, link_reader *read, void *data);
int client_try_dump(struct client *client, link_reader *read, void *data);
bool client_dump(struct client *client, link_reader *read, void *data);
bool client_dump_known(struct client *client, link_reader *read, void *data);
int client_command(const struct nlmsghdr *message);

[[gnu::noreturn]]
void client_failed(const struct client *client, int err);
[[gnu::noreturn]]
void client_outdated(const char *what);
[[gnu::noreturn]]
void client_unloaded(void);

#endif
