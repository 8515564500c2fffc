// SPDX-License-Identifier: GPL-2.0
/* What was wrong at another time, by the incidents that the module remembers. */
#include <stdio.h>

#include "ask/who.h"
#include "explain/then.h"
#include "show/incident.h"
#include "show/moment.h"
#include "show/page.h"

static void put_times(FILE *to, const struct record *n)
{
	fprintf(to, "    from %s, noticed for %s",
		format_moment(n->value[TWSTAT_A_INCIDENT_BEGAN]).is,
		format_duration(n->value[TWSTAT_A_INCIDENT_LASTED]).is);
	if (n->known[TWSTAT_A_INCIDENT_ENDED])
		fprintf(to, ", over by %s\n",
			format_moment(n->value[TWSTAT_A_INCIDENT_ENDED]).is);
	else
		fputs(", and it goes on\n", to);
}

static void put_settings(FILE *to, const struct record *n)
{
	fprintf(to,
		"    then: net.ipv4.ip_local_port_range %llu to %llu, %llu usable; net.ipv4.tcp_tw_reuse %llu;\n"
		"    %llu sockets in TIME_WAIT and FIN_WAIT2, at most %llu (net.ipv4.tcp_max_tw_buckets)\n",
		n->value[TWSTAT_A_INCIDENT_RANGE_LOW], n->value[TWSTAT_A_INCIDENT_RANGE_HIGH],
		n->value[TWSTAT_A_INCIDENT_USABLE], n->value[TWSTAT_A_INCIDENT_TW_REUSE],
		n->value[TWSTAT_A_INCIDENT_TIME_WAIT], n->value[TWSTAT_A_INCIDENT_LIMIT]);
}

/**
 * then_number() - how many incidents were going on at a moment
 * @incidents: the incidents
 * @moment: in ns since 1970
 *
 * Return: the number.
 */
size_t then_number(const struct incidents *incidents, __u64 moment)
{
	size_t i, number = 0;

	for (i = 0; i < incidents->number; i++)
		number += incident_lasts_at(&incidents->list[i], moment);
	return number;
}

/**
 * then_put() - write what was wrong at a moment
 * @to: the output
 * @incidents: the incidents
 * @moment: in ns since 1970
 */
void then_put(FILE *to, const struct incidents *incidents, __u64 moment)
{
	const struct incident *incident;
	unsigned int number = 0;
	size_t i;

	for (i = 0; i < incidents->number; i++) {
		incident = &incidents->list[i];
		if (!incident_lasts_at(incident, moment))
			continue;
		fputs(number++ ? "\n" STRONG : STRONG, to);
		incident_say(to, incident);
		fputs(PLAIN "\n", to);
		put_times(to, &incident->n);
		put_settings(to, &incident->n);
	}
}

/**
 * then_json() - the same in JSON
 * @incidents: the incidents
 * @moment: in ns since 1970
 *
 * Return: an array.
 */
json_t *then_json(const struct incidents *incidents, __u64 moment)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < incidents->number; i++)
		if (incident_lasts_at(&incidents->list[i], moment))
			json_array_append_new(list, json_incident(&incidents->list[i]));
	return list;
}
