// SPDX-License-Identifier: GPL-2.0
/*
 * How much a remedy helps here: the rate that it allows, and whether that is enough.
 *
 * Rates are sustainable ones, as in judge/forecast.c. Whether one is enough is stated only if
 * the current rate is known.
 */
#include <math.h>

#include "explain/promise.h"
#include "show/format.h"

/**
 * promise_hold() - how long a port is not available after a close
 * @situation: the numbers
 *
 * Return: seconds.
 */
double promise_hold(const struct situation *situation)
{
	const struct forecast *forecast = situation->trouble->forecast;

	return forecast ? forecast->hold : TIME_WAIT_SECONDS;
}

/**
 * promise_enough() - whether a rate of new connections is enough
 * @situation: the numbers
 * @rate: connections per second
 *
 * Return: whether it is, with a reserve.
 */
bool promise_enough(const struct situation *situation, double rate)
{
	return rate >= situation->asked * RESERVE;
}

/**
 * promise_words() - whether a rate of new connections is enough, in words
 * @situation: the numbers
 * @rate: connections per second
 *
 * Return: the end of a sentence; empty if the current rate is not known.
 */
const char *promise_words(const struct situation *situation, double rate)
{
	if (!(situation->asked > 0))
		return "";
	return promise_enough(situation, rate) ? ", which is enough" :
		", which alone is not enough";
}

/**
 * promise_rate() - add a rate of new connections, and whether it is enough
 * @remedies: the statements so far
 * @situation: the numbers
 * @rate: connections per second
 */
void promise_rate(struct statements *remedies, const struct situation *situation,
		  double rate)
{
	state_number(remedies, "max-rate", rate);
	if (situation->asked > 0)
		state_number(remedies, "enough", promise_enough(situation, rate));
}

/**
 * promise_time() - add how long more ports last, if new connections keep them
 * @remedies: the statements so far
 * @situation: the numbers
 * @ports: how many more ports
 */
void promise_time(struct statements *remedies, const struct situation *situation,
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

/*
 * A bound port is taken from all destinations, so more ports are shared by all programs that
 * bind, and nobody knows which share is for this destination.
 */
static void share_ports(struct statements *remedies, const struct situation *situation,
			double rate)
{
	if (situation->trouble->kind != TROUBLE_BIND) {
		state_more(remedies, ", which all sockets that are bound share.");
		return;
	}
	state_more(remedies,
		   ": with these, %s connections/s from each local address, for all its destinations together.",
		   format_rate(rate).is);
	state_number(remedies, "max-rate", rate);
}

/**
 * promise_ports() - add what more ports are good for, and end the sentence
 * @remedies: the statements so far
 * @situation: the numbers
 * @more: how many more ports connect() tries
 */
void promise_ports(struct statements *remedies, const struct situation *situation,
		   double more)
{
	double rate = situation_limit(situation, situation->ports + more,
				      promise_hold(situation));

	if (situation->keeps) {
		state_more(remedies, ".");
		state_number(remedies, "max-rate", 0);
		promise_time(remedies, situation, more);
	} else if (situation->elsewhere || situation->trouble->kind == TROUBLE_BIND) {
		share_ports(remedies, situation, rate);
	} else {
		state_more(remedies, ": with these, %s connections/s%s.",
			   format_rate(rate).is, promise_words(situation, rate));
		promise_rate(remedies, situation, rate);
	}
}
