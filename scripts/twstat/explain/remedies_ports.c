// SPDX-License-Identifier: GPL-2.0
/*
 * What a destination's connections can do to need fewer ports, or get more of them: reuse
 * connections, more addresses, IP_BIND_ADDRESS_NO_PORT, tcp_tw_reuse.
 */
#include <math.h>

#include "explain/promise.h"
#include "explain/remedies_ports.h"
#include "explain/setting.h"
#include "show/format.h"

/**
 * remedy_reuse_in_general() - state that connections could be reused
 * @remedies: the statements so far
 */
void remedy_reuse_in_general(struct statements *remedies)
{
	state(remedies, "reuse-connections", "dst time_wait",
	      "Reuse connections (keep-alive, a pool): 10 requests per connection need a tenth of the ports.");
	state_manual(remedies);
}

/**
 * remedy_reuse_connections() - state how often connections would have to be reused
 * @remedies: the statements so far
 * @situation: the numbers
 */
void remedy_reuse_connections(struct statements *remedies,
			      const struct situation *situation)
{
	double asked = situation->asked;
	double most = situation->trouble->forecast->sustainable;
	double requests = most > 0 ? ceil(asked * RESERVE / most) : NAN;

	if (!(asked > most) || isnan(requests)) {
		remedy_reuse_in_general(remedies);
		return;
	}
	state(remedies, "reuse-connections", "dst connects, exhausted, usable",
	      "Reuse connections (keep-alive, a pool): cut new connections from %.1f/s to %.1f/s or less; %.0f requests per connection make %.1f/s.",
	      asked, most, requests, asked / requests);
	state_number(remedies, "avoid-rate", asked - most);
	state_number(remedies, "requests", requests);
	state_manual(remedies);
}

/**
 * remedy_more_addresses() - state what more addresses are good for
 * @remedies: the statements so far
 * @situation: the numbers
 */
void remedy_more_addresses(struct statements *remedies,
			   const struct situation *situation)
{
	const struct forecast *forecast = situation->trouble->forecast;
	double hold = promise_hold(situation);
	double each = situation_limit(situation, 2 * situation->ports, hold) -
		      situation_limit(situation, situation->ports, hold);
	double most = forecast->sustainable, needed = NAN;

	if (situation->ports < 1)
		return;
	if (situation->keeps) {
		state(remedies, "more-addresses", "dst usable, growth of dst live",
		      "More addresses: each further address or port of the peer, or source address here, adds %.0f ports.",
		      situation->ports);
		state_number(remedies, "ports", situation->ports);
		state_number(remedies, "more-rate", 0);
		promise_time(remedies, situation, situation->ports);
		return;
	}
	if (forecast->held > situation->ports)
		each = situation->ports / hold;
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

/**
 * remedy_no_port() - state that bind() need not take a port
 * @remedies: the statements so far
 * @situation: the numbers
 */
void remedy_no_port(struct statements *remedies, const struct situation *situation)
{
	const struct forecast *forecast = situation->trouble->forecast;
	double rate;

	state(remedies, "bind-address-no-port", "ConnectBound, BindAuto, BindAutoFailed",
	      "Set IP_BIND_ADDRESS_NO_PORT before bind() to a source address: connect() then chooses the port, and each destination has %.0f ports of its own",
	      situation->ports);
	state_number(remedies, "ports", situation->ports);
	if (forecast && !situation->keeps) {
		rate = fmax(situation->ports - situation->live, 0) /
		       (situation->reuse_on ? forecast->hold_reuse : forecast->hold);
		state_more(remedies, ": %s connections/s%s", format_rate(rate).is,
			   promise_words(situation, rate));
		promise_rate(remedies, situation, rate);
	}
	state_more(remedies, ".");
	state_manual(remedies);
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

/**
 * remedy_tw_reuse() - state what tcp_tw_reuse is good for
 * @remedies: the statements so far
 * @situation: the numbers
 */
void remedy_tw_reuse(struct statements *remedies, const struct situation *situation)
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
		if (!settings->timestamps)
			state_setting(remedies, "tcp_timestamps", "1");
	} else if (!situation->reuse_on) {
		state(remedies, "tw-reuse",
		      "dst timestamps, refused_off, refused_not_loopback",
		      "net.ipv4.tcp_tw_reuse = 1 (now %ld): it can work, because %.0f %% of the sockets in TIME_WAIT have timestamps. ",
		      settings->tw_reuse, stamped * 100);
		say_how_often(remedies, settings, rate);
		state_more(remedies, "%s.", promise_words(situation, rate));
		state_number(remedies, "share", stamped);
		promise_rate(remedies, situation, rate);
		state_setting(remedies, "tcp_tw_reuse", "1");
	} else {
		state(remedies, "tw-reuse-works", "dst timestamps, reused, refused_too_young",
		      "tcp_tw_reuse is on already. ");
		say_how_often(remedies, settings, rate);
		state_more(remedies, "; more than that needs more ports.");
		state_number(remedies, "share", stamped);
		promise_rate(remedies, situation, rate);
	}
}
