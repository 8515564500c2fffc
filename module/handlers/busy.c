// SPDX-License-Identifier: GPL-2.0
/*
 * connect() calls from a bound port that fail because another socket has the same addresses
 * and ports (EADDRNOTAVAIL).
 *
 * The work item sees who has them when it looks, usually less than a millisecond later, or a
 * second if the namespace has very many failed calls. If
 * nobody has them any more, or a connection that began after the failure, the holder is known
 * to be gone.
 */
#include <linux/tcp.h>
#include <net/inet_hashtables.h>

#include "handlers/busy.h"
#include "handlers/holders.h"
#include "tables/conflicts.h"
#include "tables/entries.h"
#include "tables/net.h"
#include "tables/refused.h"
#include "tcp/ehash.h"

/* Whether a live socket connected after the call had failed, so that another one refused it. */
static bool twstat_busy_is_later(const struct sock *sk, u64 failed)
{
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;
	bool later;

	twstat_entries_lock_full(&entries, sk);
	entry = twstat_entries_find(&entries, sk);
	later = entry && entry->start > failed;
	twstat_entries_unlock(&entries);
	return later;
}

static enum twstat_conflict_cause
twstat_busy_by(struct twstat_holder *holder, const struct sock *sk, u64 failed)
{
	if (!sk)
		return TWSTAT_CONFLICT_CAUSE_GONE;
	if (sk->sk_state == TCP_TIME_WAIT) {
		twstat_holder_add_mini(holder, inet_twsk(sk));
		twstat_holder_rules(holder, inet_twsk(sk));
		return TWSTAT_CONFLICT_CAUSE_TIME_WAIT;
	}
	/* A request socket has no entry: it was not made by connect(). */
	if (sk->sk_state != TCP_NEW_SYN_RECV && twstat_busy_is_later(sk, failed))
		return TWSTAT_CONFLICT_CAUSE_GONE;
	holder->state = READ_ONCE(sk->sk_state);
	holder->number = 1;
	/* It was closed since, or it isn't hashed for good yet. */
	if (holder->state == TCP_CLOSE)
		return TWSTAT_CONFLICT_CAUSE_GONE;
	return TWSTAT_CONFLICT_CAUSE_LIVE;
}

/**
 * twstat_busy_examine() - find the socket that refused a connect()
 * @refused: equal connect() calls
 *
 * Context: process, may sleep; the caller holds the namespace's @examining.
 * Return: what it has cost, beyond what each call costs.
 */
u32 twstat_busy_examine(const struct twstat_refused *refused)
{
	const struct twstat_bind_request *request = &refused->call.request;
	const struct twstat_ehash_key tuple = {
		.local		= &request->claim.address,
		.remote		= &refused->call.remote,
		.port		= request->port,
		.remote_port	= refused->call.remote_port,
		.device		= request->device,
	};
	struct twstat_conflict_key key = {
		.kind		= TWSTAT_CONFLICT_KIND_CONNECT,
		.local		= *tuple.local,
		.remote		= *tuple.remote,
		.port		= tuple.port,
		.remote_port	= tuple.remote_port,
	};
	struct twstat_holder holder = { .reuseaddr = request->reuse };
	struct sock *sk;

	sk = twstat_ehash_get(refused->tn->net, &tuple);
	key.cause = twstat_busy_by(&holder, sk, refused->at);
	if (sk)
		sock_gen_put(sk);
	if (key.cause == TWSTAT_CONFLICT_CAUSE_GONE)
		holder = (struct twstat_holder) { .reuseaddr = request->reuse };
	twstat_conflicts_add(refused->tn, &key, &holder, refused);
	return 0;
}
