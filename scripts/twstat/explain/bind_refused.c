// SPDX-License-Identifier: GPL-2.0
/*
 * Why bind() to a given port, or connect() from one, failed: which socket holds the port, and for
 * how long still. refused_remedies.c: what helps.
 */
#include <math.h>
#include <stdio.h>

#include "base/names.h"
#include "base/options.h"
#include "explain/bind_refused.h"
#include "explain/refused_rows.h"
#include "recording/machine.h"
#include "show/format.h"

/* How many conflicts are listed; with -s all of them. */
#define LISTED	5

static struct text holder_of(const struct conflict *conflict)
{
	return conflict_endpoint(&conflict->holder,
			conflict_value(conflict, TWSTAT_A_CONFLICT_HOLDER_PORT));
}

static double left_of(const struct conflict *conflict)
{
	return conflict_seconds(conflict, TWSTAT_A_CONFLICT_LEFT);
}

static bool waits(const struct conflict *conflict)
{
	return conflict->n.known[TWSTAT_A_CONFLICT_LEFT];
}

static const char *how_often(__u64 count)
{
	static char text[32];

	if (count == 1)
		return "once";
	snprintf(text, sizeof(text), "%llu times", count);
	return text;
}

/* The state of the last holder, and for how long still; ends the sentence. */
static void say_end(struct causes *causes, const struct conflict *conflict)
{
	if (conflict_passed(conflict)) {
		state_more(&causes->all, " was in %s.", conflict_state(conflict).is);
		return;
	}
	state_more(&causes->all, " is in %s for %s still.", conflict_state(conflict).is,
		   format_seconds(left_of(conflict)).is);
	if (conflict_fin_wait2(conflict))
		state_more(&causes->all,
			   " It has no process any more; if the peer's FIN comes, it is in TIME_WAIT for 60 s.");
}

/* How many sockets of which sort hold the port, and the last one of them. */
static void say_holders(struct causes *causes, const struct conflict *conflict,
			const char *one, const char *many)
{
	__u64 holders = conflict_value(conflict, TWSTAT_A_CONFLICT_HOLDERS);

	if (holders == 1)
		state_more(&causes->all, "%s, peer %s,", one, holder_of(conflict).is);
	else
		state_more(&causes->all, "%llu %s %s the port; the last one, peer %s,",
			   holders, many, conflict_passed(conflict) ? "had" : "have",
			   holder_of(conflict).is);
	say_end(causes, conflict);
}

static void say_outgoing(struct causes *causes, const struct conflict *conflict,
			 const struct settings *settings)
{
	say_holders(causes, conflict, "an outgoing connection", "outgoing connections");
	state_more(&causes->all,
		   " connect() chose the port for it from net.ipv4.ip_local_port_range");
	if (settings_has_port(settings, conflict_port(conflict)))
		state_more(&causes->all, " (%ld to %ld)", settings->low, settings->high);
	if (conflict_all_reuse(conflict))
		state_more(&causes->all,
			   ". It has set SO_REUSEADDR, and the socket of bind() had not.");
	else
		state_more(&causes->all,
			   ". SO_REUSEADDR %s, because that connection has not set it.",
			   conflict_value(conflict, TWSTAT_A_CONFLICT_REUSEADDR) ?
			   "is set and does not help" : "would not help");
}

static void say_bind(struct causes *causes, const struct refused_cause *of,
		     const struct situation *situation)
{
	const struct conflict *conflict = of->first;

	switch (of->cause) {
	case TWSTAT_CONFLICT_CAUSE_OUTGOING:
		say_outgoing(causes, conflict, situation->settings);
		break;
	case TWSTAT_CONFLICT_CAUSE_OWN_SOURCE_PORT:
		say_holders(causes, conflict, "an outgoing connection",
			    "outgoing connections");
		state_more(&causes->all,
			   " Its port was bound before connect(): by a client that chooses its own source port, or that looks for a privileged one (bindresvport). No server is needed for that.");
		break;
	case TWSTAT_CONFLICT_CAUSE_HOLDER_WITHOUT_REUSEADDR:
		state_more(&causes->all, "with SO_REUSEADDR, but ");
		say_holders(causes, conflict, "an accepted connection",
			    "accepted connections");
		state_more(&causes->all,
			   " The listener that accepted had not set it, and both need it.");
		break;
	case TWSTAT_CONFLICT_CAUSE_NO_REUSEADDR:
		state_more(&causes->all, "without SO_REUSEADDR, and ");
		say_holders(causes, conflict, "an accepted connection",
			    "accepted connections");
		state_more(&causes->all, " Usually, a server is started again.");
		break;
	default:
		say_holders(causes, conflict, "a socket", "sockets");
		state_more(&causes->all,
			   " It is not known on which side: the module was loaded later, or had no room.");
	}
}

static void say_connect(struct causes *causes, const struct refused_cause *of)
{
	const struct conflict *conflict = of->first;

	switch (of->cause) {
	case TWSTAT_CONFLICT_CAUSE_TIME_WAIT:
		state_more(&causes->all,
			   "an earlier connection with the same addresses and ports");
		say_end(causes, conflict);
		if (!conflict_value(conflict, TWSTAT_A_CONFLICT_TIMESTAMPS))
			state_more(&causes->all,
				   " It has no timestamps (RFC 7323); with them, connect() would have taken it over at once.");
		break;
	case TWSTAT_CONFLICT_CAUSE_LIVE:
		state_more(&causes->all,
			   "a connection with the same addresses and ports is live (%s). Waiting does not help, unless it is closed.",
			   conflict_state(conflict).is);
		break;
	default:
		state_more(&causes->all,
			   "the connection with the same addresses and ports was gone a moment later. It may have been live, or in TIME_WAIT.");
	}
}

static void put_numbers(struct statements *all, const struct conflict *conflict,
			__u64 count)
{
	state_number(all, "port", conflict_port(conflict));
	state_number(all, "count", count);
	if (waits(conflict))
		state_number(all, "left-seconds", left_of(conflict));
}

static void say_cause(struct causes *causes, const struct refused_cause *of,
		      const struct situation *situation)
{
	static const enum cause as[REFUSED_CAUSES] = {
		[TWSTAT_CONFLICT_CAUSE_NO_REUSEADDR]	= CAUSE_NO_REUSEADDR,
		[TWSTAT_CONFLICT_CAUSE_HOLDER_WITHOUT_REUSEADDR] =
			CAUSE_HOLDER_WITHOUT_REUSEADDR,
		[TWSTAT_CONFLICT_CAUSE_OUTGOING]	= CAUSE_OUTGOING_HOLDS_PORT,
		[TWSTAT_CONFLICT_CAUSE_OWN_SOURCE_PORT]	= CAUSE_OWN_SOURCE_PORT,
		[TWSTAT_CONFLICT_CAUSE_UNKNOWN_SIDE]	= CAUSE_HOLDER_UNKNOWN,
		[TWSTAT_CONFLICT_CAUSE_TIME_WAIT]	= CAUSE_HOLDER_TIME_WAIT,
		[TWSTAT_CONFLICT_CAUSE_LIVE]		= CAUSE_HOLDER_LIVE,
		[TWSTAT_CONFLICT_CAUSE_GONE]		= CAUSE_HOLDER_GONE,
	};
	bool bind = situation->trouble->kind == TROUBLE_REFUSED;

	cause_add(causes, as[of->cause],
		  bind ? "BindInTimeWait, conflict-get" : "ConnectTupleBusy, conflict-get",
		  bind ? "bind() to %s" : "connect() from %s", conflict_local(of->first).is);
	if (!bind)
		state_more(&causes->all, " to %s", conflict_remote(of->first).is);
	if (of->rows > 1)
		state_more(&causes->all, ", and %zu others,", of->rows - 1);
	state_more(&causes->all, " failed %s: ", how_often(of->count));
	if (bind)
		say_bind(causes, of, situation);
	else
		say_connect(causes, of);
	put_numbers(&causes->all, of->first, of->count);
	state_number(&causes->all, "ports", of->rows);
}

/**
 * refused_causes() - state why bind() or connect() failed, the most frequent cause first
 * @causes: filled in
 * @situation: the trouble, of kind TROUBLE_REFUSED or TROUBLE_BUSY
 *
 * Return: whether a cause is known; it is not with an old module.
 */
bool refused_causes(struct causes *causes, const struct situation *situation)
{
	struct refused refused;
	size_t i;

	refused_find(&refused, situation);
	for (i = 0; i < refused.causes; i++)
		say_cause(causes, &refused.cause[i], situation);
	refused_free(&refused);
	return causes->all.number;
}

static void list_row(struct statements *facts, const struct refused_row *row, bool bind)
{
	const struct conflict *conflict = row->conflict;
	double ago = machine_time() - conflict_value(conflict, TWSTAT_A_CONFLICT_SEEN) / 1e9;

	state(facts, bind ? "port" : "tuple", "conflict-get", "%s", conflict_local(conflict).is);
	if (!bind)
		state_more(facts, " to %s", conflict_remote(conflict).is);
	state_more(facts, ": failed %s, last %s ago (%s)", how_often(row->count),
		   format_seconds(fmax(ago, 1)).is,
		   name_of(&names_conflict_cause,
			   conflict_value(conflict, TWSTAT_A_CONFLICT_CAUSE)));
	if (conflict->n.known[TWSTAT_A_CONFLICT_STATE])
		state_more(facts, "; %llu in %s",
			   conflict_value(conflict, TWSTAT_A_CONFLICT_HOLDERS),
			   conflict_state(conflict).is);
	if (bind)
		state_more(facts, ", peer %s", holder_of(conflict).is);
	if (left_of(conflict) > 0)
		state_more(facts, ", %.0f s left", left_of(conflict));
	put_numbers(facts, conflict, row->count);
	state_number(facts, "holders", conflict_value(conflict, TWSTAT_A_CONFLICT_HOLDERS));
	state_number(facts, "seconds-ago", fmax(ago, 0));
}

/**
 * refused_facts() - list the ports for which bind() or connect() failed
 * @facts: filled in
 * @situation: the trouble, of kind TROUBLE_REFUSED or TROUBLE_BUSY
 */
void refused_facts(struct statements *facts, const struct situation *situation)
{
	bool bind = situation->trouble->kind == TROUBLE_REFUSED;
	struct refused refused;
	size_t i, listed;

	refused_find(&refused, situation);
	listed = options.stats || refused.rows < LISTED ? refused.rows : LISTED;
	for (i = 0; i < listed; i++)
		list_row(facts, &refused.row[i], bind);
	if (listed < refused.rows) {
		state(facts, "more", "conflict-get", "%zu more: twstat -s explain",
		      refused.rows - listed);
		state_number(facts, "ports", refused.rows - listed);
	}
	refused_free(&refused);
}
