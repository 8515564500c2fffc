// SPDX-License-Identifier: GPL-2.0
/*
 * Live full sockets that called connect(): each holds a port of its destination.
 *
 * Such a socket has an entry in the table of full sockets from the start of its port search
 * until it goes to CLOSE. If a mini-socket replaces it, the mini-socket takes over the entry.
 * So the entry holds the destination, and its existence shows that the socket called
 * connect(): neither needs another lookup.
 */
#include <linux/kprobes.h>
#include <net/sock.h>

#include "handlers/clients.h"
#include "tables/endpoints.h"
#include "tables/hook_state.h"
#include "tables/net.h"
#include "tables/switches.h"
#include "tcp/role.h"

/**
 * twstat_clients_watched() - check whether live full sockets have entries
 *
 * Return: whether the hooks see both their port search and their end.
 */
bool twstat_clients_watched(void)
{
	return twstat_switches.ports && twstat_hook_is_on(TWSTAT_HOOK_STATE);
}

NOKPROBE_SYMBOL(twstat_clients_watched);

/**
 * twstat_clients_adopt() - adopt a live full socket that existed before the hooks
 * @sk: the socket; it can't leave TCP's ehash while the caller holds its bucket's lock
 *
 * The kernel removes it from ehash before the tracepoint reports that it is closed.
 *
 * Context: no preemption.
 * Return: 0, or -ENOMEM if the pool is empty.
 */
int twstat_clients_adopt(const struct sock *sk)
{
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;
	struct twstat_net *tn;
	int err = 0;

	if (sk->sk_protocol != IPPROTO_TCP || twstat_role_accepted(sk))
		return 0;
	tn = twstat_net(sock_net(sk));
	if (!tn)
		return 0;

	twstat_entries_lock_full(&entries, sk);
	if (twstat_entries_find(&entries, sk))
		goto out;
	entry = twstat_entry_new(&entries, tn, &sk->__sk_common,
				 TWSTAT_DESTINATION, TWSTAT_FULL);
	if (entry) {
		entry->start = 0;
		twstat_endpoint_port(entry->endpoint);
	} else {
		err = -ENOMEM;
	}
out:
	twstat_entries_unlock(&entries);
	return err;
}

static noinline void twstat_clients_leave(struct twstat_bucket *bucket, const struct sock *sk)
{
	struct twstat_entry *entry;
	unsigned long flags;

	local_irq_save(flags);
	entry = twstat_entry_take(bucket, sk);
	if (entry)
		twstat_entry_free(entry);
	local_irq_restore(flags);
}

NOKPROBE_SYMBOL(twstat_clients_leave);

/**
 * twstat_clients_gone() - drop the entry of a socket that goes to CLOSE, if it has one
 * @bucket: its bucket in the table of full sockets
 * @sk: the socket
 *
 * What happens with most sockets is done here, with few registers.
 *
 * Context: the tracepoint, no preemption.
 */
void twstat_clients_gone(struct twstat_bucket *bucket, const struct sock *sk)
{
	struct twstat_endpoint *to;
	struct twstat_entry *entry;
	struct twstat_link *first;
	unsigned long flags;
	int left;

	local_irq_save(flags);
	first = twstat_bucket_lock(bucket);
	entry = twstat_entry(first);
	if (unlikely(!first || entry->sk != sk || entry->state != TWSTAT_FULL ||
		     !twstat_endpoint_is_plain(entry->endpoint) ||
		     !twstat_entry_pool_has_room())) {
		twstat_bucket_unlock(bucket, first);
		local_irq_restore(flags);
		twstat_clients_leave(bucket, sk);
		return;
	}
	twstat_bucket_unlock(bucket, first->next);
	to = entry->endpoint;
	twstat_program_leaves(to, entry->program);
	left = twstat_endpoint_leave_plain(to);
	twstat_entry_pool_put_room(entry);
	local_irq_restore(flags);
	if (unlikely(left <= 1 && !(left && READ_ONCE(to->idle))))
		twstat_endpoint_left(to, left);
}

NOKPROBE_SYMBOL(twstat_clients_gone);
