// SPDX-License-Identifier: GPL-2.0
/* Walks TCP's table of established sockets (ehash) bucket by bucket, as ss(8) does. */
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <net/inet_hashtables.h>

#include "tcp/ehash.h"

/**
 * twstat_ehash_visit() - visit the sockets of one bucket
 * @hashinfo: TCP's tables
 * @slot: the bucket's number, 0 to @hashinfo's ehash_mask
 * @visit: called for each full socket, mini-socket and request socket, with the bucket
 *	locked; any return value but 0 ends the visit
 * @data: for @visit
 *
 * Context: process, may sleep before the bucket is locked.
 * Return: 0, or what @visit returned.
 */
int twstat_ehash_visit(struct inet_hashinfo *hashinfo, unsigned long slot,
		       int (*visit)(struct sock *sk, void *data), void *data)
{
	const struct hlist_nulls_node *node;
	struct sock *sk;
	int err = 0;

	if (!(slot & 1023))
		cond_resched();
	if (hlist_nulls_empty(&hashinfo->ehash[slot].chain))
		return 0;

	spin_lock_bh(inet_ehash_lockp(hashinfo, slot));
	sk_nulls_for_each(sk, node, &hashinfo->ehash[slot].chain) {
		err = visit(sk, data);
		if (err)
			break;
	}
	spin_unlock_bh(inet_ehash_lockp(hashinfo, slot));
	return err;
}
