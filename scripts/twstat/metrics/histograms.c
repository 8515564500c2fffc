// SPDX-License-Identifier: GPL-2.0
/* Metrics of a network namespace: distributions of times, in seconds. */
#include <linux/twstat.h>
#include <string.h>

#include "base/names.h"
#include "metrics/namespace.h"

/**
 * struct adding - the callback of fetch_histograms()
 * @document: the document
 * @of: the labels of the namespace
 */
struct adding {
	struct document *document;
	const struct labels *of;
};

static const struct {
	const char *name;
	const char *help;
} kinds[] = {
	[TWSTAT_HISTOGRAM_KIND_LIFETIME] = {
		"twstat_lifetime_seconds",
		"How long a socket was in the sub-state in which it ended, by cause."
	},
	[TWSTAT_HISTOGRAM_KIND_LEFT_AT_END] = {
		"twstat_left_at_end_seconds",
		"How much of its time a socket had left that ended early, by cause."
	},
	[TWSTAT_HISTOGRAM_KIND_TIMER_LATE] = {
		"twstat_timer_late_seconds",
		"How late the timer fired that ended a socket."
	},
	[TWSTAT_HISTOGRAM_KIND_AGE_AT_REUSE] = {
		"twstat_age_at_reuse_seconds",
		"Time since 2MSL was last started when a connect() took over a socket in TIME_WAIT."
	},
	[TWSTAT_HISTOGRAM_KIND_PORT_SEARCH] = {
		"twstat_port_search_seconds",
		"How long a connect() searched for a port."
	},
};

static double seconds(const struct histogram *histogram, __u64 value)
{
	return value / (histogram->n.value[TWSTAT_A_HISTOGRAM_UNIT] == TWSTAT_UNIT_US ? 1e6 :
			1e3);
}

/* A bound has a point in OpenMetrics. */
static void add_bound(struct labels *labels, const char *name, double bound)
{
	char text[32];

	snprintf(text, sizeof(text) - 2, "%.9g", bound);
	if (!strpbrk(text, ".e"))
		strcat(text, ".0");
	labels_add(labels, name, text);
}

/* Sockets that exist now: not counted over time, so gauges and no histogram. */
static void add_left_now(const struct histogram *histogram, struct adding *adding)
{
	struct metric *metric = document_metric(adding->document, "twstat_left_now_sockets",
						METRIC_GAUGE, NULL,
						"Sockets that end within so many seconds, by sub-state: when their ports become free.");
	struct labels labels;
	__u64 count = 0;
	unsigned int i;

	for (i = 0; i < histogram->buckets; i++) {
		count += histogram->bucket[i].count;
		if (!histogram->bucket[i].bounded)
			break;
		labels = *adding->of;
		labels_add(&labels, "state", name_of(&names_mini_state,
						     histogram->n.value[TWSTAT_A_HISTOGRAM_STATE]));
		add_bound(&labels, "within", seconds(histogram, histogram->bucket[i].bound));
		metric_sample(metric, &labels, count);
	}
}

static void add_buckets(struct metric *metric, const struct histogram *histogram,
			const struct labels *of)
{
	struct labels labels;
	__u64 count = 0;
	unsigned int i;

	for (i = 0; i < histogram->buckets; i++) {
		count += histogram->bucket[i].count;
		labels = *of;
		if (histogram->bucket[i].bounded)
			add_bound(&labels, "le", seconds(histogram, histogram->bucket[i].bound));
		else
			labels_add(&labels, "le", "+Inf");
		metric_sample_of(metric, "_bucket", &labels, count);
	}
	metric_sample_of(metric, "_sum", of,
			 seconds(histogram, histogram->n.value[TWSTAT_A_HISTOGRAM_SUM]));
	/* Not the module's number, which may already have one more. */
	metric_sample_of(metric, "_count", of, count);
}

static void add(const struct histogram *histogram, void *data)
{
	__u64 kind = histogram->n.value[TWSTAT_A_HISTOGRAM_KIND];
	struct adding *adding = data;
	struct labels labels = *adding->of;

	if (kind == TWSTAT_HISTOGRAM_KIND_LEFT_NOW) {
		add_left_now(histogram, adding);
		return;
	}
	if (kind >= sizeof(kinds) / sizeof(*kinds) || !histogram->buckets ||
	    histogram->bucket[histogram->buckets - 1].bounded)
		return;
	if (histogram->n.known[TWSTAT_A_HISTOGRAM_CAUSE])
		labels_add(&labels, "cause", name_of(&names_cause,
						     histogram->n.value[TWSTAT_A_HISTOGRAM_CAUSE]));
	add_buckets(document_metric(adding->document, kinds[kind].name, METRIC_HISTOGRAM,
				    "seconds", kinds[kind].help),
		    histogram, &labels);
}

/**
 * metrics_histograms() - add the histograms of the network namespace
 * @document: the document
 * @client: the client, in that namespace
 * @of: the labels of the namespace
 */
void metrics_histograms(struct document *document, struct client *client,
			const struct labels *of)
{
	struct adding adding = { .document = document, .of = of };

	fetch_histograms(client, add, &adding);
}
