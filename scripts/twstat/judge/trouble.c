// SPDX-License-Identifier: GPL-2.0
/*
 * What is wrong: the one judgement that all commands share.
 *
 * It is made of counters and their rates. explain/diagnosis.c finds the cause.
 */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "judge/refusals.h"
#include "judge/trouble.h"

/*
 * Live connections may stop growing, when a pool is full. They are no trouble yet if they use
 * less than half of the ports, and it takes longer than SOON seconds until there are none
 * left. While they use few of the ports, the time is not known at all.
 */
#define SOON	600

static bool is_filling(const struct forecast *forecast)
{
	if (!isfinite(forecast->left))
		return false;
	if (!(forecast->live_growth > forecast->growth / 2))
		return true;
	return forecast->share >= HALF_SHARE || forecast->left <= SOON;
}

/* Whether few ports are left, besides those that tcp_tw_reuse can free. */
static bool has_few(const struct forecast *forecast)
{
	double taken = (double)forecast->used - forecast->reusable;

	return forecast->usable && taken / forecast->usable >= HIGH_SHARE;
}

/**
 * trouble_of() - the trouble that a destination has now
 * @forecast: its forecast
 *
 * Headlines and marked rows both come from here.
 *
 * Return: the worst one, or TROUBLE_NONE.
 */
enum trouble_kind trouble_of(const struct forecast *forecast)
{
	if (forecast->exhausted)
		return TROUBLE_OUT;
	if (forecast->given)
		return TROUBLE_NONE;
	if (!forecast->free)
		return TROUBLE_REUSED;
	if (is_filling(forecast))
		return TROUBLE_FILLING;
	if (has_few(forecast))
		return TROUBLE_FEW;
	if (forecast->second_half > 0)
		return TROUBLE_SLOW;
	return TROUBLE_NONE;
}

/**
 * trouble_worse() - an order of forecasts, for qsort(): by their trouble, the worst first
 * @a: a forecast
 * @b: another one
 *
 * So the rows that are printed first have the troubles of the headlines.
 *
 * Return: below 0 if @a is worse.
 */
int trouble_worse(const void *a, const void *b)
{
	int kind = (int)trouble_of(a) - (int)trouble_of(b);

	return kind ? kind : forecast_worse(a, b);
}

/* The same, or what it had before and is over. */
static struct trouble now_or_before(const struct forecast *forecast)
{
	struct trouble trouble = {
		.kind = trouble_of(forecast),
		.forecast = forecast,
		.rate = forecast->failing,
		.count = forecast->destination->n.value[TWSTAT_A_DESTINATION_EXHAUSTED],
	};

	if (trouble.kind == TROUBLE_NONE && trouble.count) {
		trouble.kind = TROUBLE_OUT;
		trouble.over = true;
	}
	return trouble;
}

static void add(struct troubles *troubles, struct trouble trouble)
{
	troubles->list = memory_grow(troubles->list, troubles->number, sizeof(trouble));
	troubles->list[troubles->number++] = trouble;
	troubles->now += !trouble.over;
}

/* Troubles of the whole namespace, by counters. */
static void add_counted(struct troubles *troubles, const struct period *period,
			enum trouble_kind kind, int counter, int and_counter)
{
	const __u64 *value = period->is.stats.counters.value;
	struct trouble trouble = {
		.kind = kind,
		.rate = counter_rate(period, counter),
		.count = value[counter],
	};

	if (and_counter) {
		trouble.rate += counter_rate(period, and_counter);
		trouble.count += value[and_counter];
	}
	if (!trouble.count)
		return;
	trouble.over = !(trouble.rate > 0);
	if (trouble.over && troubles->asked)
		return;
	trouble.first = kind == TROUBLE_BIND && mostly_bound(period);
	add(troubles, trouble);
}

/*
 * Refused SYNs that don't come again are no trouble, such as old duplicates. One that comes
 * again may have been refused before the period.
 */
static void add_refusals(struct troubles *troubles, const struct period *period)
{
	struct trouble trouble = { .kind = TROUBLE_SYN };
	struct refusals refusals;

	refusals_of_all(&refusals, period);
	trouble.rate = fmax(refusals.rate, refusals.again);
	trouble.count = refusals.sequence + refusals.timestamp;
	trouble.over = !(refusals.again > 0);
	if (refusals.retried && !(trouble.over && troubles->asked))
		add(troubles, trouble);
}

/* The worst first; those of one kind in the order in which they were found. */
static int compare(const void *a, const void *b)
{
	const struct trouble *x = a, *y = b;

	if (x->over != y->over)
		return x->over - y->over;
	if (x->first != y->first)
		return y->first - x->first;
	if (x->kind != y->kind)
		return (int)x->kind - (int)y->kind;
	return (x->forecast > y->forecast) - (x->forecast < y->forecast);
}

/**
 * troubles_find() - find what is wrong
 * @troubles: filled in
 * @period: the period of the rates
 * @worst: from forecast_all(), which must not be freed before
 * @asked: the user has named the destinations: list those without trouble as well, and
 *	troubles of the namespace only if they are not over
 */
void troubles_find(struct troubles *troubles, const struct period *period,
		   const struct forecast *worst, bool asked)
{
	struct trouble trouble;
	size_t i;

	*troubles = (struct troubles){ .asked = asked };
	for (i = 0; i < period->is.destinations.number; i++) {
		trouble = now_or_before(&worst[i]);
		if (asked || trouble.kind != TROUBLE_NONE)
			add(troubles, trouble);
	}
	add_counted(troubles, period, TROUBLE_BIND,
		    TWSTAT_A_COUNTERS_BIND_AUTO_FAILED, 0);
	add_counted(troubles, period, TROUBLE_BUSY,
		    TWSTAT_A_COUNTERS_CONNECT_TUPLE_BUSY, 0);
	add_counted(troubles, period, TROUBLE_DENIED,
		    TWSTAT_A_COUNTERS_DENIED_LIMIT, TWSTAT_A_COUNTERS_DENIED_NOMEM);
	add_counted(troubles, period, TROUBLE_REFUSED,
		    TWSTAT_A_COUNTERS_BIND_IN_TIME_WAIT, 0);
	add_refusals(troubles, period);
	if (troubles->number)
		qsort(troubles->list, troubles->number, sizeof(*troubles->list),
		      compare);
}

/**
 * troubles_free() - free the list
 * @troubles: from troubles_find()
 */
void troubles_free(struct troubles *troubles)
{
	free(troubles->list);
}
