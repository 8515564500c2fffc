// SPDX-License-Identifier: GPL-2.0
/*
 * Metrics as text, for Prometheus and all that read the same: in the format of OpenMetrics 1.0, or
 * in the older one of Prometheus, which differ in a few lines. The samples of a metric are
 * printed together, whatever the order in which they were added.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "metrics/document.h"

static const struct {
	const char *name;
	const char *suffix;
} types[] = {
	[METRIC_COUNTER]	= { "counter", "_total" },
	[METRIC_GAUGE]		= { "gauge", "" },
	[METRIC_HISTOGRAM]	= { "histogram", "" },
};

/* Returns whether the text has room for another character. */
static bool put(struct labels *labels, char character)
{
	if (labels->length + 1 >= sizeof(labels->text))
		return false;
	labels->text[labels->length++] = character;
	labels->text[labels->length] = '\0';
	return true;
}

static bool put_escaped(struct labels *labels, char character)
{
	if (character == '\n')
		return put(labels, '\\') && put(labels, 'n');
	if (character == '"' || character == '\\')
		return put(labels, '\\') && put(labels, character);
	return put(labels, character);
}

/**
 * labels_add() - add a label
 * @labels: the labels
 * @name: its name
 * @value: its value, in UTF-8
 *
 * If there is no room for it, it is left out.
 */
void labels_add(struct labels *labels, const char *name, const char *value)
{
	size_t before = labels->length;
	bool fits = !before || put(labels, ',');

	while (fits && *name)
		fits = put(labels, *name++);
	fits = fits && put(labels, '=') && put(labels, '"');
	while (fits && *value)
		fits = put_escaped(labels, *value++);
	if (fits && put(labels, '"'))
		return;
	labels->length = before;
	labels->text[before] = '\0';
}

static struct metric *find(const struct document *document, const char *name)
{
	size_t i;

	for (i = 0; i < document->number; i++)
		if (!strcmp(document->list[i]->name, name))
			return document->list[i];
	return NULL;
}

/**
 * document_metric() - find a metric, or add it
 * @document: the document
 * @name: its name, without the suffix of its type
 * @type: its type
 * @unit: its unit, with which @name ends; or NULL
 * @help: what it is; must stay valid
 *
 * Return: the metric.
 */
struct metric *document_metric(struct document *document, const char *name,
			       enum metric_type type, const char *unit, const char *help)
{
	struct metric *metric = find(document, name);

	if (metric)
		return metric;
	metric = memory_checked(calloc(1, sizeof(*metric)));
	snprintf(metric->name, sizeof(metric->name), "%s", name);
	metric->type = type;
	metric->unit = unit;
	metric->help = help;
	metric->samples = memory_checked(open_memstream(&metric->text, &metric->size));
	document->list = memory_grow(document->list, document->number, sizeof(*document->list));
	document->list[document->number++] = metric;
	return metric;
}

static void begin_sample(struct metric *metric, const char *suffix, const struct labels *labels)
{
	fprintf(metric->samples, "%s%s", metric->name, suffix);
	if (labels && labels->length)
		fprintf(metric->samples, "{%s}", labels->text);
}

/**
 * metric_sample() - add a sample
 * @metric: the metric
 * @labels: its labels, or NULL
 * @value: its value
 */
void metric_sample(struct metric *metric, const struct labels *labels, __u64 value)
{
	begin_sample(metric, types[metric->type].suffix, labels);
	fprintf(metric->samples, " %llu\n", value);
}

/**
 * metric_sample_real() - add a sample that need not be a whole number
 * @metric: the metric
 * @labels: its labels, or NULL
 * @value: its value
 */
void metric_sample_real(struct metric *metric, const struct labels *labels, double value)
{
	metric_sample_of(metric, types[metric->type].suffix, labels, value);
}

/**
 * metric_sample_of() - add a part of a histogram
 * @metric: the metric
 * @suffix: which part: _bucket, _sum or _count
 * @labels: its labels, or NULL
 * @value: its value
 */
void metric_sample_of(struct metric *metric, const char *suffix, const struct labels *labels,
		      double value)
{
	begin_sample(metric, suffix, labels);
	fprintf(metric->samples, " %.15g\n", value);
}

static void print_help(FILE *to, const char *help, bool openmetrics)
{
	for (; *help; help++) {
		if (*help == '\\' || (*help == '"' && openmetrics))
			fputc('\\', to);
		fputc(*help == '\n' ? ' ' : *help, to);
	}
	fputc('\n', to);
}

/* Prometheus' own format names a metric as its samples. */
static void print_metric(struct metric *metric, FILE *to, bool openmetrics)
{
	const char *suffix = openmetrics ? "" : types[metric->type].suffix;

	fprintf(to, "# HELP %s%s ", metric->name, suffix);
	print_help(to, metric->help, openmetrics);
	fprintf(to, "# TYPE %s%s %s\n", metric->name, suffix, types[metric->type].name);
	if (metric->unit && openmetrics)
		fprintf(to, "# UNIT %s %s\n", metric->name, metric->unit);
	fflush(metric->samples);
	fwrite(metric->text, 1, metric->size, to);
}

/**
 * document_print() - print all metrics
 * @document: the document
 * @to: the output
 * @openmetrics: in the format of OpenMetrics 1.0; else in that of Prometheus
 */
void document_print(struct document *document, FILE *to, bool openmetrics)
{
	size_t i;

	for (i = 0; i < document->number; i++)
		print_metric(document->list[i], to, openmetrics);
	if (openmetrics)
		fputs("# EOF\n", to);
}

/**
 * document_free() - free all metrics
 * @document: the document, which is empty then
 */
void document_free(struct document *document)
{
	size_t i;

	for (i = 0; i < document->number; i++) {
		fclose(document->list[i]->samples);
		free(document->list[i]->text);
		free(document->list[i]);
	}
	free(document->list);
	*document = (struct document){ };
}
