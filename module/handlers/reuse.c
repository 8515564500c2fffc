// SPDX-License-Identifier: GPL-2.0
/*
 * Decisions of tcp_twsk_unique(): why connect() may not reuse a port in TIME_WAIT.
 *
 * A port search calls tcp_twsk_unique() for each mini-socket of its destination that it meets,
 * up to 28,000 in the default range. Even the cheapest hook makes each call some 40 % more
 * expensive. But a search that fails was refused by every mini-socket, and the reasons follow
 * from what is known of all of them together. So by default refusals are counted in one go,
 * when a search has failed. This leaves out the refusals of searches that found a port, since
 * the port at which a search began is unknown; of sockets with a port range of their own; and
 * of connect() with a bound port.
 *
 * With the parameter reuse_exact each call is hooked instead.
 */
#include <linux/kprobes.h>
#include <linux/tcp.h>
#include <net/inet_timewait_sock.h>
#include <net/tcp.h>

#include "handlers/clients.h"
#include "handlers/reuse.h"
#include "tables/endpoints.h"
#include "tables/endpoints_walk.h"
#include "tables/entries.h"
#include "tables/hook_state.h"
#include "tables/net.h"
#include "tables/switches.h"
#include "tcp/port_range.h"
#include "tcp/reuse_rules.h"
#include "trace/report.h"

static_assert(TWSTAT_DST_REFUSED + TWSTAT_REFUSALS == TWSTAT_DST_COUNTS);

static const enum twstat_counter twstat_reuse_counter[TWSTAT_REFUSALS] = {
	[TWSTAT_REFUSED_OFF]		= TWSTAT_REUSE_OFF,
	[TWSTAT_REFUSED_NOT_LOOPBACK]	= TWSTAT_REUSE_NOT_LOOPBACK,
	[TWSTAT_REFUSED_FIN_WAIT2]	= TWSTAT_REUSE_FIN_WAIT2,
	[TWSTAT_REFUSED_NO_TIMESTAMP]	= TWSTAT_REUSE_NO_TIMESTAMP,
	[TWSTAT_REFUSED_TOO_YOUNG]	= TWSTAT_REUSE_TOO_YOUNG,
	[TWSTAT_REFUSED_LOST]		= TWSTAT_REUSE_LOST,
};

/**
 * twstat_reuse_counted() - check whether refusals are counted
 *
 * Return: whether they are, either each of them or those of failed searches.
 */
bool twstat_reuse_counted(void)
{
	return twstat_switches.reuse &&
	       (twstat_hook_is_on(TWSTAT_HOOK_REUSE) ||
		twstat_clients_watched());
}

static void twstat_reuse_refused(struct twstat_net *tn,
				 struct twstat_endpoint *to,
				 enum twstat_refusal why, u32 times)
{
	twstat_count_add(tn, twstat_reuse_counter[why], times);
	twstat_endpoint_add(to, TWSTAT_DST_REFUSED + why, times);
}

NOKPROBE_SYMBOL(twstat_reuse_refused);

/* Counts the refusals of a failed search that have the same reason. */
static void twstat_reuse_refused_all(struct twstat_net *tn, const struct sock *sk,
				     struct twstat_endpoint *to,
				     enum twstat_refusal why, u32 times)
{
	twstat_reuse_refused(tn, to, why, times);
	if (trace_reuse_enabled())
		twstat_trace_reuse(&sk->__sk_common, twstat_reuse_counter[why],
				   times);
}

NOKPROBE_SYMBOL(twstat_reuse_refused_all);

/**
 * struct twstat_failed_search - a connect() that found no free port
 * @tn: its namespace
 * @sk: its socket
 * @asked: how many of the ports that it tried are not accounted for yet
 */
struct twstat_failed_search {
	struct twstat_net *tn;
	const struct sock *sk;
	u32 asked;
};

/* Counts the refusals of a failed search by the mini-sockets of one destination. */
static void twstat_reuse_failed_at(struct twstat_endpoint *to, void *data)
{
	struct twstat_failed_search *search = data;
	u32 fin_wait2, stamped, unstamped, asked = search->asked;
	const struct sock *sk = search->sk;
	struct twstat_net *tn = search->tn;
	int denied;

	fin_wait2 = twstat_endpoint_minis(to, TWSTAT_FIN_WAIT2, 0, TWSTAT_BOUND);
	fin_wait2 = min(fin_wait2, asked);
	asked -= fin_wait2;
	stamped = twstat_endpoint_minis(to, TWSTAT_TIME_WAIT, TWSTAT_STAMPED,
					TWSTAT_STAMPED | TWSTAT_BOUND);
	stamped = min(stamped, asked);
	asked -= stamped;
	unstamped = twstat_endpoint_minis(to, TWSTAT_TIME_WAIT, 0,
					  TWSTAT_STAMPED | TWSTAT_BOUND);
	unstamped = min(unstamped, asked);
	search->asked = asked - unstamped;

	twstat_reuse_refused_all(tn, sk, to, TWSTAT_REFUSED_FIN_WAIT2, fin_wait2);
	denied = twstat_reuse_rule_denied(sock_net(sk), &sk->__sk_common,
					  to->address.device);
	if (denied >= 0) {
		twstat_reuse_refused_all(tn, sk, to, denied, stamped + unstamped);
		return;
	}
	twstat_reuse_refused_all(tn, sk, to, TWSTAT_REFUSED_NO_TIMESTAMP,
				 unstamped);
	twstat_reuse_refused_all(tn, sk, to, TWSTAT_REFUSED_TOO_YOUNG, stamped);
}

NOKPROBE_SYMBOL(twstat_reuse_failed_at);

/* The same for those of other devices that are in its way. */
static void twstat_reuse_failed_at_rivals(struct twstat_failed_search *search)
{
	const struct sock *sk = search->sk;
	u32 rivals[TWSTAT_DEVICE_RIVALS];
	struct twstat_address address;
	unsigned int number, i;

	twstat_address_of(&address, &sk->__sk_common, TWSTAT_DESTINATION);
	number = twstat_device_rivals(sock_net(sk), address.device, rivals);
	for (i = 0; i < number; i++) {
		address.device = rivals[i];
		twstat_endpoint_look(&search->tn->endpoints[TWSTAT_DESTINATION],
				     &address, twstat_reuse_failed_at, search);
	}
}

NOKPROBE_SYMBOL(twstat_reuse_failed_at_rivals);

/**
 * twstat_reuse_failed() - count the refusals of a connect() that found no free port
 * @tn: its namespace
 * @sk: its socket, with the addresses set
 * @to: its destination
 *
 * A search skips ports that were bound with bind(), without asking. And it can't be refused
 * more often than it tries ports. A refusal counts for the destination of the mini-socket that
 * has the port, which may have another device.
 *
 * Context: the tracepoint, no preemption.
 */
void twstat_reuse_failed(struct twstat_net *tn, const struct sock *sk,
			 struct twstat_endpoint *to)
{
	struct twstat_failed_search search = { .tn = tn, .sk = sk };

	if (!twstat_switches.reuse || twstat_hook_is_on(TWSTAT_HOOK_REUSE) ||
	    twstat_endpoint_is_nowhere(to) || twstat_port_range_own(sk))
		return;

	search.asked = twstat_port_range_tried(sock_net(sk));
	twstat_reuse_failed_at(to, &search);
	if (unlikely(twstat_device(&sk->__sk_common)))
		twstat_reuse_failed_at_rivals(&search);
}

NOKPROBE_SYMBOL(twstat_reuse_failed);

/**
 * twstat_reuse_asked() - count a refusal when a connect() asks for a port in TIME_WAIT
 * @sk: the socket that connect() was called on
 * @sktw: the mini-socket that has the port
 * @automatic: connect() searches for a port, rather than using a bound one
 *
 * Granted reuse is counted when the mini-socket ends.
 *
 * Context: handlers; any context without preemption.
 */
void twstat_reuse_asked(const struct sock *sk, const struct sock *sktw,
			bool automatic)
{
	const struct tcp_timewait_sock *tw = tcp_twsk(sktw);
	struct twstat_net *tn = twstat_net(sock_net(sk));
	struct twstat_locked_entries entries;
	struct twstat_entry *entry;
	int why;

	if (!tn)
		return;
	why = twstat_reuse_why_not(sock_net(sk), tw, automatic);
	if (why < 0)
		return;

	twstat_entries_lock_mini(&entries, tw->tw_sk.tw_hash);
	entry = twstat_entries_find(&entries, tw);
	twstat_reuse_refused(tn, entry ? entry->endpoint :
			     tn->nowhere, why, 1);
	twstat_entries_unlock(&entries);
	if (trace_reuse_enabled())
		twstat_trace_reuse(&tw->tw_sk.__tw_common,
				   twstat_reuse_counter[why], 1);
}

NOKPROBE_SYMBOL(twstat_reuse_asked);
