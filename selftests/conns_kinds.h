/* SPDX-License-Identifier: GPL-2.0 */
/* The kinds of sockets of conns -k. */
#ifndef CONNS_KINDS_H
#define CONNS_KINDS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

/**
 * struct kind - a kind of sockets
 * @name: for option -k
 * @domain: their domain, if it is not the family of the address
 * @protocol: with IPv4
 * @protocol6: with IPv6
 * @talks: the client has to send data, or the connection is like one of plain sockets
 * @prepare: makes a socket one of this kind, before it listens at the address or
 *	connects to it; fails as setsockopt() does. Both ends have the same address, so
 *	the key of one side's peer is that of the other side's, too
 */
struct kind {
	const char *name;
	int domain;
	int protocol;
	int protocol6;
	bool talks;
	int (*prepare)(int fd, bool client, const struct sockaddr_storage *to);
};

in_port_t *port_of(struct sockaddr_storage *of);
const struct kind *find_kind(const char *name);
int make_socket(const struct kind *kind, bool client,
		const struct sockaddr_storage *to);

#endif
