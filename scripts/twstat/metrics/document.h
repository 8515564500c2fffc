/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_METRICS_DOCUMENT_H
#define TWSTAT_METRICS_DOCUMENT_H

#include <linux/types.h>
#include <stdbool.h>
#include <stdio.h>

/**
 * enum metric_type - the types of OpenMetrics that are used
 * @METRIC_COUNTER: never goes down; its name ends with _total
 * @METRIC_GAUGE: goes up and down
 * @METRIC_HISTOGRAM: buckets, which are counters
 */
enum metric_type {
	METRIC_COUNTER,
	METRIC_GAUGE,
	METRIC_HISTOGRAM,
};

/**
 * struct labels - the labels of a sample
 * @text: the labels as they are printed, without braces
 * @length: length of @text
 */
struct labels {
	char text[2048];
	size_t length;
};

/**
 * struct metric - a metric: its type, its text, and its samples
 * @name: the name, without the suffix of its type
 * @type: its type
 * @help: what it is
 * @unit: its unit, with which @name ends; or NULL
 * @samples: a stream of memory, for @text
 * @text: the samples as they are printed
 * @size: length of @text
 */
struct metric {
	char name[96];
	enum metric_type type;
	const char *help;
	const char *unit;
	FILE *samples;
	char *text;
	size_t size;
};

/**
 * struct document - metrics that are printed together
 * @list: the metrics, in the order in which they were added
 * @number: length of @list
 */
struct document {
	struct metric **list;
	size_t number;
};

void labels_add(struct labels *labels, const char *name, const char *value);

struct metric *document_metric(struct document *document, const char *name,
			       enum metric_type type, const char *unit, const char *help);
void metric_sample(struct metric *metric, const struct labels *labels, __u64 value);
void metric_sample_real(struct metric *metric, const struct labels *labels, double value);
void metric_sample_of(struct metric *metric, const char *suffix, const struct labels *labels,
		      double value);
void document_print(struct document *document, FILE *to, bool openmetrics);
void document_free(struct document *document);

#endif
