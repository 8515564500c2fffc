// SPDX-License-Identifier: GPL-2.0
/* What helps, the safest first, and how much it helps here. */
#include <math.h>
#include <stdio.h>

#include "explain/bind_refused.h"
#include "explain/promise.h"
#include "explain/remedies.h"
#include "explain/remedies_close.h"
#include "explain/remedies_ports.h"
#include "explain/remedies_range.h"
#include "explain/setting.h"
#include "explain/syn_refused.h"

static void fewer_bound(struct statements *remedies)
{
	state(remedies, "fewer-bound", "ss",
	      "Find the programs that have bound the ports (ss -tanp; for sockets that are only bound: ss -tanpe state all), and have them bind outside the range, or not at all.");
	state_command(remedies, "ss -tanp");
}

static void for_destination(struct statements *remedies,
			    const struct situation *situation, enum cause cause)
{
	bool wait = situation->time_wait > situation->used / 4 ||
		    cause == CAUSE_NO_TIMESTAMPS;

	if (cause == CAUSE_PRIVATE_RANGE) {
		state(remedies, "own-range", "dst peak, dst usable",
		      "Have the program set a wider IP_LOCAL_PORT_RANGE, or none: %.0f ports are usable. System settings do not help.",
		      situation->ports);
		state_number(remedies, "ports", situation->ports);
		state_manual(remedies);
	}
	if (cause == CAUSE_BIND_WITHOUT_NO_PORT)
		remedy_no_port(remedies, situation);
	if (cause == CAUSE_OUTSIDE_RANGE)
		return;
	if (situation->elsewhere) {
		if (cause == CAUSE_PORTS_BOUND)
			fewer_bound(remedies);
		if (cause != CAUSE_PRIVATE_RANGE)
			remedy_wider_range(remedies, situation);
		if (situation->time_wait)
			remedy_reuse_in_general(remedies);
		return;
	}
	if (cause == CAUSE_FIN_WAIT2)
		remedy_fin_wait2(remedies, situation);
	else if (situation->live > situation->used / 2)
		remedy_close(remedies, situation, cause);
	if (wait)
		remedy_reuse_connections(remedies, situation);
	remedy_more_addresses(remedies, situation);
	remedy_unreserve(remedies, situation);
	remedy_wider_range(remedies, situation);
	if (situation->held.bound && cause != CAUSE_BIND_WITHOUT_NO_PORT)
		remedy_no_port(remedies, situation);
	if (wait)
		remedy_tw_reuse(remedies, situation);
}

static void for_bind(struct statements *remedies, const struct situation *situation,
		     enum cause cause)
{
	if (cause == CAUSE_BIND_WITHOUT_NO_PORT)
		remedy_no_port(remedies, situation);
	else
		fewer_bound(remedies);
	state(remedies, "more-addresses", "net.ipv4.ip_local_port_range",
	      "More source addresses: each has %.0f ports of its own.", situation->ports);
	state_number(remedies, "ports", situation->ports);
	remedy_unreserve(remedies, situation);
	remedy_wider_range(remedies, situation);
	if (situation->held.bound_others)
		remedy_reuse_in_general(remedies);
}

static void for_denied(struct statements *remedies, const struct situation *situation)
{
	const struct record *gauges = &situation->period->is.stats.gauges;
	double peak = gauges->value[TWSTAT_A_GAUGES_TIME_WAIT_PEAK];
	double rate = situation->trouble->rate, needed;
	char value[32];

	/* Of those that were denied, at most as many would have been there at once. */
	needed = peak + ceil(rate > 0 ? rate * TIME_WAIT_SECONDS * RESERVE :
			     fmin(situation->trouble->count, peak));
	if (situation_counter(situation, TWSTAT_A_COUNTERS_DENIED_LIMIT)) {
		state(remedies, "raise-max-tw-buckets",
		      "net.ipv4.tcp_max_tw_buckets, DeniedLimit, TimeWait",
		      "Raise net.ipv4.tcp_max_tw_buckets (%ld) to at least %.0f: about %.0f MB of memory, %d bytes each.",
		      situation->settings->max_tw_buckets, needed,
		      ceil(needed * SOCKET_BYTES / 1e6), SOCKET_BYTES);
		state_number(remedies, "buckets", needed);
		snprintf(value, sizeof(value), "%.0f", needed);
		state_setting(remedies, "tcp_max_tw_buckets", value);
	} else {
		state(remedies, "more-memory", "DeniedNomem",
		      "Find out what uses the memory (free, slabtop).");
	}
	state(remedies, "fewer-closes", "EnterClose",
	      "Reuse connections (keep-alive, a pool): fewer are closed then.");
	state_manual(remedies);
}

static void for_refused(struct statements *remedies, const struct situation *situation)
{
	if (refused_remedies(remedies, situation))
		return;
	if (situation->period->is.conflicts.known) {
		state(remedies, "explain-again", "conflict-get",
		      "Run twstat explain as soon as it fails again: a namespace keeps its last 32 conflicts.");
		return;
	}
	state(remedies, "set-reuseaddr", "BindInTimeWait, srv bind_refused",
	      "Always set SO_REUSEADDR on the server's socket before bind(). It works if the old connections were accepted with it, too; otherwise wait 60 s. twstat srv shows which port it is.");
}

static void for_busy(struct statements *remedies, const struct situation *situation)
{
	const struct settings *settings = situation->settings;

	if (refused_remedies(remedies, situation))
		return;
	state(remedies, "any-port", "ConnectBound",
	      "Do not bind a port before connect(); for a source address, use bind() to port 0 with IP_BIND_ADDRESS_NO_PORT.");
	state(remedies, "timestamps", "net.ipv4.tcp_timestamps, ReuseTakeover",
	      "If it must be this port: with TCP timestamps on both sides, connect() takes over a socket in TIME_WAIT at once. tcp_tw_reuse does not matter for that; net.ipv4.tcp_timestamps is %ld here.",
	      settings->timestamps);
}

/**
 * remedies_state() - state what helps
 * @remedies: filled in
 * @situation: the numbers
 * @cause: the main cause
 */
void remedies_state(struct statements *remedies,
		    const struct situation *situation, enum cause cause)
{
	switch (situation->trouble->kind) {
	case TROUBLE_NONE:
		break;
	case TROUBLE_BIND:
		for_bind(remedies, situation, cause);
		break;
	case TROUBLE_BUSY:
		for_busy(remedies, situation);
		break;
	case TROUBLE_DENIED:
		for_denied(remedies, situation);
		break;
	case TROUBLE_REFUSED:
		for_refused(remedies, situation);
		break;
	case TROUBLE_SYN:
		syn_refused_remedies(remedies, situation);
		break;
	default:
		for_destination(remedies, situation, cause);
	}
}
