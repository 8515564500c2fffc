// SPDX-License-Identifier: GPL-2.0
/*
 * When a destination runs out of ports.
 *
 * A port is in use while its connection is live, and for 60 s of TIME_WAIT if this side
 * closed first. So each port that no live connection holds allows one new connection in
 * 60 s: their sum is the sustainable rate. At a higher rate the ports run out after free
 * ports / growth seconds. At a lower rate growth stops before that, unless live
 * connections grow, whose ports are not freed by time.
 *
 * tcp_tw_reuse frees ports earlier. They are no longer in use then, so the growth accounts
 * for them. While there are such ports, the destination is only out of ports if connect()
 * fails.
 */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "judge/forecast.h"

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

/*
 * The sustainable rate of new connections, with the ports that tcp_tw_reuse frees: it
 * compares whole seconds, so that takes up to two.
 */
static double sustainable_with_reuse(const struct forecast *forecast)
{
	return forecast->sustainable + forecast->reusable / 2.0;
}

static double seconds_left(const struct forecast *forecast)
{
	if (forecast->exhausted)
		return 0;
	if (isnan(forecast->growth))
		return NAN;
	if (forecast->growth <= 0)
		return INFINITY;
	if (!(forecast->live_growth > forecast->growth / 2) &&
	    forecast->entering <= sustainable_with_reuse(forecast))
		return INFINITY;
	return forecast->free / forecast->growth;
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
	const struct settings *settings = &period->is.settings;
	double held;
	__u64 tried;

	forecast->destination = destination;
	held = value[TWSTAT_A_DESTINATION_LIVE];
	forecast->used = value[TWSTAT_A_DESTINATION_PORTS];
	forecast->usable = value[TWSTAT_A_DESTINATION_USABLE];
	tried = forecast->usable;
	if (tried)
		tried -= settings_untried(settings);
	forecast->free = forecast->used < tried ? tried - forecast->used : 0;
	if (settings_allow_reuse(settings, &destination->local,
				 &destination->remote) && !mostly_bound(period))
		forecast->reusable = value[TWSTAT_A_DESTINATION_TIMESTAMPS];
	else
		forecast->reusable = 0;
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

	forecast->sustainable = held < tried ?
				(tried - held) / TIME_WAIT_SECONDS : 0;
	forecast->exhausted = forecast->failing > 0 ||
			      (!forecast->free && !forecast->reusable);
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
