/* SPDX-License-Identifier: GPL-2.0 */
/* Kinds of sockets that TCP connections can be made with. */
#ifndef CONNS_KINDS_H
#define CONNS_KINDS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

/**
 * struct kind - a kind of sockets
 * @name: for option -k
 * @domain: theirs, if it isn't the family of the address
 * @protocol: with IPv4
 * @protocol6: with IPv6
 * @talks: the client has to send something, or it comes to the same as a plain one
 * @prepare: what makes a socket one of this kind, before it listens at the address
 *	or connects to it; it fails as setsockopt() does. Both ends have the same
 *	address, so that a key for one's peer is for the other's as well
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
