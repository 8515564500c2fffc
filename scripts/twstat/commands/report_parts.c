// SPDX-License-Identifier: GPL-2.0
/* Parts of the report that no command prints. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask/conflicts.h"
#include "ask/filter.h"
#include "ask/kernel_log.h"
#include "base/names.h"
#include "base/options.h"
#include "commands/report_parts.h"
#include "explain/refused_rows.h"
#include "judge/trouble.h"
#include "recording/recording.h"
#include "show/format.h"
#include "show/page.h"
#include "show/screen.h"
#include "show/table.h"

/* How many destinations are printed. */
#define WORST	20

static void put_head(const char *what, const char *key)
{
	const char *text = recording_head(key);

	printf("%-8s  %s\n", what, text ? text : "unknown");
}

/**
 * part_machine() - print which machine it is, when, and the versions
 * @client: the client
 * @argc: 0
 * @argv: none
 */
void part_machine(struct client *client, int argc, char **argv)
{
	(void)client;
	(void)argc;
	(void)argv;
	put_head("time", "time");
	put_head("host", "host");
	put_head("kernel", "kernel");
	put_head("machine", "machine");
	put_head("module", "module");
	put_head("recorder", "tool");
	printf("%-8s  %s\n", "reporter", TWSTAT_VERSION);
	if (recording_head("netns"))
		put_head("netns", "netns");
}

/**
 * part_counters() - print all counters that are not 0
 * @client: the client
 * @argc: 0
 * @argv: none
 */
void part_counters(struct client *client, int argc, char **argv)
{
	struct destination_filter filter;
	struct table *table;
	struct period period;
	struct record *is;
	struct page page;
	unsigned int i;

	(void)argc;
	(void)argv;
	filter_all(&filter);
	period_measure(&period, client, &filter, options.interval);
	is = &period.is.stats.counters;
	table = table_begin("counter|>value|>/s");
	for (i = 0; i < names_counters.number; i++) {
		if (!is->value[i] || !names_counters.list[i])
			continue;
		table_cell(table, "%s", names_counters.list[i]);
		table_cell(table, "%llu", is->value[i]);
		table_cell(table, "%s", format_rate(counter_rate(&period, i)).is);
	}
	page_begin(&page);
	table_end(table, page.to);
	page_print(&page);
	period_end(&period);
}

/**
 * part_destinations() - print the worst destinations
 * @client: the client
 * @argc: 0
 * @argv: none
 */
void part_destinations(struct client *client, int argc, char **argv)
{
	struct destination_filter filter;
	struct forecast *worst;
	struct period period;
	struct page page;
	size_t number;

	(void)argc;
	(void)argv;
	filter_all(&filter);
	period_measure(&period, client, &filter, options.interval);
	number = period.is.destinations.number;
	worst = forecast_all(&period);
	qsort(worst, number, sizeof(*worst), trouble_worse);
	page_begin(&page);
	screen_destinations(page.to, worst, number < WORST ? number : WORST);
	if (number > WORST)
		fprintf(page.to, "%zu more destinations\n", number - WORST);
	page_print(&page);
	free(worst);
	period_end(&period);
}

/**
 * part_conflicts() - print why bind() and connect() calls failed
 * @client: the client
 * @argc: 0
 * @argv: none
 */
void part_conflicts(struct client *client, int argc, char **argv)
{
	struct table *table = table_begin("call|local|remote|cause|>failed|>holders|state");
	struct conflicts conflicts;
	struct page page;
	size_t i;

	(void)argc;
	(void)argv;
	fetch_conflicts(client, &conflicts);
	for (i = 0; i < conflicts.number; i++) {
		const struct conflict *one = &conflicts.list[i];
		const __u64 *value = one->n.value;
		bool bind = value[TWSTAT_A_CONFLICT_KIND] == TWSTAT_CONFLICT_KIND_BIND;

		table_cell(table, "%s", bind ? "bind" : "connect");
		table_cell(table, "%s", conflict_local(one).is);
		table_cell(table, "%s", bind ? "-" : conflict_remote(one).is);
		table_cell(table, "%s", name_of(&names_conflict_cause,
						value[TWSTAT_A_CONFLICT_CAUSE]));
		table_cell(table, "%s", format_number(&one->n, TWSTAT_A_CONFLICT_COUNT).is);
		table_cell(table, "%s", format_number(&one->n, TWSTAT_A_CONFLICT_HOLDERS).is);
		table_cell(table, "%s", one->n.known[TWSTAT_A_CONFLICT_STATE] ?
			   conflict_state(one).is : "-");
	}
	page_begin(&page);
	table_end(table, page.to);
	page_print(&page);
	conflicts_free(&conflicts);
}

/**
 * part_settings() - print the kernel's settings, and what else was looked at
 * @client: the client
 * @argc: 0
 * @argv: none
 */
void part_settings(struct client *client, int argc, char **argv)
{
	const struct recording *recording = recording_replayed();
	const char *name;
	json_t *text;

	(void)client;
	(void)argc;
	(void)argv;
	json_object_foreach(recording->files, name, text)
		printf("%s: %.*s\n", name, (int)strcspn(json_string_value(text), "\n"),
		       json_string_value(text));
	json_object_foreach(recording->facts, name, text)
		printf("%s: %s\n", name, json_is_string(text) ? json_string_value(text) : "no");
}

/**
 * part_log() - print the module's lines in the kernel's log
 * @client: the client
 * @argc: 0
 * @argv: none
 */
void part_log(struct client *client, int argc, char **argv)
{
	const struct recording *recording = recording_replayed();
	const char *error = kept_text(recording->facts, KERNEL_LOG_ERROR);
	size_t i;

	(void)client;
	(void)argc;
	(void)argv;
	for (i = 0; i < json_array_size(recording->log); i++)
		puts(json_string_value(json_array_get(recording->log, i)));
	if (error)
		printf("The kernel's log could not be read: %s.\n", error);
	else if (!i)
		puts("There are none.");
}
