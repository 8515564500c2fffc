// SPDX-License-Identifier: GPL-2.0
/* Why connect() failed although the destination's own sockets don't hold all ports. */
#include "ask/private_ranges.h"
#include "explain/elsewhere.h"

/**
 * cause_bound() - programs bind ports before they connect
 * @causes: filled in
 * @situation: the numbers
 */
void cause_bound(struct causes *causes, const struct situation *situation)
{
	double bound = situation_counter(situation, TWSTAT_A_COUNTERS_CONNECT_BOUND);

	cause_add(causes, CAUSE_BIND_WITHOUT_NO_PORT, "ConnectBound, ConnectAuto, BindAuto",
		  "bind() before connect(), without IP_BIND_ADDRESS_NO_PORT, takes a port from all destinations at once, and tcp_tw_reuse skips it: %.0f connect() calls came from a bound port.",
		  bound);
	cause_number(causes, "connect-bound", bound);
	cause_number(causes, "bind-auto",
		     situation_counter(situation, TWSTAT_A_COUNTERS_BIND_AUTO));
}

static void cause_private(struct causes *causes,
			  const struct situation *situation, const char *begin)
{
	__u64 peak = situation_number(situation, TWSTAT_A_DESTINATION_PEAK);
	double in_use = situation->held.own + situation->held.others;

	cause_add(causes, CAUSE_PRIVATE_RANGE, "dst exhausted, peak, usable, ss",
		  "%s: the program searches only a part of the range (IP_LOCAL_PORT_RANGE). It never had more than %llu of %.0f ports",
		  begin, peak, situation->ports);
	if (in_use < situation->ports * NEARLY_ALL && situation->held.known &&
	    !situation->trouble->over)
		state_more(&causes->all, ", and all sockets together have %.0f.", in_use);
	else
		state_more(&causes->all, ". strace -e setsockopt shows it.");
	cause_number(causes, "peak", peak);
	cause_number(causes, "in-use", in_use);
}

static void cause_others_bound(struct causes *causes,
			       const struct situation *situation)
{
	__u64 peak = situation_number(situation, TWSTAT_A_DESTINATION_PEAK);

	if (situation_counter(situation, TWSTAT_A_COUNTERS_CONNECT_BOUND)) {
		cause_bound(causes, situation);
		return;
	}
	cause_add(causes, CAUSE_PORTS_BOUND, "dst exhausted, peak, usable, ss",
		  "Other sockets have bound the ports: this destination never had more than %llu of %.0f, and a bound port is available to no other destination.",
		  peak, situation->ports);
	cause_number(causes, "peak", peak);
}

/**
 * cause_elsewhere() - other sockets have the ports, or the program uses a part of them
 * @causes: filled in
 * @situation: the numbers
 *
 * A port that other sockets hold is only unavailable if it was bound. If far from all ports
 * are in use, the program searched only a part of the range. If the trouble is over, or both
 * are possible, both are stated. Older kernels don't list sockets that are only bound;
 * BindAuto shows that there may be some.
 */
void cause_elsewhere(struct causes *causes, const struct situation *situation)
{
	const struct held *held = &situation->held;
	bool now = held->known && !situation->trouble->over;
	bool all = held->own + held->others >= situation->ports * NEARLY_ALL;
	__u64 connect_bound = situation_counter(situation,
						TWSTAT_A_COUNTERS_CONNECT_BOUND);
	__u64 bind_auto = situation_counter(situation, TWSTAT_A_COUNTERS_BIND_AUTO);
	bool bound = connect_bound || bind_auto ||
		     held->listening + held->bound_others > situation->ports / 2;
	/* Sockets that are only bound, which the kernel may not list. */
	bool hidden = bind_auto > connect_bound && !held->unconnected;

	if (!has_private_ranges()) {
		cause_others_bound(causes, situation);
	} else if (now && !all && !hidden) {
		cause_private(causes, situation, "Private range");
	} else if (bound) {
		cause_others_bound(causes, situation);
		cause_private(causes, situation, "Or a private range");
	} else {
		cause_private(causes, situation, "Probably a private range");
	}
}
