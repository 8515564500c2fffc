/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_BASE_NAMES_H
#define TWSTAT_BASE_NAMES_H

#include <linux/types.h>

/**
 * struct names - the names of one kind of attributes or values
 * @list: by number; NULL where there is none
 * @number: length of @list
 */
struct names {
	const char *const *list;
	unsigned int number;
};

/* Attributes, by attribute set. */
extern const struct names names_counters, names_gauges, names_destination;
extern const struct names names_service, names_socket, names_hook, names_config;
extern const struct names names_histogram, names_transition;
extern const struct names names_incident;
extern const struct names names_incident_kind;
extern const struct names names_overflow, names_program, names_incident;

/* Values, and commands. */
extern const struct names names_histogram_kind, names_unit, names_cause;
extern const struct names names_mini_state, names_side, names_reusable;
extern const struct names names_conflict_cause, names_incident_kind;
extern const struct names names_crossed, names_tcp_state, names_cmd;

const char *name_of(const struct names *names, __u64 number);
int name_find(const struct names *names, const char *name);

#endif
