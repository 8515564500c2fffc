// SPDX-License-Identifier: GPL-2.0
/* Histograms, as bars. */
#include "base/fail.h"
#include "base/options.h"
#include "commands/commands.h"
#include "show/format.h"
#include "show/json.h"
#include "show/page.h"
#include "show/table.h"

#define BAR_WIDTH	40

/**
 * struct wanted - which histograms are printed
 * @kind: by kind, whether it is
 * @all: all kinds are
 * @to: the output
 * @printed: how many were printed
 */
struct wanted {
	bool kind[RECORD_SIZE];
	bool all;
	FILE *to;
	unsigned int printed;
};

static const char *const titles[] = {
	[TWSTAT_HISTOGRAM_KIND_LIFETIME] =
		"how long sockets were in TIME_WAIT or FIN_WAIT2",
	[TWSTAT_HISTOGRAM_KIND_LEFT_AT_END] =
		"time left of sockets that ended early",
	[TWSTAT_HISTOGRAM_KIND_TIMER_LATE] =
		"how late the timer fired",
	[TWSTAT_HISTOGRAM_KIND_AGE_AT_REUSE] =
		"age of sockets that connect() reused",
	[TWSTAT_HISTOGRAM_KIND_PORT_SEARCH] =
		"duration of connect()'s search for a port",
	[TWSTAT_HISTOGRAM_KIND_LEFT_NOW] =
		"time left of sockets that exist now",
};

static bool is_wanted(const struct wanted *wanted,
		      const struct histogram *histogram)
{
	__u64 kind = histogram->n.value[TWSTAT_A_HISTOGRAM_KIND];

	return wanted->all || (kind < RECORD_SIZE && wanted->kind[kind]);
}

static bool in_us(const struct histogram *histogram)
{
	return histogram->n.value[TWSTAT_A_HISTOGRAM_UNIT] == TWSTAT_UNIT_US;
}

static const char *unit(const struct histogram *histogram)
{
	return in_us(histogram) ? "us" : "ms";
}

static void put_title(FILE *to, const struct histogram *histogram)
{
	const struct record *n = &histogram->n;
	__u64 kind = n->value[TWSTAT_A_HISTOGRAM_KIND];
	__u64 count = n->value[TWSTAT_A_HISTOGRAM_COUNT];

	fprintf(to, STRONG "%s", name_of(&names_histogram_kind, kind));
	if (n->known[TWSTAT_A_HISTOGRAM_CAUSE])
		fprintf(to, " %s",
			format_counter("Exit", name_of(&names_cause,
						       n->value[TWSTAT_A_HISTOGRAM_CAUSE])).is);
	if (n->known[TWSTAT_A_HISTOGRAM_STATE])
		fprintf(to, " %s", name_of(&names_mini_state,
					   n->value[TWSTAT_A_HISTOGRAM_STATE]));
	fputs(PLAIN, to);
	if (kind < sizeof(titles) / sizeof(*titles))
		fprintf(to, ": %s", titles[kind]);
	fprintf(to, "; %llu", count);
	if (count)
		fprintf(to, ", mean %.1f %s",
			(double)n->value[TWSTAT_A_HISTOGRAM_SUM] / count,
			unit(histogram));
	fputc('\n', to);
}

/* Whole seconds are printed as seconds. */
static struct text bound(const struct histogram *histogram, __u64 value)
{
	struct text text;

	if (!in_us(histogram) && value >= 1000 && !(value % 1000))
		snprintf(text.is, FORMAT_SIZE, "%llu s", value / 1000);
	else
		snprintf(text.is, FORMAT_SIZE, "%llu %s", value, unit(histogram));
	return text;
}

static void put_bucket(struct table *table, const struct histogram *histogram,
		       unsigned int i, __u64 most)
{
	__u64 count = histogram->bucket[i].count;

	if (histogram->bucket[i].bounded)
		table_cell(table, "  %s",
			   bound(histogram, histogram->bucket[i].bound).is);
	else
		table_cell(table, "  longer");
	table_cell(table, "%llu", count);
	if (terminal())
		table_cell(table, "%s",
			   format_bar(most ? (double)count / most : 0, BAR_WIDTH).is);
}

/* From the first bucket that is not empty to the last one. */
static void put_buckets(FILE *to, const struct histogram *histogram)
{
	struct table *table = table_begin(terminal() ? "  up to|>count|" :
							"  up to|>count");
	unsigned int i, first = histogram->buckets, last = 0;
	__u64 most = 0;

	for (i = 0; i < histogram->buckets; i++) {
		if (!histogram->bucket[i].count)
			continue;
		if (first > i)
			first = i;
		last = i;
		if (most < histogram->bucket[i].count)
			most = histogram->bucket[i].count;
	}
	for (i = first; i < histogram->buckets && i <= last; i++)
		put_bucket(table, histogram, i, most);
	table_end(table, to);
}

static void put(const struct histogram *histogram, void *data)
{
	struct wanted *wanted = data;

	if (!is_wanted(wanted, histogram))
		return;
	if (!histogram->n.value[TWSTAT_A_HISTOGRAM_COUNT] && !options.stats)
		return;
	if (wanted->printed++)
		fputc('\n', wanted->to);
	put_title(wanted->to, histogram);
	if (histogram->n.value[TWSTAT_A_HISTOGRAM_COUNT])
		put_buckets(wanted->to, histogram);
}

static void put_json(const struct histogram *histogram, void *data)
{
	json_t *object, *buckets, *bucket;
	const struct record *n = &histogram->n;
	unsigned int i;

	if (!is_wanted(data, histogram))
		return;
	buckets = json_array();
	object = json_record(n, &names_histogram);
	json_name(object, n, &names_histogram, TWSTAT_A_HISTOGRAM_KIND,
		  &names_histogram_kind);
	json_name(object, n, &names_histogram, TWSTAT_A_HISTOGRAM_CAUSE,
		  &names_cause);
	json_name(object, n, &names_histogram, TWSTAT_A_HISTOGRAM_STATE,
		  &names_mini_state);
	json_name(object, n, &names_histogram, TWSTAT_A_HISTOGRAM_UNIT,
		  &names_unit);
	for (i = 0; i < histogram->buckets; i++) {
		bucket = json_object();
		if (histogram->bucket[i].bounded)
			json_object_set_new(bucket, "bound",
					    json_integer(histogram->bucket[i].bound));
		json_object_set_new(bucket, "count",
				    json_integer(histogram->bucket[i].count));
		json_array_append_new(buckets, bucket);
	}
	json_object_set_new(object, "bucket", buckets);
	json_list_item(object);
}

/**
 * command_hist() - print histograms
 * @client: the client
 * @argc: number of arguments
 * @argv: the kinds; all, if there are none
 */
void command_hist(struct client *client, int argc, char **argv)
{
	struct wanted wanted = { .all = !argc };
	struct page page;
	int i, kind;

	for (i = 0; i < argc; i++) {
		kind = name_find(&names_histogram_kind, argv[i]);
		if (kind < 0)
			usage("There is no histogram '%s'; twstat -s hist prints all.", argv[i]);
		wanted.kind[kind] = true;
	}
	client_reach(client);
	if (options.json) {
		json_list_begin();
		fetch_histograms(client, put_json, &wanted);
		json_list_end();
		return;
	}
	page_begin(&page);
	wanted.to = page.to;
	fetch_histograms(client, put, &wanted);
	if (!wanted.printed)
		fputs("Nothing was measured yet.\n", page.to);
	page_print(&page);
}
