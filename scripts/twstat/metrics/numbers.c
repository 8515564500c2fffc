// SPDX-License-Identifier: GPL-2.0
/* Metrics of a network namespace: counters, gauges, settings and incidents. */
#include <linux/twstat.h>
#include <string.h>

#include "base/names.h"
#include "base/types.h"
#include "metrics/namespace.h"

/* The gauges, whose names say what they count. */
static const struct {
	int attribute;
	const char *name;
} gauges[] = {
	{ TWSTAT_A_GAUGES_TIME_WAIT, "twstat_time_wait_sockets" },
	{ TWSTAT_A_GAUGES_TIME_WAIT_PEAK, "twstat_time_wait_sockets_peak" },
	{ TWSTAT_A_GAUGES_FIN_WAIT2, "twstat_fin_wait2_sockets" },
	{ TWSTAT_A_GAUGES_FIN_WAIT2_PEAK, "twstat_fin_wait2_sockets_peak" },
	{ TWSTAT_A_GAUGES_DESTINATIONS, "twstat_destinations" },
	{ TWSTAT_A_GAUGES_DESTINATIONS_PEAK, "twstat_destinations_peak" },
	{ TWSTAT_A_GAUGES_SERVICES, "twstat_services" },
	{ TWSTAT_A_GAUGES_SERVICES_PEAK, "twstat_services_peak" },
};

/**
 * metric_name() - make the name of a metric
 * @name: the name, with room for METRIC_NAME
 * @prefix: what it begins with
 * @attribute: the name of the attribute, such as enter-close
 */
void metric_name(char *name, const char *prefix, const char *attribute)
{
	snprintf(name, METRIC_NAME, "%s%s", prefix, attribute);
	for (; *name; name++)
		if (*name == '-')
			*name = '_';
}

static void add_counters(struct document *document, const struct record *counters,
			 const struct labels *of)
{
	char name[METRIC_NAME];
	unsigned int i;

	for (i = 0; i < types_counters.number && i < RECORD_SIZE; i++) {
		if (!types_counters.list[i].name || !counters->known[i])
			continue;
		metric_name(name, "twstat_", types_counters.list[i].name);
		metric_sample(document_metric(document, name, METRIC_COUNTER, NULL,
					      types_counters.list[i].doc),
			      of, counters->value[i]);
	}
}

static void add_gauges(struct document *document, const struct record *values,
		       const struct labels *of)
{
	struct metric *metric;
	size_t i;

	for (i = 0; i < sizeof(gauges) / sizeof(*gauges); i++) {
		if (!values->known[gauges[i].attribute])
			continue;
		metric = document_metric(document, gauges[i].name, METRIC_GAUGE, NULL,
					 types_gauges.list[gauges[i].attribute].doc);
		metric_sample(metric, of, values->value[gauges[i].attribute]);
	}
}

static void add_setting(struct document *document, const char *name, const char *help,
			long value, const struct labels *of)
{
	if (value >= 0)
		metric_sample(document_metric(document, name, METRIC_GAUGE, NULL, help), of,
			      value);
}

static void add_settings(struct document *document, const struct settings *settings,
			 const struct labels *of)
{
	long usable = -1;

	if (settings->low >= 0)
		usable = settings->high - settings->low + 1 -
			 settings_reserved(settings, settings->low, settings->high);
	add_setting(document, "twstat_local_ports",
		    "Ports of net.ipv4.ip_local_port_range, less reserved ones: as many connections can go on to one destination.",
		    usable, of);
	add_setting(document, "twstat_time_wait_sockets_limit",
		    "net.ipv4.tcp_max_tw_buckets: with more sockets, connections close without TIME_WAIT.",
		    settings->max_tw_buckets, of);
	add_setting(document, "twstat_tcp_tw_reuse",
		    "net.ipv4.tcp_tw_reuse: 0 off, 1 on, 2 for loopback only.",
		    settings->tw_reuse, of);
}

/* How many of each kind go on; and how many there were, whose numbers count up. */
static void add_incidents(struct document *document, const struct incidents *incidents,
			  const struct labels *of)
{
	__u64 now[RECORD_SIZE] = { 0 }, last = 0, kind;
	struct labels labels;
	struct metric *metric;
	size_t i;

	if (!incidents->known)
		return;
	for (i = 0; i < incidents->number; i++) {
		const struct record *n = &incidents->list[i].n;

		kind = n->value[TWSTAT_A_INCIDENT_KIND];
		if (kind < RECORD_SIZE && !n->known[TWSTAT_A_INCIDENT_ENDED])
			now[kind]++;
		if (n->value[TWSTAT_A_INCIDENT_ID] > last)
			last = n->value[TWSTAT_A_INCIDENT_ID];
	}
	metric = document_metric(document, "twstat_incidents", METRIC_GAUGE, NULL,
				 "Incidents that go on, by kind: see twstat history.");
	for (i = 0; i < names_incident_kind.number; i++) {
		if (!names_incident_kind.list[i])
			continue;
		labels = *of;
		labels_add(&labels, "kind", names_incident_kind.list[i]);
		metric_sample(metric, &labels, now[i]);
	}
	metric = document_metric(document, "twstat_incidents_started", METRIC_COUNTER, NULL,
				 "Incidents that began.");
	metric_sample(metric, of, last);
}

/**
 * metrics_numbers() - add the numbers of a network namespace
 * @document: the document
 * @sample: the numbers
 * @of: the labels of the namespace
 */
void metrics_numbers(struct document *document, const struct sample *sample,
		     const struct labels *of)
{
	add_gauges(document, &sample->stats.gauges, of);
	add_settings(document, &sample->settings, of);
	if (!sample->hidden)
		add_incidents(document, &sample->incidents, of);
	add_counters(document, &sample->stats.counters, of);
}
