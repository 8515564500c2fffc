// SPDX-License-Identifier: GPL-2.0
/*
 * What helps, the safest first, and how much it helps here.
 *
 * Rates are sustainable ones, as in judge/forecast.c. Whether one is enough is stated only if
 * the current rate is known.
 */
#include <math.h>

#include "explain/bind_refused.h"
#include "explain/remedies.h"
#include "explain/syn_refused.h"
#include "show/format.h"

/*
 * TIME_WAIT's timer can be a few seconds late, and sockets then end many at once. So numbers
 * that are to be enough have this much in reserve.
 */
#define RESERVE	1.05

/* A rate of new connections, and whether it is enough. */
static void add_rate(struct statements *remedies, const struct situation *situation,
		     double rate)
{
	state_number(remedies, "max-rate", rate);
	if (situation->asked > 0)
		state_number(remedies, "enough", rate >= situation->asked);
}

/* What more ports are good for if new connections keep them: time, and no rate. */
static void last_longer(struct statements *remedies, const struct situation *situation,
			double ports)
{
	double seconds = ports / situation->keeping;

	if (situation->keeping > 0 && isfinite(seconds)) {
		state_more(remedies,
			   " They last %s at %.1f more ports in use per second, and are never enough: connections that are not closed use up any number.",
			   format_seconds(seconds).is, situation->keeping);
		state_number(remedies, "lasts", seconds);
	} else {
		state_more(remedies,
			   " They are never enough: connections that are not closed use up any number.");
	}
	state_number(remedies, "enough", 0);
}

static const char *would_do(const struct situation *situation, double rate)
{
	if (!(situation->asked > 0))
		return "";
	return rate >= situation->asked ? ", which is enough" :
		", which alone is not enough";
}

/* How long a port is not available after a close. */
static double hold(const struct situation *situation)
{
	const struct forecast *forecast = situation->trouble->forecast;

	return forecast ? forecast->hold : TIME_WAIT_SECONDS;
}

static void reuse_in_general(struct statements *remedies)
{
	state(remedies, "reuse-connections", "dst time_wait",
	      "Reuse connections (keep-alive, a pool): 10 requests per connection need a tenth of the ports.");
}

static void reuse_connections(struct statements *remedies,
			      const struct situation *situation)
{
	double asked = situation->asked;
	double most = situation->trouble->forecast->sustainable;
	double requests = most > 0 ? ceil(asked * RESERVE / most) : NAN;

	if (!(asked > most) || isnan(requests)) {
		reuse_in_general(remedies);
		return;
	}
	state(remedies, "reuse-connections", "dst connects, exhausted, usable",
	      "Reuse connections (keep-alive, a pool): cut new connections from %.1f/s to %.1f/s or less; %.0f requests per connection make %.1f/s.",
	      asked, most, requests, asked / requests);
	state_number(remedies, "avoid-rate", asked - most);
	state_number(remedies, "requests", requests);
}

static void more_addresses(struct statements *remedies,
			   const struct situation *situation)
{
	const struct forecast *forecast = situation->trouble->forecast;
	double each = (situation_limit(situation, 2 * situation->ports, hold(situation)) -
		       situation_limit(situation, situation->ports, hold(situation)));
	double most = forecast->sustainable, needed = NAN;

	if (situation->ports < 1)
		return;
	if (situation->keeps) {
		state(remedies, "more-addresses", "dst usable, growth of dst live",
		      "More addresses: each further address or port of the peer, or source address here, adds %.0f ports.",
		      situation->ports);
		state_number(remedies, "ports", situation->ports);
		state_number(remedies, "more-rate", 0);
		last_longer(remedies, situation, situation->ports);
		return;
	}
	if (forecast->held > situation->ports)
		each = situation->ports / hold(situation);
	if (situation->asked > most && each > 0)
		needed = ceil((situation->asked * RESERVE - most) / each);
	state(remedies, "more-addresses", "dst usable, connects",
	      "More addresses: each further address or port of the peer, or source address here, adds %.0f ports: +%s connections/s.",
	      situation->ports, format_rate(each).is);
	if (!isnan(needed)) {
		state_more(remedies, " %.0f more %s needed for %.1f/s.", needed,
			   needed > 1 ? "are" : "is", situation->asked);
		state_number(remedies, "addresses", needed);
	}
	state_number(remedies, "ports", situation->ports);
	state_number(remedies, "more-rate", each);
}

/* What more ports are good for. */
static void add_ports(struct statements *remedies, const struct situation *situation,
		      double more, double rate)
{
	if (situation->keeps) {
		state_more(remedies, ".");
		state_number(remedies, "max-rate", 0);
		last_longer(remedies, situation, more);
		return;
	}
	state_more(remedies, ": with these, %s connections/s%s.", format_rate(rate).is,
		   would_do(situation, rate));
	add_rate(remedies, situation, rate);
}

/* Reserved ports of the wider range stay reserved. */
static void wider_range(struct statements *remedies,
			const struct situation *situation)
{
	const struct settings *settings = situation->settings;
	double wide, rate;

	wide = RANGE_WIDE_HIGH - RANGE_WIDE_LOW + 1 -
	       settings_reserved(settings, RANGE_WIDE_LOW, RANGE_WIDE_HIGH);
	if (settings->low < 0 || wide <= situation->ports)
		return;
	rate = situation_limit(situation, wide, hold(situation));
	state(remedies, "wider-range",
	      "ip_local_port_range, ip_local_reserved_ports",
	      "A wider range: net.ipv4.ip_local_port_range = %d %d adds %.0f ports",
	      RANGE_WIDE_LOW, RANGE_WIDE_HIGH, wide - situation->ports);
	state_number(remedies, "ports", wide);
	state_number(remedies, "more-ports", wide - situation->ports);
	add_ports(remedies, situation, wide - situation->ports, rate);
	state_more(remedies, " First reserve the ports that services listen on.");
}

static void reserve_less(struct statements *remedies, const struct situation *situation)
{
	const struct settings *settings = situation->settings;
	double reserved = settings_reserved(settings, settings->low, settings->high);
	double rate = situation_limit(situation, situation->ports + reserved,
				      hold(situation));

	if (!reserved)
		return;
	state(remedies, "unreserve-ports", "net.ipv4.ip_local_reserved_ports",
	      "Reserve fewer ports: net.ipv4.ip_local_reserved_ports has %.0f ports of the range",
	      reserved);
	state_number(remedies, "more-ports", reserved);
	add_ports(remedies, situation, reserved, rate);
}

static void no_port(struct statements *remedies, const struct situation *situation)
{
	state(remedies, "bind-address-no-port", "ConnectBound, BindAuto, BindAutoFailed",
	      "Set IP_BIND_ADDRESS_NO_PORT before bind() to a source address: connect() then chooses the port, and each destination has %.0f ports of its own.",
	      situation->ports);
	state_number(remedies, "ports", situation->ports);
}

/* How often tcp_tw_reuse can give a port, and so how many connections it allows. */
static void say_how_often(struct statements *remedies, const struct settings *settings,
			  double rate)
{
	if (settings->reuse_delay < 0)
		state_more(remedies, "Each port can be reused once a second");
	else
		state_more(remedies, "A port can be reused after %ld ms (tcp_tw_reuse_delay)",
			   settings->reuse_delay);
	state_more(remedies, ", so up to %.0f connections/s", rate);
}

static void tw_reuse(struct statements *remedies, const struct situation *situation)
{
	const struct settings *settings = situation->settings;
	const struct forecast *forecast = situation->trouble->forecast;
	double waiting = situation->ports - situation->live - situation->fin_wait2;
	double stamped = situation->stamped, rate;

	/* It skips ports that were bound. */
	if (isnan(stamped) || situation->held.bound * 2 > situation->used)
		return;
	rate = fmax(waiting, 0) / forecast->hold_reuse;
	if (stamped < 0.5) {
		state(remedies, "timestamps",
		      "dst timestamps, time_wait, net.ipv4.tcp_timestamps",
		      "Enable TCP timestamps on both sides%s. tcp_tw_reuse needs them: %.0f %% of the sockets in TIME_WAIT have them now.",
		      settings->timestamps ? ", and let no device in between remove them" :
		      " (net.ipv4.tcp_timestamps = 1 here)", stamped * 100);
		state_number(remedies, "share", stamped);
	} else if (!situation->reuse_on) {
		state(remedies, "tw-reuse",
		      "dst timestamps, refused_off, refused_not_loopback",
		      "net.ipv4.tcp_tw_reuse = 1 (now %ld): it can work, because %.0f %% of the sockets in TIME_WAIT have timestamps. ",
		      settings->tw_reuse, stamped * 100);
		say_how_often(remedies, settings, rate);
		state_more(remedies, "%s.", would_do(situation, rate));
		state_number(remedies, "share", stamped);
		add_rate(remedies, situation, rate);
	} else {
		state(remedies, "tw-reuse-works", "dst timestamps, reused, refused_too_young",
		      "tcp_tw_reuse is on already. ");
		say_how_often(remedies, settings, rate);
		state_more(remedies, "; more than that needs more ports.");
		state_number(remedies, "share", stamped);
		add_rate(remedies, situation, rate);
	}
}

static void close_them(struct statements *remedies, const struct situation *situation,
		       enum cause cause)
{
	double live = situation->live;

	if (cause == CAUSE_CLOSE_WAIT)
		state(remedies, "close-sockets", "dst live, ss state close-wait",
		      "Fix the program: it must close() when read() returns 0. \"ss -tnp state close-wait\" shows which one it is; restarting it frees the ports for now.");
	else if (cause == CAUSE_SYN_SENT)
		state(remedies, "reach-peer", "dst live, ss state syn-sent",
		      "Find out why the peer does not answer: is it up, does a firewall drop SYNs, is its backlog full? With a lower net.ipv4.tcp_syn_retries, connect() gives up sooner.");
	else if (cause == CAUSE_HALF_CLOSED)
		state(remedies, "close-sockets", "dst live, ss state fin-wait-2",
		      "Fix both programs: the peer must close, and this one must not wait forever after shutdown(). \"ss -tnp state fin-wait-2\" shows which one it is.");
	else if (cause == CAUSE_FIN_UNANSWERED)
		state(remedies, "reach-peer", "dst live, ss state fin-wait-1",
		      "Find out why the peer does not acknowledge data; net.ipv4.tcp_orphan_retries limits how long the kernel retries.");
	else
		state(remedies, "fewer-connections", "dst live",
		      "Close connections that are not needed: limit the pool, close idle ones, look for a leak. \"ss -tnpo state established\" shows their programs.");
	state_number(remedies, "ports", live);
}

static void fin_timeout(struct statements *remedies, const struct situation *situation)
{
	long timeout = situation->settings->fin_timeout;

	state(remedies, "peer-closes", "dst fin_wait2",
	      "Have the peer close its side when this side has closed: that frees %.0f ports (after 60 s of TIME_WAIT).",
	      situation->fin_wait2);
	state_number(remedies, "ports", situation->fin_wait2);
	if (timeout > 10) {
		state(remedies, "fin-timeout", "net.ipv4.tcp_fin_timeout",
		      "Meanwhile, net.ipv4.tcp_fin_timeout = 10 (now %ld): a peer that never closes then holds a port for 10 s, so the ports are enough for %.1f connections/s instead of %.1f.",
		      timeout, (situation->ports - situation->live) / 10,
		      (situation->ports - situation->live) / timeout);
		state_number(remedies, "max-rate",
			     (situation->ports - situation->live) / 10);
	}
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
	}
	if (cause == CAUSE_BIND_WITHOUT_NO_PORT)
		no_port(remedies, situation);
	if (cause == CAUSE_OUTSIDE_RANGE)
		return;
	if (situation->elsewhere) {
		if (cause == CAUSE_PORTS_BOUND)
			state(remedies, "fewer-bound", "ss",
			      "Find the programs that have them (ss -tanp; for sockets that are only bound: ss -tanpe state all), and have them bind outside the range, or not at all.");
		if (cause != CAUSE_PRIVATE_RANGE)
			wider_range(remedies, situation);
		if (situation->time_wait)
			reuse_in_general(remedies);
		return;
	}
	if (cause == CAUSE_FIN_WAIT2)
		fin_timeout(remedies, situation);
	else if (situation->live > situation->used / 2)
		close_them(remedies, situation, cause);
	if (wait)
		reuse_connections(remedies, situation);
	more_addresses(remedies, situation);
	reserve_less(remedies, situation);
	wider_range(remedies, situation);
	if (situation->held.bound && cause != CAUSE_BIND_WITHOUT_NO_PORT)
		no_port(remedies, situation);
	if (wait)
		tw_reuse(remedies, situation);
}

static void for_bind(struct statements *remedies, const struct situation *situation,
		     enum cause cause)
{
	if (cause == CAUSE_BIND_WITHOUT_NO_PORT)
		no_port(remedies, situation);
	state(remedies, "more-addresses", "net.ipv4.ip_local_port_range",
	      "More source addresses: each has %.0f ports of its own.", situation->ports);
	state_number(remedies, "ports", situation->ports);
	reserve_less(remedies, situation);
	wider_range(remedies, situation);
	if (situation->held.bound_others)
		reuse_in_general(remedies);
}

static void for_denied(struct statements *remedies, const struct situation *situation)
{
	const struct record *gauges = &situation->period->is.stats.gauges;
	double rate = situation->trouble->rate, needed;

	needed = gauges->value[TWSTAT_A_GAUGES_TIME_WAIT_PEAK] +
		 (rate > 0 ? rate * TIME_WAIT_SECONDS : situation->trouble->count);
	if (situation_counter(situation, TWSTAT_A_COUNTERS_DENIED_LIMIT)) {
		state(remedies, "raise-max-tw-buckets",
		      "net.ipv4.tcp_max_tw_buckets, DeniedLimit, TimeWait",
		      "Raise net.ipv4.tcp_max_tw_buckets (%ld) to at least %.0f: about %.0f MB of memory, %d bytes each.",
		      situation->settings->max_tw_buckets, needed,
		      ceil(needed * SOCKET_BYTES / 1e6), SOCKET_BYTES);
		state_number(remedies, "buckets", needed);
	} else {
		state(remedies, "more-memory", "DeniedNomem",
		      "Find out what uses the memory (free, slabtop).");
	}
	state(remedies, "fewer-closes", "EnterClose",
	      "Reuse connections (keep-alive, a pool): fewer are closed then.");
}

static void for_refused(struct statements *remedies, const struct situation *situation)
{
	if (refused_remedies(remedies, situation))
		return;
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
	      "If it must be this port: with TCP timestamps on both sides, connect() takes over a socket in TIME_WAIT at once, whatever tcp_tw_reuse is (net.ipv4.tcp_timestamps is %ld here).",
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
