// SPDX-License-Identifier: GPL-2.0
/* What the end of a mini-socket counts. */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <net/inet_timewait_sock.h>
#include <net/net_namespace.h>

#include "handlers/denied.h"
#include "handlers/ending.h"
#include "handlers/exit_cause.h"
#include "handlers/substate.h"
#include "tables/histograms.h"
#include "tables/net.h"
#include "trace/report.h"

/**
 * twstat_ending_count_purged() - count a mini-socket that is removed with its namespace
 *
 * The counters of a dead namespace can't be read any more, so init_net counts it.
 *
 * Context: no preemption, or under rcu_read_lock().
 */
void twstat_ending_count_purged(void)
{
	struct twstat_net *first = twstat_net(&init_net);

	if (first)
		twstat_count(first, TWSTAT_EXIT_PURGED);
}

NOKPROBE_SYMBOL(twstat_ending_count_purged);

static void twstat_ending_count_at_endpoint(const struct twstat_entry *entry,
					    enum twstat_counter exit)
{
	struct twstat_endpoint *endpoint = entry->endpoint;

	if (endpoint->table->kind == TWSTAT_SERVICE) {
		if (exit == TWSTAT_EXIT_REOPENED)
			twstat_endpoint_add(endpoint, TWSTAT_SRV_REOPENED, 1);
		return;
	}
	if (exit == TWSTAT_EXIT_REUSED)
		twstat_endpoint_add(endpoint, TWSTAT_DST_REUSED, 1);
	else if (exit == TWSTAT_EXIT_TAKEN_OVER)
		twstat_endpoint_add(endpoint, TWSTAT_DST_TAKEN_OVER, 1);
	else if (exit == TWSTAT_EXIT_EXPIRED ||
		 exit == TWSTAT_EXIT_FIN_WAIT2_EXPIRED)
		twstat_endpoint_add(endpoint, TWSTAT_DST_EXPIRED, 1);
}

NOKPROBE_SYMBOL(twstat_ending_count_at_endpoint);

/**
 * twstat_ending_count() - count the end of a mini-socket that has an entry
 * @entry: its entry, the bucket locked
 * @tw: the mini-socket
 * @end: filled in, for the trace event
 *
 * When TCP purges the sockets of a dead namespace, it also ends those of any other namespace
 * that has died since (inet_twsk_purge), before twstat_life_purge() runs for that one.
 *
 * Context: handlers; no preemption.
 */
void twstat_ending_count(struct twstat_entry *entry,
			 const struct inet_timewait_sock *tw,
			 struct twstat_end *end)
{
	s32 left = (u32)tw->tw_timer.expires - (u32)jiffies;
	u32 age = (u32)jiffies - entry->born;
	struct twstat_net *tn = twstat_endpoint_net(entry->endpoint);

	end->state = twstat_substate_tcp(entry->state);
	end->lifetime = entry->adopted ? -1 : age;
	end->left = max(left, 0);
	if (unlikely(!check_net(tn->net))) {
		end->cause = TWSTAT_EXIT_PURGED;
		twstat_ending_count_purged();
		return;
	}

	end->cause = twstat_exit_why(entry, tw);
	twstat_denied_ending(tn);
	twstat_count(tn, end->cause);
	twstat_ending_count_at_endpoint(entry, end->cause);
	twstat_substate_out_of(entry, entry->state);
	twstat_transition_count(tn, end->state, TCP_CLOSE);
	twstat_histograms_end(tn, end->cause, entry->adopted ? NULL : &age,
			      left, entry->state == TWSTAT_TIME_WAIT);
}

NOKPROBE_SYMBOL(twstat_ending_count);
