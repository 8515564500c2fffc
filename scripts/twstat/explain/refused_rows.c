// SPDX-License-Identifier: GPL-2.0
/* Which conflicts a trouble is about: those that grew, or all of them if it is over. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/memory.h"
#include "base/names.h"
#include "explain/refused_rows.h"

/**
 * conflict_value() - a number of a conflict
 * @conflict: the conflict
 * @attribute: TWSTAT_A_CONFLICT_*
 *
 * Return: the number; 0 if it is not known.
 */
__u64 conflict_value(const struct conflict *conflict, int attribute)
{
	return conflict->n.known[attribute] ? conflict->n.value[attribute] : 0;
}

/**
 * conflict_port() - the local port of a conflict
 * @conflict: the conflict
 *
 * Return: the port.
 */
unsigned int conflict_port(const struct conflict *conflict)
{
	return conflict_value(conflict, TWSTAT_A_CONFLICT_PORT);
}

/**
 * conflict_endpoint() - an address and a port
 * @address: the address
 * @port: the port, which is written as a number: to be typed, or looked for in a program
 *
 * Return: as ss(8) writes them.
 */
struct text conflict_endpoint(const struct address *address, unsigned int port)
{
	struct text text;

	snprintf(text.is, FORMAT_SIZE, address->family == AF_INET6 ? "[%.46s]:%u" : "%.46s:%u",
		 format_address(address).is, port);
	return text;
}

/**
 * conflict_local() - the local address and port of a conflict
 * @conflict: the conflict
 *
 * Return: as conflict_endpoint().
 */
struct text conflict_local(const struct conflict *conflict)
{
	return conflict_endpoint(&conflict->local, conflict_port(conflict));
}

/**
 * conflict_remote() - the remote address and port that a connect() asked for
 * @conflict: the conflict
 *
 * Return: as conflict_endpoint().
 */
struct text conflict_remote(const struct conflict *conflict)
{
	return conflict_endpoint(&conflict->remote,
				 conflict_value(conflict, TWSTAT_A_CONFLICT_REMOTE_PORT));
}

/**
 * conflict_seconds() - a time that is left, in seconds
 * @conflict: the conflict
 * @attribute: TWSTAT_A_CONFLICT_LEFT or TWSTAT_A_CONFLICT_LEFT_UNSET
 *
 * Return: the time, rounded up, since nothing is free earlier.
 */
double conflict_seconds(const struct conflict *conflict, int attribute)
{
	return ceil(conflict_value(conflict, attribute) / 1000.0);
}

/**
 * conflict_all_have() - whether all sockets that hold the port have set an option
 * @conflict: the conflict
 * @option: TWSTAT_A_CONFLICT_HOLDERS_*
 *
 * Return: whether they have.
 */
bool conflict_all_have(const struct conflict *conflict, int option)
{
	return conflict_value(conflict, option) ==
	       conflict_value(conflict, TWSTAT_A_CONFLICT_HOLDERS);
}

/**
 * conflict_all_reuse() - whether all sockets that hold the port have set SO_REUSEADDR
 * @conflict: the conflict
 *
 * Return: whether they have.
 */
bool conflict_all_reuse(const struct conflict *conflict)
{
	return conflict_all_have(conflict, TWSTAT_A_CONFLICT_HOLDERS_REUSEADDR);
}

/**
 * conflict_passed() - whether what held the port was a mini-socket, and its time is over
 * @conflict: the conflict
 *
 * Return: whether it does not hold the port any more.
 */
bool conflict_passed(const struct conflict *conflict)
{
	return conflict->n.known[TWSTAT_A_CONFLICT_LEFT] &&
	       !conflict_value(conflict, TWSTAT_A_CONFLICT_LEFT);
}

/**
 * conflict_at_once() - whether SO_REUSEADDR on the socket of bind() is all that is missing
 * @conflict: the conflict
 *
 * Return: whether all sockets that hold the port have set it: those that the cause names, and
 *	the others.
 */
bool conflict_at_once(const struct conflict *conflict)
{
	return conflict_all_reuse(conflict) && !conflict_passed(conflict) &&
	       !conflict_value(conflict, TWSTAT_A_CONFLICT_LEFT_UNSET);
}

/**
 * conflict_fin_wait2() - whether the socket that ends last waits for the peer's FIN
 * @conflict: the conflict
 *
 * Return: whether it does: the FIN would start its timer again.
 */
bool conflict_fin_wait2(const struct conflict *conflict)
{
	return conflict_value(conflict, TWSTAT_A_CONFLICT_STATE) == TWSTAT_TCP_STATE_FIN_WAIT2;
}

/**
 * conflict_state() - the state of the socket that ends last
 * @conflict: the conflict
 *
 * Return: as RFC 9293 writes it.
 */
struct text conflict_state(const struct conflict *conflict)
{
	struct text text;
	char *at;

	snprintf(text.is, FORMAT_SIZE, "%s",
		 name_of(&names_tcp_state, conflict_value(conflict, TWSTAT_A_CONFLICT_STATE)));
	for (at = text.is; *at; at++)
		*at = *at == '-' ? '_' : toupper(*at);
	return text;
}

/* Failed calls in the period, or all if the trouble is over. */
static __u64 count_of(const struct conflict *conflict, const struct situation *situation)
{
	const struct conflict *was;
	__u64 count = conflict_value(conflict, TWSTAT_A_CONFLICT_COUNT), before;

	if (situation->trouble->over)
		return count;
	was = conflicts_find(&situation->period->was.conflicts, conflict);
	if (!was)
		return count;
	before = conflict_value(was, TWSTAT_A_CONFLICT_COUNT);
	if (conflict_value(was, TWSTAT_A_CONFLICT_SEEN) ==
	    conflict_value(conflict, TWSTAT_A_CONFLICT_SEEN))
		return 0;
	/* If it failed and has not grown, it was replaced in between and came back. */
	return count <= before ? count : count - before;
}

static int compare_rows(const void *a, const void *b)
{
	const struct refused_row *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (x->conflict > y->conflict) - (x->conflict < y->conflict);
}

static int compare_causes(const void *a, const void *b)
{
	const struct refused_cause *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (int)x->cause - (int)y->cause;
}

static void add_to_cause(struct refused *refused, const struct refused_row *row)
{
	unsigned int cause = conflict_value(row->conflict, TWSTAT_A_CONFLICT_CAUSE);
	struct refused_cause *of = refused->cause;

	while (of < refused->cause + refused->causes && of->cause != cause)
		of++;
	if (of == refused->cause + refused->causes) {
		*of = (struct refused_cause){ .cause = cause, .first = row->conflict };
		refused->causes++;
	}
	of->count += row->count;
	of->rows++;
}

/**
 * refused_find() - find the conflicts of a trouble
 * @refused: filled in; empty if nothing is known of them
 * @situation: the trouble, of kind TROUBLE_REFUSED or TROUBLE_BUSY
 */
void refused_find(struct refused *refused, const struct situation *situation)
{
	const struct conflicts *all = &situation->period->is.conflicts;
	unsigned int kind = situation->trouble->kind == TROUBLE_REFUSED ?
		TWSTAT_CONFLICT_KIND_BIND : TWSTAT_CONFLICT_KIND_CONNECT;
	const struct conflict *conflict;
	size_t i;
	__u64 count;

	*refused = (struct refused){ };
	refused->row = memory_checked(calloc(all->number + 1, sizeof(*refused->row)));
	for (i = 0; i < all->number; i++) {
		conflict = &all->list[i];
		count = count_of(conflict, situation);
		/* A newer module may know more causes. */
		if (count && conflict_value(conflict, TWSTAT_A_CONFLICT_KIND) == kind &&
		    conflict_value(conflict, TWSTAT_A_CONFLICT_CAUSE) < REFUSED_CAUSES)
			refused->row[refused->rows++] =
				(struct refused_row){ conflict, count };
	}
	qsort(refused->row, refused->rows, sizeof(*refused->row), compare_rows);
	for (i = 0; i < refused->rows; i++)
		add_to_cause(refused, &refused->row[i]);
	qsort(refused->cause, refused->causes, sizeof(*refused->cause), compare_causes);
}

/**
 * refused_free() - free the conflicts of a trouble
 * @refused: from refused_find()
 */
void refused_free(struct refused *refused)
{
	free(refused->row);
}
