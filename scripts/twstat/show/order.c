// SPDX-License-Identifier: GPL-2.0
/* The orders of destinations. */
#include <math.h>
#include <stddef.h>

#include "judge/forecast.h"
#include "show/order.h"

/* The larger one first; NAN last. */
static int larger(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) - isnan(b);
	return (a < b) - (a > b);
}

static int by_ports(const void *a, const void *b)
{
	const struct forecast *x = a, *y = b;
	int order = larger(x->used, y->used);

	return order ? order : forecast_worse(a, b);
}

static int by_new(const void *a, const void *b)
{
	const struct forecast *x = a, *y = b;
	int order = larger(x->rate, y->rate);

	return order ? order : forecast_worse(a, b);
}

static int by_failed(const void *a, const void *b)
{
	const struct forecast *x = a, *y = b;
	int order = larger(x->failing, y->failing);

	return order ? order : forecast_worse(a, b);
}

static int by_time(const void *a, const void *b)
{
	const struct forecast *x = a, *y = b;
	int order = larger(-x->left, -y->left);

	return order ? order : forecast_worse(a, b);
}

static int by_address(const void *a, const void *b)
{
	const struct forecast *x = a, *y = b;

	return destination_compare(x->destination, y->destination);
}

const struct order orders[] = {
	{ 'u', "used", forecast_worse },
	{ 'p', "ports", by_ports },
	{ 'n', "new/s", by_new },
	{ 'f', "failed/s", by_failed },
	{ 'r', "runs out", by_time },
	{ 'a', "address", by_address },
	{ }
};
