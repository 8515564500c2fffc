// SPDX-License-Identifier: GPL-2.0
/*
 * Why a destination is out of ports, or will be: who has the ports, and why so many.
 *
 * A cause is named only if a number says so. The first one is what to deal with first;
 * others add to it, or could be it as well, which is said then.
 */
#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "explain.h"

/* What libc and the kernel's headers don't have in Debian 12. */
#define IP_LOCAL_PORT_RANGE	51

/* From which share of the ports on they are as good as all. */
#define ALL	0.9

/* From which share of the ports on somebody has a part in the trouble. */
#define PART	0.25

static void state_churn(struct statements *causes)
{
	state(causes, "churn", "dst time_wait",
	      "Churn: connections are short, and this side closes first, so each keeps its port for 60 s more.");
}

/* A range that is a half of the default one, or less. */
static bool state_narrow(struct statements *causes, const struct situation *situation)
{
	const struct settings *settings = situation->settings;
	long size = settings->high - settings->low + 1;

	if (settings->low < 0 || size > DEFAULT_PORTS / 2)
		return false;
	state(causes, "narrow-range", "net.ipv4.ip_local_port_range",
	      "Narrow range: %ld to %ld is %ld ports; the kernel's default has %d.",
	      settings->low, settings->high, size, DEFAULT_PORTS);
	state_number(causes, "ports", size);
	return true;
}

/* Reserved ports that are more than those that are left, or would be enough. */
static bool state_reserved(struct statements *causes, const struct situation *situation)
{
	const struct settings *settings = situation->settings;
	double reserved = settings_reserved(settings, settings->low, settings->high);

	if (!reserved || (reserved < situation->ports &&
			  !(situation->needed > situation->ports &&
			    situation->needed <= situation->ports + reserved)))
		return false;
	state(causes, "reserved-ports", "net.ipv4.ip_local_reserved_ports",
	      "Reserved ports take %.0f of the %ld ports of the range.", reserved,
	      settings->high - settings->low + 1);
	state_number(causes, "ports", reserved);
	return true;
}

/* More than even the default range would last for. */
static void state_wait(struct statements *causes, const struct situation *situation)
{
	bool churn = situation->needed > DEFAULT_PORTS;

	if (churn)
		state_churn(causes);
	state_reserved(causes, situation);
	state_narrow(causes, situation);
	if (!churn)
		state_churn(causes);
}

static void state_no_timestamps(struct statements *causes,
				const struct situation *situation)
{
	__u64 waiting = situation_number(situation, TWSTAT_A_DESTINATION_TIME_WAIT);
	__u64 stamped = situation_number(situation, TWSTAT_A_DESTINATION_TIMESTAMPS);

	static const char off[] =
		"They are switched off here: net.ipv4.tcp_timestamps is 0.";
	static const char stripped[] =
		"They are on here, so the peer, or something between (NAT?), leaves them out.";

	state(causes, "no-timestamps",
	      "dst timestamps, dst refused_no_timestamp, net.ipv4.tcp_timestamps",
	      "tcp_tw_reuse can't work here: %llu of %llu sockets in TIME_WAIT have no TCP timestamps. %s",
	      waiting - stamped, waiting,
	      situation->settings->timestamps ? stripped : off);
	state_number(causes, "without", waiting - stamped);
	state_number(causes, "time-wait", waiting);
}

static bool lacks_timestamps(const struct situation *situation)
{
	return situation->stamped < 0.5;
}

/* Why ports in TIME_WAIT don't come back earlier. */
static void state_reuse(struct statements *causes, const struct situation *situation)
{
	if (!situation->reuse_on && situation->settings->tw_reuse == 2)
		state(causes, "reuse-not-loopback",
		      "dst refused_not_loopback, net.ipv4.tcp_tw_reuse",
		      "Ports in TIME_WAIT aren't reused: tcp_tw_reuse is 2, for loopback only, and this isn't loopback.");
	else if (!situation->reuse_on)
		state(causes, "reuse-off", "dst refused_off, net.ipv4.tcp_tw_reuse",
		      "Ports in TIME_WAIT aren't reused: tcp_tw_reuse is %ld.",
		      situation->settings->tw_reuse);
	else if (!lacks_timestamps(situation) &&
		 situation_number(situation, TWSTAT_A_DESTINATION_REFUSED_TOO_YOUNG))
		state(causes, "too-young", "dst refused_too_young, dst reused",
		      "tcp_tw_reuse works, but ports are used up before the first one is old enough, after 1 to 2 s.");
	if (lacks_timestamps(situation) && !situation->reuse_on)
		state_no_timestamps(causes, situation);
}

static void state_time_wait(struct statements *causes,
			    const struct situation *situation)
{
	if (situation->reuse_on && lacks_timestamps(situation) &&
	    situation->trouble->kind == TROUBLE_OUT)
		state_no_timestamps(causes, situation);
	state_wait(causes, situation);
	state_reuse(causes, situation);
}

static void state_fin_wait2(struct statements *causes,
			    const struct situation *situation)
{
	state(causes, "fin-wait2", "dst fin_wait2, net.ipv4.tcp_fin_timeout",
	      "The peer doesn't close: %.0f connections that this side has closed wait for its FIN in FIN_WAIT2, up to %ld s each.",
	      situation->fin_wait2, situation->settings->fin_timeout);
	state_number(causes, "ports", situation->fin_wait2);
}

/* What most of the live connections do. */
static void state_live(struct statements *causes, const struct situation *situation)
{
	double syn_sent = situation_live(situation, TCP_SYN_SENT);
	double close_wait = situation_live(situation, TCP_CLOSE_WAIT) +
			    situation_live(situation, TCP_LAST_ACK);
	double half_closed = situation_live(situation, TCP_FIN_WAIT2);
	double unsent = situation_live(situation, TCP_FIN_WAIT1) +
			situation_live(situation, TCP_CLOSING);
	double half = situation->live / 2;

	if (situation->held.known && !situation->trouble->over) {
		if (close_wait >= half) {
			state(causes, "close-wait", "dst live, ss state close-wait",
			      "This side doesn't close: the peer has closed %.0f of its %.0f live connections (CLOSE_WAIT), and the program here keeps them.",
			      close_wait, situation->live);
			state_number(causes, "ports", close_wait);
			return;
		}
		if (syn_sent >= half) {
			state(causes, "syn-sent", "dst live, ss state syn-sent",
			      "The peer doesn't answer: %.0f of %.0f live connections wait for it (SYN_SENT), each with a port.",
			      syn_sent, situation->live);
			state_number(causes, "ports", syn_sent);
			return;
		}
		if (half_closed >= half) {
			state(causes, "half-closed", "dst live, ss state fin-wait-2",
			      "%.0f of %.0f live connections are half closed: this side has sent its FIN, the peer hasn't, and the program here keeps them (FIN_WAIT2).",
			      half_closed, situation->live);
			state_number(causes, "ports", half_closed);
			return;
		}
		if (unsent >= half) {
			state(causes, "fin-unanswered", "dst live, ss state fin-wait-1",
			      "The peer doesn't take what is left: %.0f of %.0f live connections are closed here, and not acknowledged (FIN_WAIT1).",
			      unsent, situation->live);
			state_number(causes, "ports", unsent);
			return;
		}
	}
	state(causes, "live-connections", "dst live",
	      "Open connections have the ports, not TIME_WAIT: %.0f of %.0f are live, and none of these comes back until it is closed.",
	      situation->live, situation->ports);
	state_number(causes, "ports", situation->live);
}

/* Does this kernel let a program have a range of its own? */
static bool has_private_ranges(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t size = sizeof(int);
	int value;
	bool has;

	if (fd < 0)
		return true;
	has = !getsockopt(fd, IPPROTO_IP, IP_LOCAL_PORT_RANGE, &value, &size) ||
	      errno != ENOPROTOOPT;
	close(fd);
	return has;
}

static void state_bound(struct statements *causes, const struct situation *situation)
{
	double bound = situation_counter(situation, TWSTAT_A_COUNTERS_CONNECT_BOUND);

	state(causes, "bind-without-no-port", "ConnectBound, ConnectAuto, BindAuto",
	      "bind() before connect() takes a port from all destinations at once, and from tcp_tw_reuse: %.0f connect() had bound one, without IP_BIND_ADDRESS_NO_PORT.",
	      bound);
	state_number(causes, "connect-bound", bound);
	state_number(causes, "bind-auto",
		     situation_counter(situation, TWSTAT_A_COUNTERS_BIND_AUTO));
}

static void state_private(struct statements *causes,
			  const struct situation *situation, const char *begin)
{
	__u64 peak = situation_number(situation, TWSTAT_A_DESTINATION_PEAK);
	double in_use = situation->held.own + situation->held.others;

	state(causes, "private-range", "dst exhausted, peak, usable, ss",
	      "%s the program looks at a part of the ports only (IP_LOCAL_PORT_RANGE): it never had more than %llu of %.0f",
	      begin, peak, situation->ports);
	if (in_use < situation->ports * ALL && situation->held.known &&
	    !situation->trouble->over)
		state_more(causes, ", and all sockets together have %.0f.", in_use);
	else
		state_more(causes, ". strace -e setsockopt would show it.");
	state_number(causes, "peak", peak);
	state_number(causes, "in-use", in_use);
}

static void state_others_bound(struct statements *causes,
			       const struct situation *situation)
{
	__u64 peak = situation_number(situation, TWSTAT_A_DESTINATION_PEAK);

	if (situation_counter(situation, TWSTAT_A_COUNTERS_CONNECT_BOUND)) {
		state_bound(causes, situation);
		return;
	}
	state(causes, "ports-bound", "dst exhausted, peak, usable, ss",
	      "Other sockets have bound the ports: it never had more than %llu of %.0f itself, and a port that bind() has is for no other destination.",
	      peak, situation->ports);
	state_number(causes, "peak", peak);
}

/*
 * Ports that others have are no loss, unless they were bound. If not nearly all of them
 * are in use by anybody, the program looked at a part of the range only. If it is over,
 * or both could be, both are said. Sockets that were bound, and neither connected nor
 * listen, are in no list of older kernels; BindAuto tells that there may be some.
 */
static void state_elsewhere(struct statements *causes,
			    const struct situation *situation)
{
	const struct held *held = &situation->held;
	bool now = held->known && !situation->trouble->over;
	bool all = held->own + held->others >= situation->ports * ALL;
	__u64 connect_bound = situation_counter(situation,
						TWSTAT_A_COUNTERS_CONNECT_BOUND);
	__u64 bind_auto = situation_counter(situation, TWSTAT_A_COUNTERS_BIND_AUTO);
	bool bound = connect_bound || bind_auto ||
		     held->listening + held->bound_others > situation->ports / 2;
	/* Those that only bind, and that the kernel may not list. */
	bool hidden = bind_auto > connect_bound && !held->unconnected;

	if (!has_private_ranges()) {
		state_others_bound(causes, situation);
	} else if (now && !all && !hidden) {
		state_private(causes, situation, "Private range:");
	} else if (bound) {
		state_others_bound(causes, situation);
		state_private(causes, situation, "Or");
	} else {
		state_private(causes, situation, "It seems that");
	}
}

static bool holds(const struct situation *situation, double ports)
{
	return ports > 0 && ports >= situation->used * PART;
}

/* Which ones grow, if that is the trouble; else which are the most. */
static bool is_live(const struct situation *situation)
{
	const struct forecast *forecast = situation->trouble->forecast;

	if (situation->trouble->kind == TROUBLE_FILLING)
		return forecast->live_growth > forecast->growth / 2;
	return situation->live > situation->time_wait &&
	       situation->live > situation->fin_wait2;
}

/* Whether what it holds was in anybody else's way. */
static bool others_failed(const struct situation *situation)
{
	__u64 own = situation_number(situation, TWSTAT_A_DESTINATION_EXHAUSTED);

	return situation_counter(situation, TWSTAT_A_COUNTERS_BIND_AUTO_FAILED) ||
	       situation_counter(situation, TWSTAT_A_COUNTERS_CONNECT_EXHAUSTED) > own;
}

/* Ports that were bound, or are of another range than it was, leave those of this one. */
static bool is_outside(const struct situation *situation)
{
	const struct trouble *trouble = situation->trouble;

	return trouble->kind == TROUBLE_OUT && !trouble->over &&
	       !(trouble->forecast->failing > 0) && situation->held.known &&
	       situation->held.own < situation->ports * ALL;
}

static void state_outside(struct statements *causes,
			  const struct situation *situation)
{
	state(causes, "outside-range", "dst ports, ss, net.ipv4.ip_local_port_range",
	      "Not yet, as it seems: of its %.0f ports only %u are among the %.0f of the range; the others were bound, or the range was another one.",
	      situation->used, situation->held.own, situation->ports);
	state_number(causes, "inside", situation->held.own);
}

static void state_holders(struct statements *causes,
			  const struct situation *situation)
{
	bool live = is_live(situation);
	bool fin_wait2 = !live && situation->fin_wait2 > situation->time_wait;
	bool time_wait = !live && !fin_wait2;

	bool bound = situation->held.bound * 2 > situation->used ||
		     mostly_bound(situation->period);
	bool first = bound && (others_failed(situation) ||
			       (situation->reuse_on && situation->stamped >= 0.5));

	if (is_outside(situation)) {
		state_outside(causes, situation);
		if (bound)
			state_bound(causes, situation);
		return;
	}
	if (first)
		state_bound(causes, situation);
	if (live)
		state_live(causes, situation);
	if (fin_wait2)
		state_fin_wait2(causes, situation);
	if (time_wait && situation->used)
		state_time_wait(causes, situation);
	if (!live && holds(situation, situation->live))
		state_live(causes, situation);
	if (!fin_wait2 && holds(situation, situation->fin_wait2))
		state_fin_wait2(causes, situation);
	if (!time_wait) {
		state_reserved(causes, situation);
		state_narrow(causes, situation);
		if (holds(situation, situation->time_wait))
			state_churn(causes);
	}
	if (!situation->used)
		state_reserved(causes, situation);
	if (bound && !first)
		state_bound(causes, situation);
}

static void state_bind(struct statements *causes, const struct situation *situation)
{
	if (situation_counter(situation, TWSTAT_A_COUNTERS_CONNECT_BOUND))
		state_bound(causes, situation);
	else
		state(causes, "bind-any-port", "BindAuto, BindAutoFailed, ConnectBound",
		      "bind() or listen() without a port found none; nobody connected from such a port, so these are servers or leftovers.");
	state_reserved(causes, situation);
	state_narrow(causes, situation);
}

static void state_busy(struct statements *causes)
{
	state(causes, "fixed-port", "ConnectTupleBusy, ConnectBound",
	      "The program binds a certain port before it connects, and has a connection from there to that destination still: live, or in TIME_WAIT without timestamps.");
}

static void state_denied(struct statements *causes, const struct situation *situation)
{
	__u64 nomem = situation_counter(situation, TWSTAT_A_COUNTERS_DENIED_NOMEM);
	__u64 limit = situation_counter(situation, TWSTAT_A_COUNTERS_DENIED_LIMIT);

	if (limit) {
		state(causes, "max-tw-buckets", "DeniedLimit, net.ipv4.tcp_max_tw_buckets",
		      "There are as many as tcp_max_tw_buckets allows, %ld: %llu connections more were closed without TIME_WAIT, and so without its protection.",
		      situation->settings->max_tw_buckets, limit);
		state_number(causes, "denied", limit);
	}
	if (nomem) {
		state(causes, "no-memory", "DeniedNomem",
		      "The kernel had no memory for %llu of them.", nomem);
		state_number(causes, "denied", nomem);
	}
}

/**
 * explain_causes() - say why
 * @causes: filled in
 * @situation: what is known
 */
void explain_causes(struct statements *causes, const struct situation *situation)
{
	switch (situation->trouble->kind) {
	case TROUBLE_BIND:
		state_bind(causes, situation);
		break;
	case TROUBLE_BUSY:
		state_busy(causes);
		break;
	case TROUBLE_DENIED:
		state_denied(causes, situation);
		break;
	case TROUBLE_REFUSED:
		state(causes, "no-reuseaddr", "BindInTimeWait, srv bind_refused",
		      "A server is started again without SO_REUSEADDR while connections of its predecessor are in TIME_WAIT on its port.");
		break;
	case TROUBLE_NONE:
		break;
	default:
		if (situation->elsewhere)
			state_elsewhere(causes, situation);
		else
			state_holders(causes, situation);
	}
}
