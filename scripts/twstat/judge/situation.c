// SPDX-License-Identifier: GPL-2.0
/* Gathers all numbers about a trouble: counters, sysctls and sockets. */
#include <math.h>
#include <netinet/tcp.h>
#include <string.h>

#include "judge/situation.h"

/**
 * situation_number() - a number of the destination that is in trouble
 * @situation: the situation
 * @attribute: TWSTAT_A_DESTINATION_*
 *
 * Return: the number; 0 if it is not known.
 */
__u64 situation_number(const struct situation *situation, int attribute)
{
	const struct record *n = &situation->trouble->forecast->destination->n;

	return n->known[attribute] ? n->value[attribute] : 0;
}

/**
 * situation_counter() - a counter of the namespace
 * @situation: the situation
 * @attribute: TWSTAT_A_COUNTERS_*
 *
 * Return: its value; 0 if it is not known.
 */
__u64 situation_counter(const struct situation *situation, int attribute)
{
	const struct record *n = &situation->period->is.stats.counters;

	return n->known[attribute] ? n->value[attribute] : 0;
}

/**
 * situation_limit() - the highest rate of new connections with so many ports
 * @situation: the situation
 * @ports: number of ports
 * @hold: seconds from a close to the next use of a port
 *
 * Return: connections per second; 0 if new connections keep their ports.
 */
double situation_limit(const struct situation *situation, double ports, double hold)
{
	if (situation->keeps)
		return 0;
	if (!situation->trouble->forecast)
		return ports / hold;
	return forecast_limit(situation->trouble->forecast, ports, hold);
}

/**
 * situation_live() - number of live connections in a TCP state
 * @situation: the situation
 * @state: TCP_*
 *
 * Return: the number, without mini-sockets.
 */
double situation_live(const struct situation *situation, unsigned int state)
{
	double number = situation->held.state[state];

	if (state == TCP_FIN_WAIT2)
		number -= situation_number(situation,
					   TWSTAT_A_DESTINATION_FIN_WAIT2);
	return number > 0 ? number : 0;
}

/* For a trouble that is over: what failed searches met, on average. */
static void find_what_held(struct situation *situation)
{
	static const int refused[] = {
		TWSTAT_A_DESTINATION_REFUSED_OFF,
		TWSTAT_A_DESTINATION_REFUSED_NOT_LOOPBACK,
		TWSTAT_A_DESTINATION_REFUSED_NO_TIMESTAMP,
		TWSTAT_A_DESTINATION_REFUSED_TOO_YOUNG,
	};
	double failed = situation->trouble->count;
	unsigned int i;

	situation->used = fmin(situation_number(situation, TWSTAT_A_DESTINATION_PEAK),
			       situation->ports);
	situation->time_wait = 0;
	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		situation->time_wait += situation_number(situation, refused[i]) / failed;
	situation->fin_wait2 =
		situation_number(situation, TWSTAT_A_DESTINATION_REFUSED_FIN_WAIT2) /
		failed;
	situation->time_wait = fmin(situation->time_wait, situation->used);
	situation->fin_wait2 = fmin(situation->fin_wait2,
				    situation->used - situation->time_wait);
	situation->live = situation->used - situation->time_wait -
			  situation->fin_wait2;
}

/* Allows for a few ports that were freed in between. */
static bool is_less(double a, double b)
{
	return a + fmax(1, b / 50) < b;
}

/*
 * Whether connect() failed for another reason than the destination's own connections: it
 * never had all ports of the range. If all ports that it had at its peak were refused for
 * reuse, it had all of them, and the range was changed since.
 */
static bool is_elsewhere(const struct situation *situation)
{
	const struct trouble *trouble = situation->trouble;
	double peak = situation_number(situation, TWSTAT_A_DESTINATION_PEAK);

	if (trouble->kind != TROUBLE_OUT || !trouble->count ||
	    !is_less(peak, situation->ports) ||
	    !is_less(trouble->forecast->used, situation->ports))
		return false;
	return !trouble->over ||
	       is_less(situation->time_wait + situation->fin_wait2, peak) ||
	       !peak;
}

/* Whether live connections are the main cause: they grow most, or hold the most ports. */
static bool is_live(const struct situation *situation)
{
	const struct forecast *forecast = situation->trouble->forecast;

	if (situation->trouble->kind == TROUBLE_FILLING)
		return forecast->live_growth > forecast->growth / 2;
	return situation->live > situation->time_wait &&
	       situation->live > situation->fin_wait2;
}

/* When no port is left, live connections don't grow, but each call would take a port. */
static double keeping(const struct situation *situation)
{
	const struct forecast *forecast = situation->trouble->forecast;

	return forecast->exhausted ? situation->asked : forecast->live_growth;
}

static void find_destination(struct situation *situation)
{
	const struct trouble *trouble = situation->trouble;
	const struct forecast *forecast = trouble->forecast;
	double waiting = situation_number(situation, TWSTAT_A_DESTINATION_TIME_WAIT);

	situation->used = forecast->used;
	situation->live = situation_number(situation, TWSTAT_A_DESTINATION_LIVE);
	situation->fin_wait2 =
		situation_number(situation, TWSTAT_A_DESTINATION_FIN_WAIT2);
	situation->time_wait = waiting;
	situation->stamped = waiting ? 1 - forecast->unstamped : NAN;
	situation->reuse_on = forecast->reuse_on;
	if (trouble->over)
		find_what_held(situation);
	situation->elsewhere = is_elsewhere(situation);

	situation->asked = forecast->rate + forecast->failing;
	situation->needed = situation->asked > 0 ?
		situation->asked * forecast->hold + situation->live :
		situation->used + trouble->count;
	situation->mostly_live = is_live(situation);
	situation->keeps = situation->mostly_live && (trouble->over || forecast->keeps);
	situation->keeping = keeping(situation);
}

/**
 * situation_find() - gather all numbers about a trouble
 * @situation: filled in
 * @client: the client
 * @period: the period of the rates
 * @worst: from forecast_all()
 * @trouble: the trouble
 */
void situation_find(struct situation *situation, struct client *client,
		    const struct period *period, const struct forecast *worst,
		    const struct trouble *trouble)
{
	const struct settings *settings = &period->is.settings;

	memset(situation, 0, sizeof(*situation));
	situation->period = period;
	situation->trouble = trouble;
	situation->fullest = period->is.destinations.number ? worst : NULL;
	situation->settings = settings;
	situation->stamped = NAN;
	situation->keeping = NAN;
	situation->asked = NAN;
	situation->needed = NAN;
	if (settings->low >= 0)
		situation->ports = settings->high - settings->low + 1 -
			settings_reserved(settings, settings->low, settings->high) -
			settings_untried(settings);
	held_look(&situation->held, client, settings,
		  trouble->forecast ? trouble->forecast->destination : NULL);
	if (trouble->forecast)
		find_destination(situation);
}
