// SPDX-License-Identifier: GPL-2.0
/* The report as JSON: the same as in text, with names that are stable. */
#include <math.h>

#include "explain/report_json.h"
#include "show/json.h"
#include "show/verdict.h"

/* A whole number is printed without a point. */
static void put_number(json_t *object, const char *name, double value)
{
	if (value == floor(value) && fabs(value) < 1e15)
		json_object_set_new(object, name, json_integer(value));
	else
		json_rate(object, name, value);
}

static json_t *statement(const struct statement *statement)
{
	json_t *object = json_object(), *numbers = json_object();
	unsigned int i;

	json_text(object, "id", statement->id);
	json_text(object, "text", statement->text);
	json_text(object, "from", statement->from);
	if (statement->lines)
		json_text(object, "lines", statement->lines);
	if (statement->keep)
		json_text(object, "keep", statement->keep);
	for (i = 0; i < statement->numbers; i++)
		put_number(numbers, statement->number[i].name,
			   statement->number[i].value);
	json_object_set_new(object, "numbers", numbers);
	return object;
}

static json_t *list(const struct statements *all)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < all->number; i++)
		json_array_append_new(array, statement(&all->list[i]));
	return array;
}

static json_t *explanation(const struct explanation *explanation)
{
	const struct forecast *forecast = explanation->trouble->forecast;
	json_t *object = json_object(), *destination;

	json_text(object, "verdict", trouble_name(explanation->trouble));
	json_text(object, "trouble", trouble_kind_name(explanation->trouble->kind));
	json_text(object, "cause", cause_name(explanation->causes.first));
	if (forecast) {
		destination = json_destination(forecast->destination);
		json_forecast(destination, forecast);
		json_object_set_new(object, "destination", destination);
	}
	json_object_set_new(object, "causes", list(&explanation->causes.all));
	json_object_set_new(object, "facts", list(&explanation->facts));
	json_object_set_new(object, "remedies", list(&explanation->remedies));
	if (explanation->best)
		json_text(object, "best", explanation->best->id);
	json_object_set_new(object, "useless", list(&explanation->useless));
	return object;
}

static void put_settings(json_t *object, const struct settings *settings)
{
	json_t *all = json_object();

	json_object_set_new(all, "low", json_integer(settings->low));
	json_object_set_new(all, "high", json_integer(settings->high));
	json_object_set_new(all, "reserved",
			    json_integer(settings_reserved(settings, settings->low,
							   settings->high)));
	json_object_set_new(all, "tw-reuse", json_integer(settings->tw_reuse));
	json_object_set_new(all, "timestamps", json_integer(settings->timestamps));
	json_object_set_new(all, "fin-timeout", json_integer(settings->fin_timeout));
	json_object_set_new(all, "max-tw-buckets",
			    json_integer(settings->max_tw_buckets));
	json_object_set_new(object, "settings", all);
}

/**
 * report_json() - a report as JSON
 * @report: the report
 *
 * Return: an object.
 */
json_t *report_json(const struct report *report)
{
	json_t *object = json_object(), *all = json_array();
	size_t i;

	for (i = 0; i < report->number; i++)
		json_array_append_new(all, explanation(&report->list[i]));
	json_rate(object, "seconds", report->period->seconds);
	json_text(object, "verdict", trouble_name(report->verdict));
	json_text(object, "cause", cause_name(report->number ?
		  report->list->causes.first : CAUSE_NONE));
	json_object_set_new(object, "explained", all);
	json_object_set_new(object, "more", json_integer(report->more));
	json_object_set_new(object, "innocent", list(&report->innocent));
	json_object_set_new(object, "noticed", list(&report->noticed));
	json_object_set_new(object, "unknown", list(&report->unknown));
	put_settings(object, &report->period->is.settings);
	return object;
}
