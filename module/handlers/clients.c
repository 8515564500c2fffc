// SPDX-License-Identifier: GPL-2.0
/*
 * Live sockets that connected: each has a port of its destination.
 *
 * Such a socket has an entry in the table of full ones, from the moment it
 * looks for a port until it goes to CLOSE. If a mini-socket replaces it, that takes the
 * entry over. So an entry says where its socket connected to, and no second look is
 * needed to know who connected.
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
 * twstat_clients_watched() - do live sockets have entries?
 *
 * Return: whether their beginning and their end are seen.
 */
bool twstat_clients_watched(void)
{
	return twstat_switches.ports && twstat_hook_is_on(TWSTAT_HOOK_STATE);
}

NOKPROBE_SYMBOL(twstat_clients_watched);

/**
 * twstat_clients_adopt() - take in a live socket that was there before the hooks
 * @sk: the socket, in TCP's table as long as the caller has its bucket's lock
 *
 * It leaves that table before the tracepoint tells that it is closed.
 *
 * Context: no preemption.
 * Return: 0, or -ENOMEM if the pool is empty.
 */
int twstat_clients_adopt(const struct sock *sk)
{
	struct twstat_entries entries;
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
				 TWSTAT_DESTINATION);
	if (entry) {
		entry->state = TWSTAT_FULL;
		twstat_endpoint_port(entry->endpoint);
	} else {
		err = -ENOMEM;
	}
out:
	twstat_entries_unlock(&entries);
	return err;
}

/**
 * twstat_clients_gone() - a socket goes to CLOSE, and may have an entry
 * @bucket: where that would be
 * @sk: the socket
 *
 * Context: the tracepoint, no preemption.
 */
void twstat_clients_gone(struct twstat_bucket *bucket, const struct sock *sk)
{
	struct twstat_entry *entry;
	unsigned long flags;

	local_irq_save(flags);
	entry = twstat_entry_take(bucket, sk);
	if (entry)
		twstat_entry_free(entry);
	local_irq_restore(flags);
}

NOKPROBE_SYMBOL(twstat_clients_gone);
