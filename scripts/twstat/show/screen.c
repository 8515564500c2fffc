// SPDX-License-Identifier: GPL-2.0
/* The parts of the summary: verdict, states, counters, destinations. */
#include <math.h>
#include <string.h>

#include "ask/who.h"
#include "base/moment.h"
#include "base/names.h"
#include "base/options.h"
#include "recording/machine.h"
#include "show/format.h"
#include "show/labels.h"
#include "show/moment.h"
#include "show/page.h"
#include "show/screen.h"
#include "show/table.h"
#include "show/verdict.h"

#define BAR_WIDTH	10

static struct text to_where(const struct destination *destination)
{
	return format_endpoint(&destination->remote,
			       destination->n.value[TWSTAT_A_DESTINATION_PORT]);
}

static bool lost_anything(const struct period *period)
{
	const struct record *counters = &period->is.stats.counters;
	const struct label *label;

	for (label = labels_lost; label->what; label++)
		if (counters->value[label->counter])
			return true;
	return false;
}

/* The program that holds most of the ports. */
static void put_who(FILE *to, const struct trouble *trouble)
{
	const struct destination *destination;
	const struct program *program;
	char who[WHO_SIZE];

	if (!trouble->forecast || !trouble->forecast->destination->programs.number)
		return;
	destination = trouble->forecast->destination;
	program = &destination->programs.list[0];
	if (!program->n.value[TWSTAT_A_PROGRAM_PORTS])
		return;
	who_unit(who, sizeof(who), program);
	fprintf(to, "  %s holds %s of the %s ports in use\n", who,
		format_number(&program->n, TWSTAT_A_PROGRAM_PORTS).is,
		format_number(&destination->n, TWSTAT_A_DESTINATION_PORTS).is);
}

/* What was wrong in the last hour may be over now. */
static void put_incidents(FILE *to, const struct incidents *incidents)
{
	__u64 since = (machine_time() - 3600) * MOMENT_SECOND;
	const struct record *last = NULL;
	size_t i, number = 0;

	for (i = 0; i < incidents->number; i++) {
		if (incidents->list[i].n.value[TWSTAT_A_INCIDENT_SEEN] < since)
			continue;
		last = &incidents->list[i].n;
		number++;
	}
	if (!number)
		return;
	fprintf(to, "  %zu %s in the last hour, %s %s", number,
		number > 1 ? "incidents" : "incident",
		number > 1 ? "the last one from" : "from",
		format_moment_short(last->value[TWSTAT_A_INCIDENT_BEGAN]).is);
	if (last->known[TWSTAT_A_INCIDENT_ENDED])
		fprintf(to, " to %s",
			format_moment_short(last->value[TWSTAT_A_INCIDENT_ENDED]).is);
	else
		fputs(" on", to);
	fputs(": twstat history\n", to);
}

/**
 * screen_verdict() - print what is wrong, or that nothing is
 * @to: the output
 * @period: the period of the rates
 * @worst: from forecast_all()
 *
 * Of several troubles of one kind, the worst is printed.
 */
void screen_verdict(FILE *to, const struct period *period,
		    const struct forecast *worst)
{
	const struct trouble *trouble;
	struct troubles troubles;
	size_t i, same;

	troubles_find(&troubles, period, worst, false);
	for (i = 0; i < troubles.now; i += same) {
		trouble = &troubles.list[i];
		for (same = 1; i + same < troubles.now; same++)
			if (trouble[same].kind != trouble->kind)
				break;
		verdict_trouble(to, trouble);
		put_who(to, trouble);
		if (same > 1)
			fprintf(to, "  %zu more of this kind: twstat explain\n",
				same - 1);
	}
	if (!troubles.number)
		verdict_fine(to, period);
	else if (!troubles.now)
		verdict_trouble(to, troubles.list);
	troubles_free(&troubles);
	put_incidents(to, &period->is.incidents);
	if (lost_anything(period))
		fputs(WARN "INCOMPLETE" PLAIN
		      ": counters may be too low, see \"not tracked\" below.\n", to);
}

static double rate_of_sum(const struct period *period, const int *counters)
{
	double sum = 0;

	for (; *counters; counters++)
		sum += counter_rate(period, *counters);
	return sum;
}

/* The rate out is the rate in, less the growth. */
static void put_state(struct table *table, const struct period *period,
		      const char *name, int gauge, const int *entering)
{
	const struct record *is = &period->is.stats.gauges;
	const struct record *was = &period->was.stats.gauges;
	double in = rate_of_sum(period, entering);
	double growth = ((double)is->value[gauge] - (double)was->value[gauge]) /
			period->seconds;

	table_cell(table, STRONG "%s" PLAIN, name);
	table_cell(table, "%s", format_number(is, gauge).is);
	table_cell(table, "%s", format_number(is, gauge + 1).is);
	table_cell(table, "%s", format_rate(in).is);
	table_cell(table, "%s", format_rate(in - growth).is);
}

/**
 * screen_states() - print the numbers of sockets
 * @to: the output
 * @period: the period of the rates
 */
void screen_states(FILE *to, const struct period *period)
{
	static const int time_wait[] = {
		TWSTAT_A_COUNTERS_ENTER_CLOSE,
		TWSTAT_A_COUNTERS_ENTER_SIMULTANEOUS,
		TWSTAT_A_COUNTERS_PROMOTE_FIN_WAIT2, 0
	};
	static const int fin_wait2[] = { TWSTAT_A_COUNTERS_ENTER_FIN_WAIT2, 0 };
	struct table *table = table_begin("|>now|>peak|>in/s|>out/s");

	put_state(table, period, "TIME_WAIT", TWSTAT_A_GAUGES_TIME_WAIT, time_wait);
	put_state(table, period, "FIN_WAIT2", TWSTAT_A_GAUGES_FIN_WAIT2, fin_wait2);
	table_end(table, to);
}

static void put_counter(struct table *table, const struct period *period,
			const struct label *label, const char *subject)
{
	table_cell(table, "%s%s%s", *subject ? STRONG : "", subject,
		   *subject ? PLAIN : "");
	table_cell(table, "%s", label->what);
	table_cell(table, "%s", format_number(&period->is.stats.counters,
					      label->counter).is);
	table_cell(table, "%s",
		   format_rate(counter_rate(period, label->counter)).is);
	if (options.stats)
		table_cell(table, "%s",
			   format_counter("", name_of(&names_counters,
						      label->counter)).is);
}

/* Prints the counters that are not 0, or all with -s. */
static void put_section(struct table *table, const struct period *period,
			const struct section *section)
{
	const struct record *counters = &period->is.stats.counters;
	const char *subject = section->subject;
	const struct label *label;

	for (label = section->label; label->what; label++) {
		if (!options.stats && !counters->value[label->counter])
			continue;
		put_counter(table, period, label, subject);
		subject = "";
	}
}

/**
 * screen_counters() - print the counters
 * @to: the output
 * @period: the period of the rates
 */
void screen_counters(FILE *to, const struct period *period)
{
	const struct section *section;
	struct table *table;

	table = table_begin(options.stats ? "||>total|>/s|counter" : "||>total|>/s");
	for (section = sections; section->subject; section++)
		put_section(table, period, section);
	if (!options.stats && !lost_anything(period)) {
		table_cell(table, STRONG "not tracked" PLAIN);
		table_cell(table, "nothing");
		table_cell(table, "0");
		table_cell(table, "%s", format_rate(period->seconds ? 0 : NAN).is);
	}
	table_end(table, to);
}

/**
 * screen_mark() - the colour of a destination
 * @forecast: its forecast
 *
 * Return: the colour that the headline of its trouble has, or "" if it has none.
 */
const char *screen_mark(const struct forecast *forecast)
{
	enum trouble_kind kind = trouble_of(forecast);

	return kind == TROUBLE_OUT ? BAD : kind == TROUBLE_NONE ? "" : WARN;
}

/**
 * screen_destination() - add a row for a destination
 * @table: from screen_destinations_begin()
 * @forecast: its forecast
 * @namespace: the name of its network namespace, with -A
 */
void screen_destination(struct table *table, const struct forecast *forecast,
			const char *namespace)
{
	const struct destination *destination = forecast->destination;
	const char *mark = screen_mark(forecast), *end = *mark ? PLAIN : "";

	if (namespace)
		table_cell(table, "%s", namespace);
	table_cell(table, "%s", format_from(destination).is);
	table_cell(table, "%s", to_where(destination).is);
	table_cell(table, "%llu", forecast->used);
	table_cell(table, "%llu", forecast->usable);
	table_cell(table, "%s%s%s", mark, format_percent(forecast_share(forecast)).is, end);
	if (terminal())
		table_cell(table, "%s%s%s", mark, format_bar(forecast->share, BAR_WIDTH).is, end);
	table_cell(table, "%s", format_rate(forecast->rate).is);
	table_cell(table, "%s", format_rate(forecast->sustainable).is);
	table_cell(table, "%s", format_rate(forecast->failing).is);
	table_cell(table, "%s%s%s", mark, format_seconds(forecast->left).is, end);
}

/**
 * screen_destinations_begin() - begin a table of destinations
 *
 * Return: the table, with a column for their network namespace if there is -A.
 */
struct table *screen_destinations_begin(void)
{
	static const char titles[] =
		"namespace|from|to|>ports|>usable|>used|>new/s|>max/s|>failed/s|>runs out";
	static const char with_bar[] =
		"namespace|from|to|>ports|>usable|>used||>new/s|>max/s|>failed/s|>runs out";
	const char *all = terminal() ? with_bar : titles;

	return table_begin(options.all ? all : strchr(all, '|') + 1);
}

/**
 * screen_destinations() - print destinations of one network namespace
 * @to: the output
 * @list: their forecasts
 * @number: length of @list
 */
void screen_destinations(FILE *to, const struct forecast *list, size_t number)
{
	struct table *table = screen_destinations_begin();
	size_t i;

	for (i = 0; i < number; i++)
		screen_destination(table, &list[i], NULL);
	table_end(table, to);
}
