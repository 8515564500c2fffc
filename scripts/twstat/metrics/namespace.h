/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_METRICS_NAMESPACE_H
#define TWSTAT_METRICS_NAMESPACE_H

#include "judge/sites.h"
#include "metrics/document.h"

/* Room for the name of a metric. */
#define METRIC_NAME	96

void metric_name(char *name, const char *prefix, const char *attribute);

void metrics_numbers(struct document *document, const struct sample *sample,
		     const struct labels *of);
void metrics_histograms(struct document *document, struct client *client,
			const struct labels *of);
void metrics_transitions(struct document *document, struct client *client,
			 const struct labels *of);
void metrics_endpoints(struct document *document, const struct site *site,
		       const struct labels *of, unsigned int top);
void metrics_machine(struct document *document, struct client *client);

#endif
