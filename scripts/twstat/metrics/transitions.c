// SPDX-License-Identifier: GPL-2.0
/* Metrics of a network namespace: transitions of the TCP state machine. */
#include <linux/twstat.h>

#include "base/names.h"
#include "metrics/namespace.h"

/**
 * struct adding - the callback of fetch_transitions()
 * @metric: the metric
 * @of: the labels of the namespace
 */
struct adding {
	struct metric *metric;
	const struct labels *of;
};

static void add(const struct record *transition, void *data)
{
	const struct adding *adding = data;
	struct labels labels = *adding->of;

	if (!transition->known[TWSTAT_A_TRANSITION_COUNT])
		return;
	labels_add(&labels, "from", name_of(&names_tcp_state,
					    transition->value[TWSTAT_A_TRANSITION_FROM]));
	labels_add(&labels, "to", name_of(&names_tcp_state,
					  transition->value[TWSTAT_A_TRANSITION_TO]));
	metric_sample(adding->metric, &labels, transition->value[TWSTAT_A_TRANSITION_COUNT]);
}

/**
 * metrics_transitions() - add the transitions of the network namespace
 * @document: the document
 * @client: the client, in that namespace
 * @of: the labels of the namespace
 */
void metrics_transitions(struct document *document, struct client *client,
			 const struct labels *of)
{
	struct adding adding = { .of = of };

	adding.metric = document_metric(document, "twstat_transitions", METRIC_COUNTER, NULL,
					"How often sockets went from one TCP state to another.");
	fetch_transitions(client, add, &adding);
}
