/* SPDX-License-Identifier: GPL-2.0 */
/* The sockets that hold a local port. */
#ifndef _TWSTAT_TCP_BIND_BUCKET_H
#define _TWSTAT_TCP_BIND_BUCKET_H

#include <linux/types.h>

struct inet_bind_bucket;
struct inet_bind_hashbucket;
struct net;
struct sock;

struct inet_bind_hashbucket *twstat_bind_head(const struct net *net, u16 port);
bool twstat_bind_bucket_any(const struct inet_bind_bucket *tb,
			    bool (*is_it)(const struct sock *sk, void *data),
			    void *data);

#endif
