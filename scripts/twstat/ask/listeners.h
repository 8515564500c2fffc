/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_LISTENERS_H
#define TWSTAT_ASK_LISTENERS_H

#include "ask/fetch.h"
#include "ask/programs.h"

/**
 * struct listener - a listening socket
 * @local: its local address; 0.0.0.0 or :: for all
 * @port: its local port
 * @inode: its inode number, as in /proc/PID/fd
 * @cgroup: the id of its cgroup; 0 if not known
 */
struct listener {
	struct address local;
	unsigned int port;
	unsigned int inode;
	__u64 cgroup;
};

/**
 * struct listeners - the listening sockets of the namespace
 * @list: the sockets
 * @number: length of @list
 */
struct listeners {
	struct listener *list;
	size_t number;
};

void listeners_fetch(struct listeners *listeners);
void listeners_free(struct listeners *listeners);
bool listeners_program(const struct listeners *listeners, const struct service *service,
		       struct program *program);

#endif
