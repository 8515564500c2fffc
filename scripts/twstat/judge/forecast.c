// SPDX-License-Identifier: GPL-2.0
/*
 * When a destination runs out of ports.
 *
 * A port is in use while its connection is live, and afterwards for the time @hold: 60 s of
 * TIME_WAIT if this side closed first, or about 1 s if tcp_tw_reuse frees it. So each port
 * that no live connection holds allows one new connection in that time: their sum is the
 * sustainable rate (forecast_limit(), which all commands use). At a higher rate the ports run
 * out after free ports / growth seconds. At a lower rate growth stops before that, unless
 * live connections grow, whose ports are not freed by time.
 *
 * Ports that tcp_tw_reuse has freed are no longer in use, so the growth accounts for them.
 * While there are such ports, the destination is only out of ports if connect() fails.
 */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "judge/forecast.h"

/* The index of lo in each network namespace. */
#define LOOPBACK	1

/* By how much a number grew; NAN if not known. */
static double grown(const struct destination *is, const struct destination *was,
		    int attribute)
{
	if (!was || !is->n.known[attribute] || !was->n.known[attribute])
		return NAN;
	return (double)is->n.value[attribute] - (double)was->n.value[attribute];
}

/* The destination in the earlier sample; all 0 if it is new. */
static const struct destination *before(const struct period *period,
					const struct destination *destination)
{
	const struct destination *was;
	static struct destination none;
	int i;

	if (!period->seconds)
		return NULL;
	was = destination_find(&period->was.destinations, destination);
	/* Its counters are smaller if it was evicted in between and came back. */
	if (was && !(grown(destination, was, TWSTAT_A_DESTINATION_CONNECTS) < 0))
		return was;
	none = *destination;
	for (i = 0; i < RECORD_SIZE; i++)
		none.n.value[i] = 0;
	return &none;
}

/* Sockets that entered TIME_WAIT or FIN_WAIT2: growth, and those that left. */
static double entered(const struct destination *is, const struct destination *was)
{
	return grown(is, was, TWSTAT_A_DESTINATION_TIME_WAIT) +
	       grown(is, was, TWSTAT_A_DESTINATION_FIN_WAIT2) +
	       grown(is, was, TWSTAT_A_DESTINATION_EXPIRED) +
	       grown(is, was, TWSTAT_A_DESTINATION_REUSED) +
	       grown(is, was, TWSTAT_A_DESTINATION_TAKEN_OVER);
}

/**
 * mostly_bound() - whether clients bind ports before they connect
 * @period: the period of the rates
 *
 * Return: whether most connections came from a bound port. A search for a port skips these
 * ports, also in TIME_WAIT.
 */
bool mostly_bound(const struct period *period)
{
	const __u64 *value = period->is.stats.counters.value;

	return value[TWSTAT_A_COUNTERS_CONNECT_BOUND] +
	       value[TWSTAT_A_COUNTERS_CONNECT_EXHAUSTED] >
	       value[TWSTAT_A_COUNTERS_CONNECT_AUTO];
}

/*
 * Whether most connections come from a port that the program itself has chosen: bind() to port 0
 * would take it from the range. No connect() looks for a port then, so the range can't run out.
 */
static bool mostly_given(const struct period *period)
{
	const __u64 *value = period->is.stats.counters.value;
	__u64 bound = value[TWSTAT_A_COUNTERS_CONNECT_BOUND];

	return bound > 2 * (value[TWSTAT_A_COUNTERS_CONNECT_AUTO] +
			    value[TWSTAT_A_COUNTERS_BIND_AUTO]);
}

/* Live connections grow, and make most of the growth. */
static bool live_grows(const struct forecast *forecast)
{
	return forecast->growth > 0 && forecast->live_growth > forecast->growth / 2;
}

/*
 * A pool may just be filled: as long as live connections have few of the ports, their growth
 * does not say when it ends.
 */
static double seconds_left(const struct forecast *forecast)
{
	if (forecast->exhausted)
		return 0;
	if (isnan(forecast->growth))
		return NAN;
	if (forecast->growth <= 0 || forecast->given)
		return INFINITY;
	if (live_grows(forecast))
		return forecast->share < FEW_SHARE ? NAN :
			(forecast->free + forecast->reusable) / forecast->live_growth;
	if (forecast->entering <= forecast->sustainable)
		return INFINITY;
	return forecast->free / forecast->growth;
}

/*
 * The share of connections without timestamps is that of the sockets in TIME_WAIT, unless
 * ports are reused: those without timestamps stay for 60 s then, and the others do not.
 */
static double unstamped(const struct forecast *forecast, const struct settings *settings)
{
	const __u64 *value = forecast->destination->n.value;
	double waiting = value[TWSTAT_A_DESTINATION_TIME_WAIT];
	double without = waiting - value[TWSTAT_A_DESTINATION_TIMESTAMPS];

	if (!waiting)
		return settings->timestamps ? 0 : 1;
	if (forecast->reused > 0 && forecast->entering > 0)
		return fmin(without / waiting,
			    without / TIME_WAIT_SECONDS / forecast->entering);
	return without / waiting;
}

/*
 * tcp_tw_reuse 2 is also on for sockets that are bound to lo. An older module does not tell
 * that, and only the result shows it.
 */
static bool allows_reuse(const struct destination *destination,
			 const struct settings *settings)
{
	const __u64 *value = destination->n.value;

	return settings_allow_reuse(settings, &destination->local, &destination->remote) ||
	       (settings->tw_reuse == 2 &&
		(value[TWSTAT_A_DESTINATION_DEVICE] == LOOPBACK ||
		 (value[TWSTAT_A_DESTINATION_REUSED] &&
		  !value[TWSTAT_A_DESTINATION_REFUSED_NOT_LOOPBACK])));
}

static void find_hold(struct forecast *forecast, const struct period *period)
{
	const struct settings *settings = &period->is.settings;
	const __u64 *value = forecast->destination->n.value;

	forecast->reuse_on = allows_reuse(forecast->destination, settings);
	forecast->unstamped = unstamped(forecast, settings);
	forecast->hold = TIME_WAIT_SECONDS;
	forecast->hold_reuse = forecast->unstamped * TIME_WAIT_SECONDS +
		(1 - forecast->unstamped) * settings_reuse_seconds(settings);
	forecast->held = value[TWSTAT_A_DESTINATION_LIVE];
	/* A peer that does not close: the port is free when FIN_WAIT2 ends. */
	if (value[TWSTAT_A_DESTINATION_FIN_WAIT2] > value[TWSTAT_A_DESTINATION_TIME_WAIT] &&
	    settings->fin_timeout > 0) {
		forecast->hold = settings->fin_timeout;
	} else if (forecast->reuse_on && !mostly_bound(period)) {
		forecast->hold = forecast->hold_reuse;
		forecast->held += value[TWSTAT_A_DESTINATION_FIN_WAIT2];
	}
}

/* Whether the ports of live connections come back, and without TIME_WAIT. */
static void find_turnover(struct forecast *forecast)
{
	const __u64 *value = forecast->destination->n.value;
	double live = value[TWSTAT_A_DESTINATION_LIVE];
	double ended = forecast->rate - forecast->live_growth;
	bool mostly_live = live > value[TWSTAT_A_DESTINATION_TIME_WAIT] &&
			   live > value[TWSTAT_A_DESTINATION_FIN_WAIT2];
	bool come_back = forecast->rate > 0 && ended >= forecast->rate / 2;

	if (forecast->exhausted)
		forecast->keeps = mostly_live && !come_back;
	else
		forecast->keeps = live_grows(forecast) && !come_back &&
				  forecast->share >= FEW_SHARE;
	forecast->turns = mostly_live && come_back && forecast->share >= HALF_SHARE &&
			  forecast->entering < ended / 2;
}

/**
 * forecast_limit() - the highest rate of new connections that never runs out of ports
 * @forecast: from forecast_make()
 * @ports: number of ports that the destination may use
 * @hold: seconds from a close to the next use of the port
 *
 * Return: connections per second; 0 if new connections keep their ports.
 */
double forecast_limit(const struct forecast *forecast, double ports, double hold)
{
	if (forecast->keeps)
		return 0;
	/* Little's law: a port is held for used / rate seconds. */
	if (forecast->turns)
		return forecast->rate * ports / forecast->used;
	return fmax(ports - forecast->held, 0) / hold;
}

/**
 * forecast_make() - make the forecast of a destination
 * @forecast: filled in
 * @period: the period of the rates
 * @destination: the destination, of the later sample
 */
void forecast_make(struct forecast *forecast, const struct period *period,
		   const struct destination *destination)
{
	const struct destination *was = before(period, destination);
	const __u64 *value = destination->n.value;
	const double seconds = period->seconds;
	__u64 tried;

	forecast->destination = destination;
	forecast->used = value[TWSTAT_A_DESTINATION_PORTS];
	forecast->usable = value[TWSTAT_A_DESTINATION_USABLE];
	tried = forecast->usable;
	if (tried)
		tried -= settings_untried(&period->is.settings);
	forecast->free = forecast->used < tried ? tried - forecast->used : 0;
	forecast->share = forecast->usable ?
			  (double)forecast->used / forecast->usable : 1;

	forecast->failing = grown(destination, was,
				  TWSTAT_A_DESTINATION_EXHAUSTED) / seconds;
	forecast->rate = grown(destination, was,
			       TWSTAT_A_DESTINATION_CONNECTS) / seconds -
			 forecast->failing;
	forecast->growth = grown(destination, was,
				 TWSTAT_A_DESTINATION_PORTS) / seconds;
	forecast->live_growth = grown(destination, was,
				      TWSTAT_A_DESTINATION_LIVE) / seconds;
	forecast->entering = entered(destination, was) / seconds;
	forecast->second_half = grown(destination, was,
				      TWSTAT_A_DESTINATION_SECOND_HALF) / seconds;
	forecast->reused = grown(destination, was,
				 TWSTAT_A_DESTINATION_REUSED) / seconds;

	find_hold(forecast, period);
	forecast->reusable = forecast->reuse_on && !mostly_bound(period) ?
			     value[TWSTAT_A_DESTINATION_TIMESTAMPS] : 0;
	forecast->given = mostly_given(period);
	forecast->exhausted = forecast->failing > 0 ||
			      (!forecast->free && !forecast->reusable && !forecast->given);
	find_turnover(forecast);
	forecast->sustainable = forecast_limit(forecast, tried, forecast->hold);
	forecast->left = seconds_left(forecast);
	/* If live connections are not counted, only ports in TIME_WAIT are known. */
	if (!destination->n.known[TWSTAT_A_DESTINATION_LIVE]) {
		forecast->sustainable = NAN;
		forecast->left = NAN;
	}
}

/**
 * forecast_share() - share of the usable ports in use
 * @forecast: the forecast
 *
 * Return: the share, or NAN if it is not known.
 */
double forecast_share(const struct forecast *forecast)
{
	return forecast->destination->n.known[TWSTAT_A_DESTINATION_LIVE] ?
		forecast->share : NAN;
}

/**
 * forecast_worse() - an order of forecasts, for qsort(): the worst first
 * @a: a forecast
 * @b: another one
 *
 * Return: below 0 if @a is worse.
 */
int forecast_worse(const void *a, const void *b)
{
	const struct forecast *x = a, *y = b;

	if (x->exhausted != y->exhausted)
		return y->exhausted - x->exhausted;
	if (x->share != y->share)
		return x->share < y->share ? 1 : -1;
	return destination_compare(x->destination, y->destination);
}

/**
 * forecast_all() - make the forecast of each destination
 * @period: the period of the rates
 *
 * Return: an array in the order of forecast_worse(); to be freed.
 */
struct forecast *forecast_all(const struct period *period)
{
	const struct destinations *all = &period->is.destinations;
	struct forecast *list = memory_checked(calloc(all->number + 1, sizeof(*list)));
	size_t i;

	for (i = 0; i < all->number; i++)
		forecast_make(&list[i], period, &all->list[i]);
	qsort(list, all->number, sizeof(*list), forecast_worse);
	return list;
}
