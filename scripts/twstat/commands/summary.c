// SPDX-License-Identifier: GPL-2.0
/* The summary: verdict, states, counters and the worst destinations on one screen. */
#include <stdlib.h>

#include "ask/filter.h"
#include "base/options.h"
#include "commands/commands.h"
#include "commands/summary.h"
#include "judge/trouble.h"
#include "show/json.h"
#include "show/page.h"
#include "show/screen.h"

static void put_json_forecast(json_t *list, const struct forecast *forecast)
{
	json_t *object = json_destination(forecast->destination);

	json_forecast(object, forecast);
	json_array_append_new(list, object);
}

/**
 * summary_json() - the summary of a network namespace
 * @period: the period of the rates
 * @worst: the forecasts that it has
 * @number: length of @worst
 *
 * Return: an object.
 */
json_t *summary_json(const struct period *period, const struct forecast *worst, size_t number)
{
	json_t *all = json_object(), *rates = json_object(), *list = json_array();
	unsigned int i;

	for (i = 0; i < names_counters.number; i++)
		if (names_counters.list[i])
			json_rate(rates, names_counters.list[i],
				  counter_rate(period, i));
	for (i = 0; i < number; i++)
		put_json_forecast(list, &worst[i]);

	json_rate(all, "seconds", period->seconds);
	json_object_set_new(all, "counters",
			    json_record(&period->is.stats.counters, &names_counters));
	json_object_set_new(all, "gauges",
			    json_record(&period->is.stats.gauges, &names_gauges));
	json_object_set_new(all, "rates", rates);
	json_object_set_new(all, "destinations", list);
	return all;
}

static void print(const struct period *period, const struct forecast *worst,
		  size_t number)
{
	size_t all = period->is.destinations.number;
	struct page page;

	page_begin(&page);
	screen_verdict(page.to, period, worst);
	fputc('\n', page.to);
	screen_states(page.to, period);
	fputc('\n', page.to);
	screen_counters(page.to, period);
	if (number) {
		fputc('\n', page.to);
		screen_destinations(page.to, worst, number);
	}
	if (number < all)
		fprintf(page.to, "%zu more destinations: twstat dst\n", all - number);
	page_print(&page);
}

/**
 * command_summary() - print the summary
 * @client: the client
 * @argc: number of arguments
 * @argv: none
 */
void command_summary(struct client *client, int argc, char **argv)
{
	struct destination_filter filter;
	double seconds = options.interval < 0 ? 1 : options.interval;
	struct forecast *worst;
	struct period period;
	size_t number;

	(void)argc;
	(void)argv;
	filter_all(&filter);
	period_measure(&period, client, &filter, seconds);
	worst = forecast_all(&period);
	number = period.is.destinations.number;
	qsort(worst, number, sizeof(*worst), trouble_worse);
	if (number > SUMMARY_WORST && !options.stats)
		number = SUMMARY_WORST;
	if (options.json)
		json_print(summary_json(&period, worst, number));
	else
		print(&period, worst, number);
	free(worst);
	period_end(&period);
}
