// SPDX-License-Identifier: GPL-2.0
/*
 * SYNs that sockets in TIME_WAIT refuse: the one way in which TIME_WAIT on the side that accepts
 * hurts. A client, or a NAT device in front of several, has used an address and port again
 * within 2MSL of the close, and what it sent does not look newer than the old connection.
 */
#include <math.h>

#include "explain/setting.h"
#include "explain/syn_refused.h"
#include "judge/refusals.h"
#include "show/format.h"

/* How many services are named. */
#define MOST	3

static void cause_timestamp(struct causes *causes, const struct refusals *all)
{
	cause_add(causes, CAUSE_SYN_TIMESTAMP, "SynRefusedTimestamp, srv syn_refused_timestamp",
		  "%llu SYNs came from the address and port of a connection in TIME_WAIT with an older timestamp (PAWS). Usually a NAT device or load balancer puts several hosts behind one address and uses a port again within 60 s; each host has a timestamp clock of its own.",
		  all->timestamp);
	cause_number(causes, "syns", all->timestamp);
}

static void cause_sequence(struct causes *causes, const struct refusals *all)
{
	cause_add(causes, CAUSE_SYN_SEQUENCE, "SynRefusedSequence, srv syn_refused_sequence",
		  "%llu SYNs came from the address and port of a connection in TIME_WAIT with a lower sequence number and no newer timestamp: a client, or a NAT device in front of several, has used the port again within 60 s, mostly without TCP timestamps.",
		  all->sequence);
	cause_number(causes, "syns", all->sequence);
}

/**
 * syn_refused_causes() - state why SYNs are refused
 * @causes: filled in
 * @situation: the numbers
 */
void syn_refused_causes(struct causes *causes, const struct situation *situation)
{
	struct refusals all;

	refusals_of_all(&all, situation->period);
	if (all.timestamp && all.timestamp >= all.sequence)
		cause_timestamp(causes, &all);
	if (all.sequence)
		cause_sequence(causes, &all);
	if (all.timestamp && all.timestamp < all.sequence)
		cause_timestamp(causes, &all);
}

static double refused(const struct service *service)
{
	return service->n.value[TWSTAT_A_SERVICE_SYN_REFUSED_SEQUENCE] +
	       service->n.value[TWSTAT_A_SERVICE_SYN_REFUSED_TIMESTAMP];
}

/* The service with most refused SYNs, after those that were named. */
static const struct service *next(const struct services *all, const struct service **named,
				  unsigned int number)
{
	const struct service *most = NULL;
	unsigned int j;
	size_t i;

	for (i = 0; i < all->number; i++) {
		for (j = 0; j < number && named[j] != &all->list[i]; j++)
			;
		if (j == number && refused(&all->list[i]) > (most ? refused(most) : 0))
			most = &all->list[i];
	}
	return most;
}

static void fact_services(struct statements *facts, const struct period *period)
{
	const struct service *named[MOST], *service;
	struct refusals of;
	unsigned int i;

	for (i = 0; i < MOST; i++) {
		service = next(&period->is.services, named, i);
		if (!service)
			return;
		named[i] = service;
		refusals_of(&of, period, service);
		state(facts, "service", "srv syn_refused_*",
		      "%s refused %llu SYNs by timestamp, %llu by sequence number; now %s/s",
		      format_endpoint(&service->local,
				      service->n.value[TWSTAT_A_SERVICE_PORT]).is,
		      of.timestamp, of.sequence, format_rate(of.rate).is);
		state_number(facts, "timestamp", of.timestamp);
		state_number(facts, "sequence", of.sequence);
		state_number(facts, "rate", of.rate);
	}
}

/* What it costs the clients. */
static void fact_cost(struct statements *facts, const struct refusals *all)
{
	double each = all->retry_ms / 1e3 / all->retried;

	state(facts, "cost", "srv syn_retried, syn_retried_late, syn_retry_ms",
	      "%llu came again within 500 ms, %llu later; after %.3g s on average",
	      all->retried - all->late, all->late, each);
	state_number(facts, "retried", all->retried);
	state_number(facts, "late", all->late);
	state_number(facts, "seconds", each);
	if (all->late)
		state_more(facts,
			   ". Linux sends its SYN again at once when the first one is refused; later means that this one was refused, too, that a firewall or conntrack has dropped the ACK or the RST, or that the client is no Linux");
}

static void fact_not_seen(struct statements *facts, const struct refusals *all)
{
	__u64 syns = all->sequence + all->timestamp;

	if (syns <= all->retried)
		return;
	state(facts, "not-again", "srv syn_retried",
	      "%llu did not come again, or were not seen: the client gave up, or they were old duplicates",
	      syns - all->retried);
	state_number(facts, "syns", syns - all->retried);
}

/**
 * syn_refused_facts() - state the numbers of refused SYNs
 * @facts: filled in
 * @situation: the numbers
 */
void syn_refused_facts(struct statements *facts, const struct situation *situation)
{
	struct refusals all;

	refusals_of_all(&all, situation->period);
	fact_services(facts, situation->period);
	if (all.retried)
		fact_cost(facts, &all);
	fact_not_seen(facts, &all);
	state(facts, "rst", "ExitRst",
	      "%llu sockets in TIME_WAIT were ended by an RST, as a client in SYN_SENT sends it",
	      situation_counter(situation, TWSTAT_A_COUNTERS_EXIT_RST));
	state_number(facts, "exit-rst",
		     situation_counter(situation, TWSTAT_A_COUNTERS_EXIT_RST));
}

/*
 * A port must rest for 2MSL, so rate * 60 s of them do (Little's law). A device that picks one
 * of P ports at random, as Linux does (nf_nat_l4proto_unique_tuple), meets one of these R with
 * the probability R / P.
 */
static void remedy_ports(struct statements *remedies, const struct refusals *all)
{
	double resting = ceil(all->entered * TIME_WAIT_SECONDS);

	state(remedies, "larger-pool", "srv entered",
	      "Give the NAT device or load balancer more source ports or addresses, so that it uses none again within 60 s");
	if (!(resting > 0)) {
		state_more(remedies, ".");
		return;
	}
	state_more(remedies,
		   ". At %s connections/s, %.0f ports rest in TIME_WAIT: as many and one more are enough if the device takes ports in turn. Linux picks them at random: of %.0f ports, it meets such a port with 1 %% of the connections.",
		   format_rate(all->entered).is, resting, resting * 100);
	state_number(remedies, "ports", resting + 1);
	state_number(remedies, "random-ports", resting * 100);
}

/**
 * syn_refused_remedies() - state what helps against refused SYNs
 * @remedies: filled in
 * @situation: the numbers
 */
void syn_refused_remedies(struct statements *remedies,
			  const struct situation *situation)
{
	struct refusals all;

	refusals_of_all(&all, situation->period);
	if (situation->settings->rfc1337 > 0) {
		state(remedies, "rfc1337", "net.ipv4.tcp_rfc1337, SegRstIgnored",
		      "net.ipv4.tcp_rfc1337 = 0 (now %ld): the client's RST then ends the socket in TIME_WAIT, and its next SYN is accepted.",
		      situation->settings->rfc1337);
		state_setting(remedies, "tcp_rfc1337", "0");
	}
	state(remedies, "client-closes-first", "CloseActive, EnterClose",
	      "Let the client, or the load balancer, close first: TIME_WAIT is then on its side, where it keeps the port from being used again. For HTTP, let the server's keep-alive timeout be longer than the client's.");
	state_manual(remedies);
	remedy_ports(remedies, &all);
	state(remedies, "reuse-connections", "srv entered",
	      "Reuse connections (keep-alive, a pool): a port is then used again less often.");
	state(remedies, "own-addresses", "SynRefusedTimestamp",
	      "Give each client an address of its own instead of NAT: its timestamps then only grow.");
}

/* Nothing is wrong with SYNs that nobody sent again, or where nobody listens. */
static void aside_closed(struct statements *innocent, __u64 closed)
{
	if (!closed)
		return;
	state(innocent, "syn-closed", "SynRefusedClosed",
	      "%llu SYNs came for sockets in TIME_WAIT of ports where nobody listens now. Such a client is refused in any case (ECONNREFUSED).",
	      closed);
	state_number(innocent, "syns", closed);
}

/**
 * syn_refused_aside() - state which refused SYNs have hurt no client
 * @innocent: filled in
 * @period: the period of the rates
 * @seen: SYNs that come again are seen: the group states is on
 */
void syn_refused_aside(struct statements *innocent, const struct period *period,
		       bool seen)
{
	const __u64 *value = period->is.stats.counters.value;
	struct refusals all;

	refusals_of_all(&all, period);
	aside_closed(innocent, value[TWSTAT_A_COUNTERS_SYN_REFUSED_CLOSED]);
	if (!seen || all.retried || !(all.sequence + all.timestamp))
		return;
	state(innocent, "syn-duplicates", "srv syn_refused_*, syn_retried",
	      "%llu SYNs were refused by sockets in TIME_WAIT, and none was seen again: old duplicates, which TIME_WAIT keeps out, or clients that gave up.",
	      all.sequence + all.timestamp);
	state_number(innocent, "syns", all.sequence + all.timestamp);
}

/**
 * syn_refused_unknown() - state that it isn't known whether refused SYNs came again
 * @unknown: filled in
 * @period: the period of the rates
 */
void syn_refused_unknown(struct statements *unknown, const struct period *period)
{
	struct refusals all;

	refusals_of_all(&all, period);
	if (all.retried || !(all.sequence + all.timestamp))
		return;
	state(unknown, "syn-retried", "srv syn_refused_*",
	      "%llu SYNs were refused by sockets in TIME_WAIT. Whether clients sent them again is not seen while the group \"states\" is off.",
	      all.sequence + all.timestamp);
	state_number(unknown, "syns", all.sequence + all.timestamp);
}
