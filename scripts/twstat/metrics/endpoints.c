// SPDX-License-Identifier: GPL-2.0
/*
 * Metrics of a network namespace: its destinations and services, with addresses as labels. Only
 * some have series of their own, so that a crawler does not fill a database; the others are added
 * up. What counts over time is not added up: a destination that gets or loses its own series would
 * make the sum go down. The namespace's counters have it.
 */
#include <linux/twstat.h>
#include <stdlib.h>
#include <string.h>

#include "ask/who.h"
#include "base/memory.h"
#include "base/types.h"
#include "metrics/namespace.h"
#include "show/format.h"

/**
 * struct number - a number of a destination or service
 * @attribute: its attribute
 * @type: METRIC_GAUGE or METRIC_COUNTER
 * @name: the name of its metric; NULL: by the name of the attribute
 */
struct number {
	int attribute;
	enum metric_type type;
	const char *name;
};

static const struct number of_destination[] = {
	{ TWSTAT_A_DESTINATION_PORTS, METRIC_GAUGE, NULL },
	{ TWSTAT_A_DESTINATION_USABLE, METRIC_GAUGE, "twstat_destination_ports_usable" },
	{ TWSTAT_A_DESTINATION_PEAK, METRIC_GAUGE, "twstat_destination_ports_peak" },
	{ TWSTAT_A_DESTINATION_TIME_WAIT, METRIC_GAUGE, "twstat_destination_time_wait_sockets" },
	{ TWSTAT_A_DESTINATION_FIN_WAIT2, METRIC_GAUGE, "twstat_destination_fin_wait2_sockets" },
	{ TWSTAT_A_DESTINATION_LIVE, METRIC_GAUGE, "twstat_destination_live_sockets" },
	{ TWSTAT_A_DESTINATION_TIMESTAMPS, METRIC_GAUGE,
	  "twstat_destination_timestamps_sockets" },
	{ TWSTAT_A_DESTINATION_CONNECTS, METRIC_COUNTER, NULL },
	{ TWSTAT_A_DESTINATION_SECOND_HALF, METRIC_COUNTER, NULL },
	{ TWSTAT_A_DESTINATION_EXHAUSTED, METRIC_COUNTER, NULL },
	{ TWSTAT_A_DESTINATION_REUSED, METRIC_COUNTER, NULL },
	{ TWSTAT_A_DESTINATION_TAKEN_OVER, METRIC_COUNTER, NULL },
	{ TWSTAT_A_DESTINATION_EXPIRED, METRIC_COUNTER, NULL },
	{ TWSTAT_A_DESTINATION_REFUSED_OFF, METRIC_COUNTER, NULL },
	{ TWSTAT_A_DESTINATION_REFUSED_NOT_LOOPBACK, METRIC_COUNTER, NULL },
	{ TWSTAT_A_DESTINATION_REFUSED_FIN_WAIT2, METRIC_COUNTER, NULL },
	{ TWSTAT_A_DESTINATION_REFUSED_NO_TIMESTAMP, METRIC_COUNTER, NULL },
	{ TWSTAT_A_DESTINATION_REFUSED_TOO_YOUNG, METRIC_COUNTER, NULL },
	{ TWSTAT_A_DESTINATION_REFUSED_LOST, METRIC_COUNTER, NULL },
	{ }
};

static const struct number of_service[] = {
	{ TWSTAT_A_SERVICE_TIME_WAIT, METRIC_GAUGE, "twstat_service_time_wait_sockets" },
	{ TWSTAT_A_SERVICE_FIN_WAIT2, METRIC_GAUGE, "twstat_service_fin_wait2_sockets" },
	{ TWSTAT_A_SERVICE_ENTERED, METRIC_COUNTER, NULL },
	{ TWSTAT_A_SERVICE_REOPENED, METRIC_COUNTER, NULL },
	{ TWSTAT_A_SERVICE_BIND_REFUSED, METRIC_COUNTER, NULL },
	{ TWSTAT_A_SERVICE_SYN_REFUSED_SEQUENCE, METRIC_COUNTER, NULL },
	{ TWSTAT_A_SERVICE_SYN_REFUSED_TIMESTAMP, METRIC_COUNTER, NULL },
	{ TWSTAT_A_SERVICE_SYN_REFUSED_CLOSED, METRIC_COUNTER, NULL },
	{ TWSTAT_A_SERVICE_SYN_RETRIED, METRIC_COUNTER, NULL },
	{ TWSTAT_A_SERVICE_SYN_RETRIED_LATE, METRIC_COUNTER, NULL },
	{ }
};

static struct metric *metric_of(struct document *document, const struct number *number,
				const struct types *types, const char *prefix)
{
	const struct type *type = &types->list[number->attribute];
	char name[METRIC_NAME];

	metric_name(name, number->name ? "" : prefix,
		    number->name ? number->name : type->name);
	return document_metric(document, name, number->type, NULL, type->doc);
}

static void add_row(struct document *document, const struct number *numbers,
		    const struct types *types, const char *prefix, const struct record *n,
		    const struct labels *labels)
{
	for (; numbers->attribute; numbers++)
		if (n->known[numbers->attribute])
			metric_sample(metric_of(document, numbers, types, prefix), labels,
				      n->value[numbers->attribute]);
}

/* The gauges of those without series of their own. */
static void add_others(struct document *document, const struct number *numbers,
		       const struct types *types, const char *prefix, const struct record *sum,
		       const struct labels *labels)
{
	for (; numbers->attribute; numbers++)
		if (numbers->type == METRIC_GAUGE && sum->known[numbers->attribute])
			metric_sample(metric_of(document, numbers, types, prefix), labels,
				      sum->value[numbers->attribute]);
}

static void sum_up(struct record *sum, const struct record *n)
{
	unsigned int i;

	for (i = 0; i < RECORD_SIZE; i++) {
		sum->known[i] |= n->known[i];
		sum->value[i] += n->known[i] ? n->value[i] : 0;
	}
}

static void add_port(struct labels *labels, __u64 port)
{
	char text[8];

	snprintf(text, sizeof(text), "%u", (unsigned int)(port & 0xffff));
	labels_add(labels, "port", text);
}

static void label_destination(struct labels *labels, const struct destination *destination)
{
	labels_add(labels, "local", format_address(&destination->local).is);
	labels_add(labels, "remote", format_address(&destination->remote).is);
	add_port(labels, destination->n.value[TWSTAT_A_DESTINATION_PORT]);
	if (destination->n.known[TWSTAT_A_DESTINATION_DEVICE])
		labels_add(labels, "device",
			   format_device(destination->n.value[TWSTAT_A_DESTINATION_DEVICE]).is);
}

/*
 * Its connects are not told: a program that replaces another takes over its number. Programs of
 * one name in several cgroups of a unit are one.
 */
static void add_programs(struct document *document, const struct destination *destination,
			 const struct labels *of)
{
	const struct programs *programs = &destination->programs;
	struct labels labels[PROGRAMS];
	__u64 ports[PROGRAMS] = { 0 };
	unsigned int i, same, number = 0;
	struct metric *metric;
	struct who who;

	for (i = 0; i < programs->number; i++) {
		const struct program *program = &programs->list[i];

		if (!program->n.value[TWSTAT_A_PROGRAM_PORTS] || !*program->name)
			continue;
		who_belongs(&who, program);
		labels[number] = *of;
		labels_add(&labels[number], "program", program->name);
		labels_add(&labels[number], "unit", who.unit);
		for (same = 0; strcmp(labels[same].text, labels[number].text); same++)
			;
		ports[same] += program->n.value[TWSTAT_A_PROGRAM_PORTS];
		number += same == number;
	}
	if (!number)
		return;
	metric = document_metric(document, "twstat_program_ports", METRIC_GAUGE, NULL,
				 "Ports in use that the program holds, for one destination.");
	for (i = 0; i < number; i++)
		metric_sample(metric, &labels[i], ports[i]);
}

static void add_destinations(struct document *document, const struct site *site,
			     const struct labels *of, unsigned int top)
{
	size_t number = site->period.is.destinations.number, i;
	const struct destination *destination;
	struct forecast *order;
	struct record sum = { };
	struct labels labels;

	if (!number)
		return;
	order = memory_checked(malloc(number * sizeof(*order)));
	memcpy(order, site->worst, number * sizeof(*order));
	qsort(order, number, sizeof(*order), trouble_worse);
	for (i = 0; i < number; i++) {
		destination = order[i].destination;
		if (i >= top) {
			sum_up(&sum, &destination->n);
			continue;
		}
		labels = *of;
		label_destination(&labels, destination);
		add_row(document, of_destination, &types_destination, "twstat_destination_",
			&destination->n, &labels);
		add_programs(document, destination, &labels);
	}
	/* Each has the whole range. */
	sum.known[TWSTAT_A_DESTINATION_USABLE] = false;
	sum.known[TWSTAT_A_DESTINATION_PEAK] = false;
	labels = *of;
	labels_add(&labels, "remote", "other");
	add_others(document, of_destination, &types_destination, "twstat_destination_", &sum,
		   &labels);
	free(order);
}

static int more_time_wait(const void *a, const void *b)
{
	const struct service *x = *(const struct service *const *)a;
	const struct service *y = *(const struct service *const *)b;
	__u64 one = x->n.value[TWSTAT_A_SERVICE_TIME_WAIT];
	__u64 other = y->n.value[TWSTAT_A_SERVICE_TIME_WAIT];

	return (one < other) - (one > other);
}

static void add_services(struct document *document, const struct services *services,
			 const struct labels *of, unsigned int top)
{
	const struct service **order;
	struct record sum = { };
	struct labels labels;
	size_t i;

	if (!services->number)
		return;
	order = memory_checked(malloc(services->number * sizeof(*order)));
	for (i = 0; i < services->number; i++)
		order[i] = &services->list[i];
	qsort(order, services->number, sizeof(*order), more_time_wait);
	for (i = 0; i < services->number; i++) {
		if (i >= top) {
			sum_up(&sum, &order[i]->n);
			continue;
		}
		labels = *of;
		labels_add(&labels, "local", format_address(&order[i]->local).is);
		add_port(&labels, order[i]->n.value[TWSTAT_A_SERVICE_PORT]);
		add_row(document, of_service, &types_service, "twstat_service_", &order[i]->n,
			&labels);
	}
	labels = *of;
	labels_add(&labels, "local", "other");
	add_others(document, of_service, &types_service, "twstat_service_", &sum, &labels);
	free(order);
}

/**
 * metrics_endpoints() - add the destinations and services of a network namespace
 * @document: the document
 * @site: the namespace, judged
 * @of: the labels of the namespace
 * @top: how many destinations, and services, have series of their own: those that are closest to
 *	their limit, and those with most sockets in TIME_WAIT
 */
void metrics_endpoints(struct document *document, const struct site *site,
		       const struct labels *of, unsigned int top)
{
	add_destinations(document, site, of, top);
	add_services(document, &site->period.is.services, of, top);
}
