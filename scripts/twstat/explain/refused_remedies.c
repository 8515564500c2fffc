// SPDX-License-Identifier: GPL-2.0
/* What helps if bind() to a given port, or connect() from one, failed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explain/bind_refused.h"
#include "explain/port_list.h"
#include "explain/refused_rows.h"
#include "explain/setting.h"

/* The kernel's timers of a minute can be late by this many seconds. */
#define LATE	5

/* An orphan in FIN_WAIT2 that gets the FIN is in TIME_WAIT for so many seconds from then on. */
#define FIN	60

static void wait_for(struct statements *remedies, const struct conflict *conflict,
		     int attribute, const char *what)
{
	double left = conflict_seconds(conflict, attribute);
	bool fin = conflict_fin_wait2(conflict);
	double most = left + LATE + (fin ? FIN : 0);

	if (!(left > 0))
		return;
	state(remedies, "wait", "conflict-get",
	      "This time, wait %.0f s: the last socket%s%s ends in %.0f s, or up to %d s later if the kernel's timer is late",
	      most, fin ? "" : " in TIME_WAIT", what, left, LATE);
	if (fin)
		state_more(remedies, ", and %d s later if the peer's FIN comes", FIN);
	state_more(remedies, ".");
	state_number(remedies, "port", conflict_port(conflict));
	state_number(remedies, "left-seconds", left);
	state_number(remedies, "seconds", most);
}

static void wait_for_last(struct statements *remedies, const struct conflict *conflict)
{
	wait_for(remedies, conflict, TWSTAT_A_CONFLICT_LEFT, "");
}

static bool is_reservable(const struct conflict *conflict, unsigned int cause,
			  const struct settings *settings)
{
	return conflict_value(conflict, TWSTAT_A_CONFLICT_CAUSE) == cause &&
	       settings_has_port(settings, conflict_port(conflict)) &&
	       !settings_reserves(settings, conflict_port(conflict));
}

/*
 * One list for all causes, since the line replaces what is set: ports that were reserved stay
 * so.
 */
static void add_reserved(struct statements *remedies, const struct refused *refused,
			 const struct settings *settings)
{
	const struct conflict *conflict;
	static bool ports[65536];
	unsigned int number = 0, any = 0;
	bool own, chosen = false;
	const char *them;
	char *list;
	size_t i;

	for (i = 0; i < remedies->number; i++)
		if (!strcmp(remedies->list[i].id, "reserve-port"))
			return;
	settings_list_reserved(settings, ports);
	for (i = 0; i < refused->rows; i++) {
		conflict = refused->row[i].conflict;
		own = is_reservable(conflict, TWSTAT_CONFLICT_CAUSE_OWN_SOURCE_PORT, settings);
		if (!own && !is_reservable(conflict, TWSTAT_CONFLICT_CAUSE_OUTGOING, settings))
			continue;
		chosen |= !own;
		number += !ports[conflict_port(conflict)];
		ports[conflict_port(conflict)] = true;
		any = any ? any : conflict_port(conflict);
	}
	if (!number)
		return;
	list = port_list(ports);
	them = number > 1 ? "them" : "it";
	state(remedies, "reserve-port", "net.ipv4.ip_local_reserved_ports, ip_local_port_range",
	      "%s", chosen ? "" : "If a server has it, and a client got it by bind() to port 0: ");
	if (number > 1)
		state_more(remedies, "Reserve the %u ports", number);
	else
		state_more(remedies, "Reserve port %u", any);
	state_more(remedies,
		   ", so that connect() and bind(0) do not choose %s; bind() to %s still works. What uses %s now is not closed.",
		   them, them, them);
	state_setting(remedies, "ip_local_reserved_ports", list);
	state_number(remedies, "port", any);
	state_number(remedies, "ports", number);
	free(list);
}

static void set_reuseaddr(struct statements *remedies, const struct conflict *conflict)
{
	__u64 holders = conflict_value(conflict, TWSTAT_A_CONFLICT_HOLDERS);
	__u64 have = conflict_value(conflict, TWSTAT_A_CONFLICT_HOLDERS_REUSEADDR);

	state(remedies, "set-reuseaddr", "BindInTimeWait, conflict-get",
	      "Set SO_REUSEADDR on the socket before bind(), always.");
	if (conflict_at_once(conflict))
		state_more(remedies,
			   " It works at once: the sockets that hold the port have it, too.");
	else if (!conflict_passed(conflict) && have == holders)
		state_more(remedies,
			   " It works from the next start on: both sockets need it, and others that hold the port have not got it.");
	else if (!conflict_passed(conflict))
		state_more(remedies,
			   " It works from the next start on: both sockets need it, and %llu of %llu that hold the port have not got it.",
			   holders - have, holders);
	if (!conflict_passed(conflict))
		state_number(remedies, "at-once", conflict_at_once(conflict));
	state_number(remedies, "port", conflict_port(conflict));
}

/* Others may hold the port, too, and whether these have SO_REUSEPORT is not known. */
static void set_reuseport(struct statements *remedies, const struct conflict *conflict)
{
	if (!conflict_all_have(conflict, TWSTAT_A_CONFLICT_HOLDERS_REUSEPORT) ||
	    conflict_passed(conflict))
		return;
	state(remedies, "set-reuseport", "conflict-get",
	      "Set SO_REUSEPORT on the socket before bind(), too: the connections that were accepted there have it.");
	state_number(remedies, "port", conflict_port(conflict));
}

static void any_port(struct statements *remedies)
{
	state(remedies, "any-port", "ConnectBound",
	      "Do not bind a port before connect(); for a source address, use bind() to port 0 with IP_BIND_ADDRESS_NO_PORT.");
}

static void for_own_port(struct statements *remedies, const struct refused *refused,
			 const struct situation *situation, const struct conflict *conflict)
{
	any_port(remedies);
	add_reserved(remedies, refused, situation->settings);
	state(remedies, "reuseaddr-on-both", "conflict-get",
	      "If it must be this port: set SO_REUSEADDR on all sockets that bind it. bind() then works meanwhile, and connect() to another destination; to the same one, only with TCP timestamps on both sides.");
	if (conflict_at_once(conflict))
		state_more(remedies,
			   " Those that hold the port have it, so it works at once.");
	if (!conflict_passed(conflict))
		state_number(remedies, "at-once", conflict_at_once(conflict));
	state_number(remedies, "port", conflict_port(conflict));
	wait_for_last(remedies, conflict);
}

/* The new server's own connections have the option, as its listener has. */
static void for_holder_without(struct statements *remedies, const struct conflict *conflict)
{
	set_reuseport(remedies, conflict);
	wait_for(remedies, conflict, TWSTAT_A_CONFLICT_LEFT_UNSET, " without SO_REUSEADDR");
	state(remedies, "reuseaddr-on-both", "conflict-get",
	      "Set SO_REUSEADDR in every program that listens on this port, before listen(): its connections keep the option in TIME_WAIT. The socket of this bind() has it, so once it listens, it can be started again at any time.");
	state_number(remedies, "port", conflict_port(conflict));
}

static void for_tuple(struct statements *remedies, const struct conflict *conflict,
		      const struct settings *settings)
{
	static const char *const why[] = {
		[TWSTAT_REUSABLE_OFF]		= "it is 0",
		[TWSTAT_REUSABLE_NOT_LOOPBACK]	= "it is 2, for loopback only",
		[TWSTAT_REUSABLE_NO_TIMESTAMP]	= "the socket has no timestamps",
		[TWSTAT_REUSABLE_TOO_YOUNG]	= "the socket was too young",
		[TWSTAT_REUSABLE_FIN_WAIT2]	= "it was in FIN_WAIT2",
		[TWSTAT_REUSABLE_LOST]		= "it was just ending",
	};
	unsigned int reusable = conflict_value(conflict, TWSTAT_A_CONFLICT_REUSABLE);

	state_more(remedies, " An automatic port would have been another, free one");
	if (reusable == TWSTAT_REUSABLE_YES)
		state_more(remedies, ", or this one by tcp_tw_reuse.");
	else if (reusable < sizeof(why) / sizeof(*why) && why[reusable])
		state_more(remedies, ", not this one by tcp_tw_reuse: %s.", why[reusable]);
	else
		state_more(remedies, ".");
	state(remedies, "timestamps", "net.ipv4.tcp_timestamps, ReuseTakeover",
	      "If it must be this port: with TCP timestamps on both sides, connect() takes over a socket in TIME_WAIT at once. tcp_tw_reuse does not matter for that; net.ipv4.tcp_timestamps is %ld here.",
	      settings->timestamps);
	if (!settings->timestamps)
		state_setting(remedies, "tcp_timestamps", "1");
	state_number(remedies, "port", conflict_port(conflict));
	wait_for_last(remedies, conflict);
}

static void for_live(struct statements *remedies, const struct conflict *conflict)
{
	char command[2 * FORMAT_SIZE + 32];

	state(remedies, "close-holder", "conflict-get, ss",
	      "Close the connection that has the port: this shows its program.");
	snprintf(command, sizeof(command), "ss -tanp 'src %s and dst %s'",
		 conflict_local(conflict).is, conflict_remote(conflict).is);
	state_command(remedies, command);
	state_number(remedies, "port", conflict_port(conflict));
}

/* Whether a program can get the port by SO_REUSEADDR on its own socket. */
static bool lacks_reuseaddr(const struct refused_cause *of)
{
	if (conflict_value(of->first, TWSTAT_A_CONFLICT_REUSEADDR))
		return false;
	return of->cause == TWSTAT_CONFLICT_CAUSE_NO_REUSEADDR ||
	       of->cause == TWSTAT_CONFLICT_CAUSE_UNKNOWN_SIDE ||
	       (of->cause == TWSTAT_CONFLICT_CAUSE_OUTGOING && conflict_all_reuse(of->first));
}

static void remedy(struct statements *remedies, const struct refused *refused,
		   const struct refused_cause *of, const struct situation *situation)
{
	const struct conflict *conflict = of->first;

	if (lacks_reuseaddr(of))
		set_reuseaddr(remedies, conflict);
	switch (of->cause) {
	case TWSTAT_CONFLICT_CAUSE_NO_REUSEADDR:
		if (!conflict_at_once(conflict))
			wait_for_last(remedies, conflict);
		break;
	case TWSTAT_CONFLICT_CAUSE_HOLDER_WITHOUT_REUSEADDR:
		for_holder_without(remedies, conflict);
		break;
	case TWSTAT_CONFLICT_CAUSE_OUTGOING:
		add_reserved(remedies, refused, situation->settings);
		wait_for_last(remedies, conflict);
		break;
	case TWSTAT_CONFLICT_CAUSE_OWN_SOURCE_PORT:
		for_own_port(remedies, refused, situation, conflict);
		break;
	case TWSTAT_CONFLICT_CAUSE_UNKNOWN_SIDE:
		wait_for_last(remedies, conflict);
		break;
	case TWSTAT_CONFLICT_CAUSE_TIME_WAIT:
		any_port(remedies);
		for_tuple(remedies, conflict, situation->settings);
		break;
	case TWSTAT_CONFLICT_CAUSE_LIVE:
		any_port(remedies);
		for_live(remedies, conflict);
		break;
	default:
		any_port(remedies);
	}
}

/**
 * refused_remedies() - state what helps
 * @remedies: filled in
 * @situation: the trouble, of kind TROUBLE_REFUSED or TROUBLE_BUSY
 *
 * Return: whether a cause is known.
 */
bool refused_remedies(struct statements *remedies, const struct situation *situation)
{
	struct refused refused;
	bool known;
	size_t i;

	refused_find(&refused, situation);
	for (i = 0; i < refused.causes; i++)
		remedy(remedies, &refused, &refused.cause[i], situation);
	known = refused.causes;
	refused_free(&refused);
	return known;
}

/**
 * refused_reuse_helps() - whether SO_REUSEADDR on the socket of bind() alone is a remedy
 * @situation: the trouble, of kind TROUBLE_REFUSED or TROUBLE_BUSY
 *
 * Return: whether it is, for one of the causes.
 */
bool refused_reuse_helps(const struct situation *situation)
{
	struct refused refused;
	bool helps = false;
	size_t i;

	refused_find(&refused, situation);
	for (i = 0; i < refused.causes; i++)
		helps |= lacks_reuseaddr(&refused.cause[i]);
	refused_free(&refused);
	return helps;
}
