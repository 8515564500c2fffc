// SPDX-License-Identifier: GPL-2.0
/*
 * Port searches by connect(): how they end and how long they take.
 *
 * A connect() goes to SYN_SENT, with its addresses set, before it searches for a port
 * (inet_hash_connect). If the search fails, the socket goes back to CLOSE. If it succeeds, the
 * socket stays in SYN_SENT until the peer answers or the connection times out; the time at
 * which its SYN was sent shows when the search was over. So hooks on the state changes are
 * enough. A probe on the end of the search would cost more than all of this, and would add
 * only one thing: whether the search failed for lack of memory.
 *
 * Readers count the searches of sockets that wait for an answer, see twstat_searches_settle().
 */
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/tcp.h>
#include <net/inet_sock.h>
#include <net/tcp_states.h>

#include "handlers/clients.h"
#include "handlers/refusals.h"
#include "handlers/reuse.h"
#include "handlers/searches.h"
#include "tables/endpoints.h"
#include "tables/entries.h"
#include "tables/net.h"
#include "tables/switches.h"
#include "tcp/port_range.h"
#include "trace/report.h"

/* Whether the hooks report the end of each socket, so that a socket with an entry exists. */
static bool twstat_searches_readable;

/**
 * twstat_searches_begin() - allow readers to look at sockets
 *
 * The hooks must be attached.
 */
void twstat_searches_begin(void)
{
	WRITE_ONCE(twstat_searches_readable, true);
}

/**
 * twstat_searches_end() - forbid readers to look at sockets
 *
 * Call this before the hooks are detached: after that, a socket may go while its entry stays.
 *
 * Context: process, may sleep.
 */
void twstat_searches_end(void)
{
	WRITE_ONCE(twstat_searches_readable, false);
	synchronize_rcu();
}

/* Adds the entry of a socket that is about to search for a port; NULL if the pool is empty. */
static noinline struct twstat_entry *twstat_searches_add(struct twstat_net *tn,
							 const struct sock *sk)
{
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;

	twstat_entries_lock_full(&entries, sk);
	entry = twstat_entry_new(&entries, tn, &sk->__sk_common,
				 TWSTAT_DESTINATION, TWSTAT_SEARCHING);
	if (likely(entry)) {
		twstat_entry_search(sk);
		entry->automatic = !inet_sk(sk)->inet_num;
		entry->txhash = sk->sk_txhash;
		entry->program = twstat_program_connects(entry->endpoint, sk);
	} else {
		twstat_count(tn, TWSTAT_TRACK_FAILED);
	}
	twstat_entries_unlock(&entries);
	return entry;
}

NOKPROBE_SYMBOL(twstat_searches_add);

/* Does the same if nothing out of the ordinary is needed; else it returns NULL. */
static __always_inline struct twstat_entry *
twstat_searches_add_again(struct twstat_net *tn, const struct sock *sk)
{
	struct twstat_bucket *bucket;
	struct twstat_entry *entry;
	unsigned long flags;

	local_irq_save(flags);
	entry = twstat_entry_make_again(tn, &sk->__sk_common, TWSTAT_DESTINATION,
					TWSTAT_SEARCHING);
	if (likely(entry)) {
		entry->automatic = !inet_sk(sk)->inet_num;
		entry->txhash = sk->sk_txhash;
		twstat_entry_search(sk);
		entry->program = twstat_program_connects(entry->endpoint, sk);
		bucket = twstat_full_bucket(sk);
		entry->link.next = twstat_bucket_lock(bucket);
		twstat_bucket_unlock(bucket, &entry->link);
	}
	local_irq_restore(flags);
	return entry;
}

/**
 * twstat_searches_connect() - record a connect() that is about to search for a port
 * @tn: its namespace
 * @sk: its socket, which goes from CLOSE to SYN_SENT
 *
 * With TCP_FASTOPEN_CONNECT the SYN may wait for the first data, for any time. Nobody reads
 * @start before the search is over.
 *
 * Context: the tracepoint, no preemption.
 */
void twstat_searches_connect(struct twstat_net *tn, const struct sock *sk)
{
	struct twstat_entry *entry;

	if (!twstat_switches.ports)
		return;
	twstat_count(tn, inet_sk(sk)->inet_num ? TWSTAT_CONNECT_BOUND : TWSTAT_CONNECT_AUTO);

	entry = twstat_searches_add_again(tn, sk);
	if (unlikely(!entry)) {
		entry = twstat_searches_add(tn, sk);
		if (!entry)
			return;
	}
	entry->start = likely(!tcp_sk(sk)->fastopen_connect) ? ktime_get_ns() : 0;
}

NOKPROBE_SYMBOL(twstat_searches_connect);

/**
 * twstat_searches_result() - record the result of a connect()'s port search
 * @sk: the socket
 * @result: the return value of inet_hash_connect() or inet6_hash_connect()
 *
 * Context: handlers; any context without preemption.
 */
void twstat_searches_result(const struct sock *sk, int result)
{
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;

	if (result != -ENOMEM)
		return;
	twstat_entries_lock_full(&entries, sk);
	entry = twstat_entries_find(&entries, sk);
	if (entry)
		entry->nomem = true;
	twstat_entries_unlock(&entries);
}

NOKPROBE_SYMBOL(twstat_searches_result);

static __always_inline bool twstat_search_in_second_half(const struct twstat_entry *entry,
							 const struct sock *sk)
{
	return entry->automatic && twstat_port_range_second_half(sk);
}

/*
 * The socket has a port, and it will send, has sent or has failed to send its SYN.
 * tcp_wstamp_ns is the time of that, as long as nothing else was sent. Returns the duration of
 * the search in ns, or -1 if it is unknown.
 */
static __always_inline s64 twstat_search_took(const struct twstat_entry *entry,
					      const struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	if (unlikely(!entry->start || tp->total_retrans))
		return -1;
	return tp->tcp_wstamp_ns - entry->start;
}

/* Counts a search that has found a port; the caller has claimed the entry. */
static noinline void twstat_search_found(struct twstat_entry *entry, struct twstat_net *tn,
					 const struct sock *sk)
{
	s64 took = twstat_search_took(entry, sk);

	twstat_entry_search_end(sk);
	twstat_endpoint_connected(entry->endpoint);
	if (twstat_search_in_second_half(entry, sk)) {
		twstat_count(tn, TWSTAT_CONNECT_SECOND_HALF);
		twstat_endpoint_add(entry->endpoint, TWSTAT_DST_SECOND_HALF, 1);
	}
	if (took >= 0)
		twstat_histograms_search(tn, took);
}

NOKPROBE_SYMBOL(twstat_search_found);

static enum twstat_counter twstat_search_why(const struct twstat_entry *entry)
{
	if (entry->nomem)
		return TWSTAT_CONNECT_NOMEM;
	return entry->automatic ? TWSTAT_CONNECT_EXHAUSTED :
		TWSTAT_CONNECT_TUPLE_BUSY;
}

NOKPROBE_SYMBOL(twstat_search_why);

static void twstat_search_failed(struct twstat_entry *entry,
				 const struct sock *sk)
{
	enum twstat_counter why = twstat_search_why(entry);
	struct twstat_endpoint *to = entry->endpoint;
	struct twstat_net *tn = twstat_endpoint_net(to);
	s64 took = -1;

	if (entry->start) {
		took = ktime_get_ns() - entry->start;
		twstat_histograms_search(tn, took);
	}
	twstat_count(tn, why);
	twstat_endpoint_add(to, TWSTAT_DST_CONNECTS, 1);
	if (trace_connect_failed_enabled())
		twstat_trace_connect_failed(sk, why, took);
	if (why == TWSTAT_CONNECT_EXHAUSTED) {
		twstat_changes_row(&to->told);
		twstat_endpoint_refused(to);
		twstat_endpoint_add(to, TWSTAT_DST_EXHAUSTED, 1);
		twstat_program_failed(to, entry->program);
		twstat_trouble_row(to);
		if (trace_destination_exhausted_enabled())
			twstat_trace_exhausted(sk, to);
		twstat_reuse_failed(tn, sk, to);
	} else if (why == TWSTAT_CONNECT_TUPLE_BUSY) {
		twstat_refusals_connect(tn, sk);
	}
}

NOKPROBE_SYMBOL(twstat_search_failed);

/* Whether the socket has a port: the kernel sets a new sk_txhash when it has found one. */
static bool twstat_search_has_found(const struct twstat_entry *entry,
				    const struct sock *sk)
{
	return entry->txhash != sk->sk_txhash;
}

NOKPROBE_SYMBOL(twstat_search_has_found);

/* The socket's entry isn't the first of its bucket, or it has none. */
static noinline void twstat_searches_look(struct twstat_net *tn, const struct sock *sk)
{
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;

	twstat_entries_lock_full(&entries, sk);
	entry = twstat_entries_find(&entries, sk);
	twstat_entries_unlock(&entries);
	if (entry && twstat_entry_claim(entry, TWSTAT_FULL))
		twstat_search_found(entry, tn, sk);
}

NOKPROBE_SYMBOL(twstat_searches_look);

/**
 * twstat_searches_answered() - count the search of a socket whose peer has answered
 * @tn: its namespace
 * @sk: the socket, which left SYN_SENT
 *
 * What happens with most sockets is done here, without a lock and with few registers.
 *
 * Context: the tracepoint, no preemption.
 */
void twstat_searches_answered(struct twstat_net *tn, const struct sock *sk)
{
	struct twstat_entry *entry = twstat_entry_peek(sk);
	s64 took;

	if (unlikely(!entry)) {
		twstat_searches_look(tn, sk);
		return;
	}
	if (unlikely(!twstat_entry_claim(entry, TWSTAT_FULL)))
		return;
	if (unlikely(!twstat_endpoint_is_plain(entry->endpoint) ||
		     twstat_search_in_second_half(entry, sk))) {
		twstat_search_found(entry, tn, sk);
		return;
	}
	twstat_entry_search_end(sk);
	twstat_endpoint_connected_plain(entry->endpoint);
	took = twstat_search_took(entry, sk);
	if (likely(took >= 0))
		twstat_histograms_search(tn, took);
}

NOKPROBE_SYMBOL(twstat_searches_answered);

/* Counts a successful search that is noticed late. */
static void twstat_search_found_late(struct twstat_entry *entry, const struct sock *sk)
{
	if (twstat_entry_claim(entry, TWSTAT_FULL))
		twstat_search_found(entry, twstat_endpoint_net(entry->endpoint), sk);
}

NOKPROBE_SYMBOL(twstat_search_found_late);

/* Counts the result of a search if that isn't done yet; the entry is in no table any more. */
static void twstat_search_end(struct twstat_entry *entry, const struct sock *sk)
{
	if (entry->state != TWSTAT_SEARCHING)
		return;
	if (twstat_search_has_found(entry, sk))
		twstat_search_found_late(entry, sk);
	else
		twstat_search_failed(entry, sk);
}

NOKPROBE_SYMBOL(twstat_search_end);

/**
 * twstat_searches_closed() - count the search of a socket that goes from SYN_SENT to CLOSE
 * @sk: the socket
 *
 * Either its search failed, or a later step did: the route with the found port, or the
 * connection itself, which the peer refused or didn't answer.
 *
 * Context: the tracepoint, no preemption.
 */
void twstat_searches_closed(const struct sock *sk)
{
	struct twstat_entry *entry;
	unsigned long flags;

	local_irq_save(flags);
	entry = twstat_entry_take(twstat_full_bucket(sk), sk);
	local_irq_restore(flags);
	if (!entry)
		return;
		/* Removed from its table, the entry belongs to this CPU alone. */
	twstat_search_end(entry, sk);
	local_irq_save(flags);
	twstat_entry_free(entry);
	local_irq_restore(flags);
}

NOKPROBE_SYMBOL(twstat_searches_closed);

/* The entry is locked in its table, so the socket exists: a close removes the entry first. */
static bool twstat_searches_settle_one(struct twstat_entry *entry, void *tn)
{
	const struct sock *sk = entry->sk;

	if (!READ_ONCE(twstat_searches_readable) ||
	    entry->state != TWSTAT_SEARCHING ||
	    twstat_endpoint_net(entry->endpoint) != tn)
		return false;
	if (!twstat_search_has_found(entry, sk) ||
	    READ_ONCE(tcp_sk(sk)->tcp_wstamp_ns) < entry->start)
		return false;
	/* The kernel sets the port before sk_txhash and tcp_wstamp_ns: read it after them. */
	smp_rmb();
	if (READ_ONCE(inet_sk(sk)->inet_sport))
		twstat_search_found_late(entry, sk);
	return false;
}

/**
 * twstat_searches_settle() - count the successful searches of sockets in SYN_SENT
 * @tn: the namespace
 *
 * Context: process, may sleep.
 */
void twstat_searches_settle(struct twstat_net *tn)
{
	twstat_entries_walk_searches(twstat_searches_settle_one, tn);
}

/* A search that still runs can't be followed any more. */
static bool twstat_searches_forget_one(struct twstat_entry *entry, void *unused)
{
	if (entry->state < TWSTAT_FULL)
		return false;
	if (twstat_entry_claim(entry, TWSTAT_FORGOTTEN))
		twstat_count(twstat_endpoint_net(entry->endpoint),
			     TWSTAT_TRACK_FAILED);
	return true;
}

/**
 * twstat_searches_forget() - drop the entries of full sockets after ports were switched off
 *
 * Context: process, may sleep.
 */
void twstat_searches_forget(void)
{
	/* After this, no handler adds such an entry. */
	synchronize_rcu();
	twstat_entries_walk(twstat_searches_forget_one, NULL);
}
