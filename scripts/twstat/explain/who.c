// SPDX-License-Identifier: GPL-2.0
/* Which programs are behind a trouble. */
#include <stdlib.h>

#include "ask/incidents.h"
#include "ask/who.h"
#include "explain/who.h"
#include "show/format.h"

/* How many programs are named; and from which share of the connects on, besides the first. */
#define NAMED		3
#define LEAST_SHARE	0.05

/* The connects that are surely its own. */
static __u64 own(const struct record *n)
{
	return n->value[TWSTAT_A_PROGRAM_CONNECTS] - n->value[TWSTAT_A_PROGRAM_ERROR];
}

static int more_connects(const void *a, const void *b)
{
	const struct program *x = a, *y = b;

	return (own(&y->n) > own(&x->n)) - (own(&y->n) < own(&x->n));
}

static void state_program(struct statements *facts, const struct program *program, double all,
			  double ports)
{
	const struct record *n = &program->n;
	char who[WHO_SIZE];

	who_text(who, sizeof(who), program);
	state(facts, "who", "dst program",
	      "%s makes %s%s of these connections (%llu%s of %.0f), and holds %llu of %.0f ports",
	      who, n->value[TWSTAT_A_PROGRAM_ERROR] ? "at least " : "",
	      format_percent(own(n) / all).is, own(n),
	      n->value[TWSTAT_A_PROGRAM_ERROR] ? " or more" : "", all,
	      n->value[TWSTAT_A_PROGRAM_PORTS], ports);
	state_number(facts, "connects", own(n));
	state_number(facts, "share", own(n) / all);
	state_number(facts, "ports", n->value[TWSTAT_A_PROGRAM_PORTS]);
	state_number(facts, "failures", n->value[TWSTAT_A_PROGRAM_FAILURES]);
}

static void state_destination(struct statements *facts, const struct destination *destination)
{
	double ports = destination->n.value[TWSTAT_A_DESTINATION_PORTS];
	double all = destination->n.value[TWSTAT_A_DESTINATION_CONNECTS];
	struct programs programs = destination->programs;
	unsigned int i;

	if (!all)
		return;
	qsort(programs.list, programs.number, sizeof(*programs.list), more_connects);
	for (i = 0; i < programs.number && i < NAMED; i++)
		if (!i || own(&programs.list[i].n) / all >= LEAST_SHARE)
			state_program(facts, &programs.list[i], all, ports);
}

static int incident_of(enum trouble_kind kind)
{
	switch (kind) {
	case TROUBLE_BIND:
		return TWSTAT_INCIDENT_KIND_BIND_AUTO;
	case TROUBLE_BUSY:
		return TWSTAT_INCIDENT_KIND_TUPLE_BUSY;
	case TROUBLE_REFUSED:
		return TWSTAT_INCIDENT_KIND_BIND_REFUSED;
	default:
		return -1;
	}
}

/* The program that made the last of the calls that failed. */
static void state_last_caller(struct statements *facts, const struct situation *situation)
{
	const struct incidents *incidents = &situation->period->is.incidents;
	int kind = incident_of(situation->trouble->kind);
	const struct incident *incident;
	char who[WHO_SIZE];
	size_t i;

	for (i = incidents->number; kind >= 0 && i--; ) {
		incident = &incidents->list[i];
		if (incident->n.value[TWSTAT_A_INCIDENT_KIND] != (__u64)kind ||
		    !*incident->program.name)
			continue;
		who_text(who, sizeof(who), &incident->program);
		state(facts, "who", "incidents", "the last of these calls was made by %s", who);
		return;
	}
}

/**
 * who_state() - state which programs are behind a trouble
 * @facts: the facts to add them to
 * @situation: the numbers
 */
void who_state(struct statements *facts, const struct situation *situation)
{
	if (situation->trouble->forecast)
		state_destination(facts, situation->trouble->forecast->destination);
	else
		state_last_caller(facts, situation);
}
