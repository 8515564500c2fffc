// SPDX-License-Identifier: GPL-2.0
/* Adoption of mini-sockets that existed before the hooks, one socket at a time. */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <net/inet_timewait_sock.h>

#include "handlers/adopted.h"
#include "handlers/substate.h"
#include "tables/entries.h"
#include "tables/net.h"

enum twstat_adoption twstat_adoption __read_mostly;

DEFINE_STATIC_KEY_FALSE(twstat_all_adopted);

/* Sets the endpoint of an entry that twstat_life_segment() adopted without knowing it. */
static void twstat_adopted_settle_down(struct twstat_entry *entry,
				       const struct inet_timewait_sock *tw,
				       enum twstat_endpoint_kind kind,
				       const struct inet_bind_bucket *tb)
{
	struct twstat_net *tn = twstat_endpoint_net(entry->endpoint);

	if (!twstat_endpoint_is_nowhere(entry->endpoint))
		return;
	twstat_endpoint_mini(entry->endpoint, entry->state, entry->kind, -1);
	twstat_entry_move(entry, tn, &tw->__tw_common, kind);
	entry->kind = twstat_kind(tw, tb);
	twstat_endpoint_mini(entry->endpoint, entry->state, entry->kind, 1);
}

NOKPROBE_SYMBOL(twstat_adopted_settle_down);

static int twstat_adopted_take_in(struct twstat_locked_entries *entries,
				  struct twstat_net *tn,
				  const struct inet_timewait_sock *tw,
				  enum twstat_endpoint_kind kind,
				  const struct inet_bind_bucket *tb)
{
	struct twstat_entry *entry;

	entry = twstat_entry_new(entries, tn, &tw->__tw_common, kind, TWSTAT_TIME_WAIT);
	if (!entry)
		return -ENOMEM;
	twstat_endpoint_port(entry->endpoint);
	entry->adopted = true;
	entry->born = jiffies;
	entry->expires = tw->tw_timer.expires;
	twstat_substate_into(entry, tn, twstat_mini_substate(tw), twstat_kind(tw, tb), 0);
	twstat_count(tn, TWSTAT_ADOPTED);
	twstat_transition_count(tn, TWSTAT_BEFORE,
				twstat_substate_tcp(entry->state));
	return 0;
}

NOKPROBE_SYMBOL(twstat_adopted_take_in);

/**
 * twstat_adopted_take() - adopt a mini-socket that existed before the hooks
 * @tw: the mini-socket, which the caller keeps from being freed
 * @kind: the kind of its endpoint; TWSTAT_NO_ENDPOINT if that is unknown. A second call with
 *	a known kind then sets the endpoint
 * @tb: the bind bucket of its port; NULL if @kind is unknown
 *
 * The mini-socket may already be ending, before or after the hook on the end. Its timer shows
 * which: the timer is no longer pending when the hook on the end runs, and that hook needs the
 * bucket's lock. So if the timer is pending while this holds the lock, the hook is still to
 * come and will find the entry.
 *
 * Context: no preemption.
 * Return: 0, or -ENOMEM if the pool is empty.
 */
int twstat_adopted_take(const struct inet_timewait_sock *tw,
			enum twstat_endpoint_kind kind,
			const struct inet_bind_bucket *tb)
{
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;
	struct twstat_net *tn;
	int err = 0;

	tn = twstat_net(twsk_net(tw));
	if (!tn)
		return 0;

	twstat_entries_lock_mini(&entries, tw->tw_hash);
	entry = twstat_entries_find(&entries, tw);
	if (entry)
		twstat_adopted_settle_down(entry, tw, kind, tb);
	else if (timer_pending(&tw->tw_timer))
		err = twstat_adopted_take_in(&entries, tn, tw, kind, tb);
	twstat_entries_unlock(&entries);
	return err;
}

NOKPROBE_SYMBOL(twstat_adopted_take);

/**
 * twstat_adopted_begin() - allow handlers to adopt mini-sockets
 */
void twstat_adopted_begin(void)
{
	WRITE_ONCE(twstat_adoption, TWSTAT_ADOPT_NOW);
}

/**
 * twstat_adopted_done() - expect that each mini-socket that ends has an entry
 *
 * Context: process, may sleep.
 */
void twstat_adopted_done(void)
{
	static_branch_enable(&twstat_all_adopted);
	WRITE_ONCE(twstat_adoption, TWSTAT_ADOPT_DONE);
}
