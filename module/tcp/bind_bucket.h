/* SPDX-License-Identifier: GPL-2.0 */
/* The sockets that hold a local port. */
#ifndef _TWSTAT_TCP_BIND_BUCKET_H
#define _TWSTAT_TCP_BIND_BUCKET_H

#include <linux/types.h>

struct inet_bind_hashbucket;
struct net;
struct sock;

struct inet_bind_hashbucket *twstat_bind_head(const struct net *net, u16 port);

/**
 * struct twstat_bind_walk - a walk over the sockets that hold a port
 * @net: the namespace
 * @port: the port
 * @l3mdev: index of the L3 master device that the sockets belong to, or 0
 * @at: the last socket that was visited, with a reference; NULL before the first one
 * @list: the kernel's list that @at was in, only as a key
 */
struct twstat_bind_walk {
	const struct net *net;
	u16 port;
	int l3mdev;
	struct sock *at;
	const void *list;
};

/**
 * enum twstat_bind_walked - how far a walk has come
 * @TWSTAT_WALK_MORE: there may be more sockets
 * @TWSTAT_WALK_DONE: all have been visited
 * @TWSTAT_WALK_STOPPED: the visitor wants no more
 * @TWSTAT_WALK_LOST: the place where it was has gone; it has to begin again
 */
enum twstat_bind_walked {
	TWSTAT_WALK_MORE,
	TWSTAT_WALK_DONE,
	TWSTAT_WALK_STOPPED,
	TWSTAT_WALK_LOST
};

enum twstat_bind_walked twstat_bind_walk(struct twstat_bind_walk *walk,
					 bool (*visit)(const struct sock *sk, void *data),
					 void *data);
void twstat_bind_walk_end(struct twstat_bind_walk *walk);

#endif
