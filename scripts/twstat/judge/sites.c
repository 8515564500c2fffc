// SPDX-License-Identifier: GPL-2.0
/* All network namespaces of the machine, each with its numbers, the worst first. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "base/options.h"
#include "judge/sites.h"

static void forget_judgement(struct site *site)
{
	troubles_free(&site->troubles);
	free(site->worst);
	site->troubles = (struct troubles){ };
	site->worst = NULL;
}

static void site_free(struct site *site)
{
	forget_judgement(site);
	period_end(&site->period);
	free(site);
}

/**
 * site_enter() - enter the namespace, and let the client ask there
 * @site: the site
 * @client: the client
 *
 * Return: whether it could be entered; if not, it is gone.
 */
bool site_enter(const struct site *site, struct client *client)
{
	if (place_enter(site->place))
		return false;
	client_move(client);
	return true;
}

/**
 * site_leave() - go back to the namespace that the tool was in before site_enter()
 * @client: the client
 */
void site_leave(struct client *client)
{
	client_move(client);
	place_leave();
}

/* Takes the site of the last time out of the list. */
static struct site *take_old(struct site **old, size_t number, unsigned long inode)
{
	struct site *site = NULL;
	size_t i;

	for (i = 0; i < number && !site; i++) {
		if (!old[i] || old[i]->inode != inode)
			continue;
		site = old[i];
		old[i] = NULL;
	}
	return site;
}

/* @old are the sites of the last time. */
static void look(struct sites *sites, struct client *client,
		 const struct destination_filter *filter, bool rates_only,
		 struct site **old, size_t number)
{
	struct site *site;
	size_t i;
	int err;

	for (i = 0; i < sites->places.number; i++) {
		err = place_enter(&sites->places.list[i]);
		sites->refused += err == -EPERM;
		if (err)
			continue;
		client_move(client);
		site = take_old(old, number, sites->places.list[i].inode);
		if (site) {
			forget_judgement(site);
		} else {
			site = memory_checked(calloc(1, sizeof(*site)));
			site->inode = sites->places.list[i].inode;
		}
		period_next_of_many(&site->period, client, filter, rates_only);
		if (site->period.is.hidden) {
			sites->refused++;
			site_free(site);
			continue;
		}
		site->place = &sites->places.list[i];
		sites->list[sites->number++] = site;
	}
	site_leave(client);
}

static void find(struct sites *sites)
{
	places_find(&sites->places);
	sites->list = memory_checked(calloc(sites->places.number + 1, sizeof(*sites->list)));
}

/**
 * sites_begin() - take the first sample of all network namespaces
 * @sites: filled in
 * @client: the client
 * @filter: which destinations to read
 * @rates_only: they are not judged before sites_next()
 */
void sites_begin(struct sites *sites, struct client *client,
		 const struct destination_filter *filter, bool rates_only)
{
	*sites = (struct sites){ };
	find(sites);
	look(sites, client, filter, rates_only, NULL, 0);
}

/**
 * sites_next() - take another sample; the last one becomes the earlier one
 * @sites: from sites_begin()
 * @client: the client
 * @filter: which destinations to read
 *
 * Namespaces that are gone are left out, and new ones have no rates yet.
 */
void sites_next(struct sites *sites, struct client *client,
		const struct destination_filter *filter)
{
	struct sites old = *sites;
	size_t i;

	*sites = (struct sites){ };
	find(sites);
	look(sites, client, filter, false, old.list, old.number);
	for (i = 0; i < old.number; i++)
		if (old.list[i])
			site_free(old.list[i]);
	free(old.list);
	places_free(&old.places);
}

/* Calls that fail: connect() without a port, or from a bound one that is taken; bind(). */
static double failing(const struct period *period)
{
	return counter_rate(period, TWSTAT_A_COUNTERS_CONNECT_EXHAUSTED) +
	       counter_rate(period, TWSTAT_A_COUNTERS_CONNECT_TUPLE_BUSY) +
	       counter_rate(period, TWSTAT_A_COUNTERS_BIND_AUTO_FAILED) +
	       counter_rate(period, TWSTAT_A_COUNTERS_BIND_IN_TIME_WAIT);
}

/**
 * site_trouble() - the worst trouble of a network namespace
 * @site: the site
 *
 * Return: the trouble; one of kind TROUBLE_NONE if there is none.
 */
const struct trouble *site_trouble(const struct site *site)
{
	static const struct trouble none = { .kind = TROUBLE_NONE };

	return site->troubles.number ? site->troubles.list : &none;
}

static int rank(const struct site *site)
{
	const struct trouble *trouble = site_trouble(site);

	if (trouble->over)
		return TROUBLE_NONE;
	return trouble->kind == TROUBLE_NONE ? TROUBLE_NONE + 1 : (int)trouble->kind;
}

static double share(const struct site *site)
{
	return site->period.is.destinations.number ? site->worst->share : 0;
}

static int larger(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) - isnan(b);
	return (a < b) - (a > b);
}

static double waiting(const struct site *site)
{
	return site->period.is.stats.gauges.value[TWSTAT_A_GAUGES_TIME_WAIT];
}

/* The worst trouble first; then more failures, a larger share of ports, more TIME_WAIT. */
static int compare(const void *a, const void *b)
{
	const struct site *x = *(struct site *const *)a, *y = *(struct site *const *)b;
	int order = rank(x) - rank(y);

	if (!order)
		order = larger(x->failing, y->failing);
	if (!order)
		order = larger(share(x), share(y));
	if (!order)
		order = larger(waiting(x), waiting(y));
	if (!order && x->place->name)
		order = strcmp(x->place->name, y->place->name);
	return order;
}

/**
 * sites_judge() - find what is wrong in each, and sort them
 * @sites: from sites_begin() or sites_next()
 * @asked: as for troubles_find()
 */
void sites_judge(struct sites *sites, bool asked)
{
	struct site *site;
	size_t i;

	if (options.all)
		places_name(&sites->places);
	for (i = 0; i < sites->number; i++) {
		site = sites->list[i];
		site->worst = forecast_all(&site->period);
		troubles_find(&site->troubles, &site->period, site->worst, asked);
		site->failing = failing(&site->period);
	}
	if (sites->number)
		qsort(sites->list, sites->number, sizeof(*sites->list), compare);
}

/* The namespace that the tool is in. */
static void measure_own(struct sites *sites, struct client *client,
			const struct destination_filter *filter, double seconds)
{
	struct site *site = memory_checked(calloc(1, sizeof(*site)));

	places_find_own(&sites->places);
	sites->list = memory_checked(malloc(sizeof(*sites->list)));
	sites->list[0] = site;
	sites->number = 1;
	site->place = sites->places.list;
	site->inode = site->place->inode;
	period_measure(&site->period, client, filter, seconds);
}

static void measure_all(struct sites *sites, struct client *client,
			const struct destination_filter *filter, double seconds)
{
	sites_begin(sites, client, filter, seconds);
	if (!seconds || !sites->number)
		return;
	clock_wait(sites->list[0]->period.is.at + seconds);
	sites_next(sites, client, filter);
}

/**
 * sites_measure() - take two samples of all network namespaces (-A), or of this one
 * @sites: filled in, the worst first
 * @client: the client
 * @filter: which destinations to read
 * @seconds: time between the samples; 0: take one only, without rates
 * @asked: as for troubles_find()
 */
void sites_measure(struct sites *sites, struct client *client,
		   const struct destination_filter *filter, double seconds, bool asked)
{
	*sites = (struct sites){ };
	if (options.all)
		measure_all(sites, client, filter, seconds);
	else
		measure_own(sites, client, filter, seconds);
	sites_judge(sites, asked);
}

/**
 * sites_free() - free all
 * @sites: from sites_begin()
 */
void sites_free(struct sites *sites)
{
	size_t i;

	for (i = 0; i < sites->number; i++)
		site_free(sites->list[i]);
	free(sites->list);
	places_free(&sites->places);
}

/**
 * sites_complete() - fail if this user may not look at all network namespaces
 * @sites: from sites_begin()
 *
 * What could be seen has been printed before.
 */
void sites_complete(const struct sites *sites)
{
	if (!options.all || !(sites->refused || sites->places.hidden))
		return;
	fail(EXIT_NOT_ALLOWED,
	     "Permission denied: of all network namespaces, only those that this user may enter were looked at (%zu).",
	     sites->number);
}
