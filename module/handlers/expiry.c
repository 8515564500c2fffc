// SPDX-License-Identifier: GPL-2.0
/*
 * The usual end of a mini-socket: its timer fires after 2MSL, and nothing else happened to it.
 *
 * Most mini-sockets end so. This does what twstat_ending_count() does for any end, in half of
 * the instructions, because it knows the cause.
 */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <net/inet_timewait_sock.h>
#include <net/net_namespace.h>

#include "handlers/denied.h"
#include "handlers/expiry.h"
#include "tables/entries.h"
#include "tables/histograms.h"
#include "tables/net.h"
#include "trace/report.h"

/* So that one comparison covers the sub-state, too. */
static_assert(TWSTAT_TIME_WAIT == 0);

/* Whether its timer ends it, as twstat_exit_why() determines, and there is no more to tell. */
static __always_inline bool twstat_expiry_is_usual(const struct twstat_entry *entry,
						   const struct inet_timewait_sock *tw)
{
	return likely(!(entry->state | entry->exit | entry->syn_pending | entry->adopted) &&
		      !twstat_mini_is_taken(tw) &&
		      time_after_eq(jiffies, tw->tw_timer.expires) &&
		      twstat_endpoint_is_plain(entry->endpoint) &&
		      check_net(twsk_net(tw)) && twstat_entry_pool_has_room());
}

static __always_inline void twstat_expiry_count(const struct twstat_entry *entry,
						const struct inet_timewait_sock *tw)
{
	struct twstat_endpoint *endpoint = entry->endpoint;
	struct twstat_net *tn = twstat_endpoint_net(endpoint);
	u32 now = jiffies;

	twstat_denied_ending(tn);
	twstat_count(tn, TWSTAT_EXIT_EXPIRED);
	twstat_transition_count(tn, TCP_TIME_WAIT, TCP_CLOSE);
	twstat_time_wait_dec(tn);
	atomic_dec(&endpoint->mini[TWSTAT_TIME_WAIT][entry->kind]);
	if (endpoint->kind == TWSTAT_DESTINATION) {
		atomic64_inc(&endpoint->count[TWSTAT_DST_EXPIRED]);
		atomic_dec(&endpoint->ports);
		twstat_program_leaves(endpoint, entry->program);
	}
	twstat_histograms_expired(tn, now - entry->born, now - (u32)tw->tw_timer.expires);
}

/**
 * twstat_expiry() - count the end of a mini-socket if it is the usual one
 * @tw: the mini-socket
 *
 * Context: handlers; any context.
 * Return: whether it was; if not, nothing is done.
 */
bool twstat_expiry(const struct inet_timewait_sock *tw)
{
	struct twstat_bucket *bucket = twstat_mini_bucket(tw->tw_hash);
	struct twstat_endpoint *endpoint;
	struct twstat_entry *entry;
	struct twstat_link *first;
	unsigned long flags;
	int left;

	if (twstat_trace_ends_enabled())
		return false;
	local_irq_save(flags);
	first = twstat_bucket_lock(bucket);
	entry = twstat_entry(first);
	if (unlikely(!first || entry->sk != tw || !twstat_expiry_is_usual(entry, tw))) {
		twstat_bucket_unlock(bucket, first);
		local_irq_restore(flags);
		return false;
	}
	twstat_bucket_unlock(bucket, first->next);
	endpoint = entry->endpoint;
	twstat_expiry_count(entry, tw);
	twstat_entry_pool_put_room(entry);
	left = atomic_dec_return(&endpoint->refs);
	if (unlikely(left <= 1 && !(left && READ_ONCE(endpoint->idle))))
		twstat_endpoint_left(endpoint, left);
	local_irq_restore(flags);
	return true;
}

NOKPROBE_SYMBOL(twstat_expiry);
