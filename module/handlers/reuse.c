// SPDX-License-Identifier: GPL-2.0
/*
 * Decisions whether connect() may take the port of a socket in TIME_WAIT, and why not.
 *
 * A search for a port asks for each of its destination's sockets in TIME_WAIT that it
 * comes by (tcp_twsk_unique), up to 28,000 of them in the default range. Even the
 * cheapest hook makes each of these questions some 40 % more expensive. But a search
 * that fails has asked for all of them and was refused each, and why follows from what
 * is known of them together. So this is counted by default, in one go, when a search
 * has failed. It leaves out what searches were refused that found a port, since nobody
 * can tell where they began; searches by sockets with a range of their own; and for a
 * given port.
 *
 * With the parameter reuse_exact each question is hooked instead.
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
 * twstat_reuse_counted() - are refusals counted?
 *
 * Return: whether they are, each or those of failed searches.
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

/* A search that failed was refused so many. */
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
 * twstat_reuse_failed() - a connect() asked for all ports, and got none
 * @tn: its namespace
 * @sk: its socket, with its addresses
 * @to: its destination
 *
 * A port that was bound with bind() is passed over without a question. No more sockets are
 * refused at once than ports are tried.
 *
 * Context: the tracepoint, no preemption.
 */
void twstat_reuse_failed(struct twstat_net *tn, const struct sock *sk,
			 struct twstat_endpoint *to)
{
	u32 fin_wait2, stamped, unstamped, asked;
	int denied;

	if (!twstat_switches.reuse || twstat_hook_is_on(TWSTAT_HOOK_REUSE) ||
	    twstat_endpoint_is_nowhere(to) || twstat_port_range_own(sk))
		return;

	asked = twstat_port_range_tried(sock_net(sk));
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

	twstat_reuse_refused_all(tn, sk, to, TWSTAT_REFUSED_FIN_WAIT2, fin_wait2);
	denied = twstat_reuse_rule_denied(sock_net(sk), &sk->__sk_common);
	if (denied >= 0) {
		twstat_reuse_refused_all(tn, sk, to, denied, stamped + unstamped);
		return;
	}
	twstat_reuse_refused_all(tn, sk, to, TWSTAT_REFUSED_NO_TIMESTAMP,
				 unstamped);
	twstat_reuse_refused_all(tn, sk, to, TWSTAT_REFUSED_TOO_YOUNG, stamped);
}

NOKPROBE_SYMBOL(twstat_reuse_failed);

/**
 * twstat_reuse_asked() - is a connect() to get the port of a socket in TIME_WAIT?
 * @sk: whose connect() it is
 * @sktw: the socket in TIME_WAIT
 * @automatic: it looks for a port, any
 *
 * A yes is not counted here: the socket that was taken ends.
 *
 * Context: handlers; any context without preemption.
 */
void twstat_reuse_asked(const struct sock *sk, const struct sock *sktw,
			bool automatic)
{
	const struct tcp_timewait_sock *tw = tcp_twsk(sktw);
	struct twstat_net *tn = twstat_net(sock_net(sk));
	struct twstat_entries entries;
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
			     &tn->nowhere, why, 1);
	twstat_entries_unlock(&entries);
	if (trace_reuse_enabled())
		twstat_trace_reuse(&tw->tw_sk.__tw_common,
				   twstat_reuse_counter[why], 1);
}

NOKPROBE_SYMBOL(twstat_reuse_asked);
