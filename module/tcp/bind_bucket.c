// SPDX-License-Identifier: GPL-2.0
/*
 * TCP's table of bound ports (bhash): the sockets that hold a local port.
 *
 * Any number of sockets can hold one port, and connect(), bind() and the end of each of these
 * sockets wait for the lock of its list. So a walk holds that lock for a part of the list at a
 * time. Meanwhile it keeps a reference to the last socket that it has seen. The kernel adds
 * sockets at the head of a list only, so the walk goes on behind that socket, if that is still
 * in the list. If not, the place is lost.
 */
#include <linux/build_bug.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <net/inet_connection_sock.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "tcp/bind_bucket.h"

/* What is walked here; a list of another kind would compile, and fault. */
static_assert(__same_type(((struct inet_bind_hashbucket *)NULL)->chain, struct hlist_head));
static_assert(__same_type(((struct inet_bind_bucket *)NULL)->node, struct hlist_node));
static_assert(__same_type(((struct sock *)NULL)->sk_bind_node, struct hlist_node));
#ifdef TWSTAT_BIND2_NODE
static_assert(__same_type(((struct inet_bind_bucket *)NULL)->bhash2, struct hlist_head));
static_assert(__same_type(((struct inet_bind2_bucket *)NULL)->owners, struct hlist_head));
#else
static_assert(__same_type(((struct inet_bind_bucket *)NULL)->owners, struct hlist_head));
#endif

/* How many sockets a walk sees while it holds the lock. */
#define TWSTAT_BIND_PART	256

/* A socket that is just being born or freed can't be referenced. Then the next one may do. */
#define TWSTAT_BIND_SPARE	16

/**
 * twstat_bind_head() - find the hash chain of a port
 * @net: the namespace
 * @port: the port
 *
 * Return: the chain of bind buckets, with its lock.
 */
struct inet_bind_hashbucket *twstat_bind_head(const struct net *net, u16 port)
{
	struct inet_hashinfo *hashinfo = net->ipv4.tcp_death_row.hashinfo;

	return &hashinfo->bhash[inet_bhashfn(net, port, hashinfo->bhash_size)];
}

/* Finds the bind bucket of a port; the chain is locked. */
static struct inet_bind_bucket *twstat_bind_bucket(const struct inet_bind_hashbucket *head,
						   const struct twstat_bind_walk *walk)
{
	struct inet_bind_bucket *tb;

	hlist_for_each_entry(tb, &head->chain, node)
		if (net_eq(ib_net(tb), walk->net) && tb->port == walk->port &&
		    tb->l3mdev == walk->l3mdev)
			return tb;
	return NULL;
}

/* The bind bucket that a socket is in, or NULL. */
static struct inet_bind_bucket *twstat_bind_bucket_of(const struct sock *sk)
{
	return sk->sk_state == TCP_TIME_WAIT ? READ_ONCE(inet_twsk(sk)->tw_tb) :
		READ_ONCE(inet_csk(sk)->icsk_bind_hash);
}

#ifdef TWSTAT_BIND2_NODE

/* The list that a socket is in: there is one for each local address. */
static struct inet_bind2_bucket *twstat_bind_list_of(const struct sock *sk)
{
	return sk->sk_state == TCP_TIME_WAIT ? inet_twsk(sk)->tw_tb2 :
		inet_csk(sk)->icsk_bind2_hash;
}

static struct sock *twstat_bind_next_list(struct hlist_node *node)
{
	struct inet_bind2_bucket *list;

	for (; node; node = node->next) {
		list = hlist_entry(node, struct inet_bind2_bucket, bhash_node);
		if (!hlist_empty(&list->owners))
			return hlist_entry(list->owners.first, struct sock, sk_bind_node);
	}
	return NULL;
}

static struct sock *twstat_bind_first(const struct inet_bind_bucket *tb)
{
	return twstat_bind_next_list(tb->bhash2.first);
}

static struct sock *twstat_bind_next(const struct sock *sk)
{
	struct hlist_node *next = sk->sk_bind_node.next;

	return next ? hlist_entry(next, struct sock, sk_bind_node) :
		twstat_bind_next_list(twstat_bind_list_of(sk)->bhash_node.next);
}

#else

static const void *twstat_bind_list_of(const struct sock *sk)
{
	return twstat_bind_bucket_of(sk);
}

static struct sock *twstat_bind_first(const struct inet_bind_bucket *tb)
{
	return hlist_entry_safe(tb->owners.first, struct sock, sk_bind_node);
}

static struct sock *twstat_bind_next(const struct sock *sk)
{
	return hlist_entry_safe(sk->sk_bind_node.next, struct sock, sk_bind_node);
}

#endif

/* Visits the next part of the sockets, from @sk on; the chain is locked. */
static enum twstat_bind_walked twstat_bind_part(struct twstat_bind_walk *walk, struct sock *sk,
						bool (*visit)(const struct sock *sk,
							      void *data),
						void *data)
{
	unsigned int seen = 0;

	while (sk) {
		if (visit(sk, data))
			return TWSTAT_WALK_STOPPED;
		if (++seen > TWSTAT_BIND_PART - TWSTAT_BIND_SPARE &&
		    refcount_inc_not_zero(&sk->sk_refcnt)) {
			walk->at = sk;
			walk->list = twstat_bind_list_of(sk);
			return TWSTAT_WALK_MORE;
		}
		if (seen == TWSTAT_BIND_PART)
			return TWSTAT_WALK_LOST;
		sk = twstat_bind_next(sk);
	}
	return TWSTAT_WALK_DONE;
}

/**
 * twstat_bind_walk() - visit the next of the sockets that hold a port
 * @walk: which port, and how far the walk has come
 * @visit: called for each socket, full or mini, with their list locked; returns whether to stop
 * @data: for @visit
 *
 * Sockets that get the port after the walk has begun are not visited. A full socket that
 * leaves the list and comes back in the short time between two calls may be the place where
 * the walk goes on; then it can visit some sockets twice.
 *
 * Context: process, may sleep.
 * Return: TWSTAT_WALK_MORE: call again, or twstat_bind_walk_end(); else the walk is over.
 */
enum twstat_bind_walked twstat_bind_walk(struct twstat_bind_walk *walk,
					 bool (*visit)(const struct sock *sk, void *data),
					 void *data)
{
	struct inet_bind_hashbucket *head = twstat_bind_head(walk->net, walk->port);
	enum twstat_bind_walked result = TWSTAT_WALK_DONE;
	struct sock *at = walk->at;
	struct inet_bind_bucket *tb;

	walk->at = NULL;
	spin_lock_bh(&head->lock);
	tb = twstat_bind_bucket(head, walk);
	if (tb && !at)
		result = twstat_bind_part(walk, twstat_bind_first(tb), visit, data);
	else if (tb && twstat_bind_bucket_of(at) == tb && twstat_bind_list_of(at) == walk->list)
		result = twstat_bind_part(walk, twstat_bind_next(at), visit, data);
	else if (tb)
		result = TWSTAT_WALK_LOST;
	spin_unlock_bh(&head->lock);
	if (at)
		sock_gen_put(at);
	return result;
}

/**
 * twstat_bind_walk_end() - end a walk before it is over
 * @walk: the walk
 *
 * Context: process.
 */
void twstat_bind_walk_end(struct twstat_bind_walk *walk)
{
	if (walk->at)
		sock_gen_put(walk->at);
	walk->at = NULL;
}
