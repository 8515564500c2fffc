/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_JUDGE_TROUBLE_H
#define TWSTAT_JUDGE_TROUBLE_H

#include "judge/forecast.h"

/* From this share of ports in use on, few ports are left. */
#define HIGH_SHARE	0.8

/**
 * enum trouble_kind - kinds of trouble, the worst first
 * @TROUBLE_OUT: a destination has no port left
 * @TROUBLE_BIND: bind() finds no port
 * @TROUBLE_BUSY: a port that a program bound is in use for its destination
 * @TROUBLE_DENIED: sockets are closed without TIME_WAIT
 * @TROUBLE_FILLING: a destination is about to run out
 * @TROUBLE_FEW: a destination has few ports left
 * @TROUBLE_REFUSED: bind() to a port is refused because of TIME_WAIT
 * @TROUBLE_SYN: sockets in TIME_WAIT refuse SYNs of clients, which come again
 * @TROUBLE_REUSED: a destination depends on ports that tcp_tw_reuse frees
 * @TROUBLE_SLOW: half of a destination's ports are in use, so that searches take longer
 * @TROUBLE_NONE: nothing
 */
enum trouble_kind {
	TROUBLE_OUT,
	TROUBLE_BIND,
	TROUBLE_BUSY,
	TROUBLE_DENIED,
	TROUBLE_FILLING,
	TROUBLE_FEW,
	TROUBLE_REFUSED,
	TROUBLE_SYN,
	TROUBLE_REUSED,
	TROUBLE_SLOW,
	TROUBLE_NONE,
};

/**
 * struct trouble - something that is wrong
 * @kind: its kind
 * @over: it happened since the module was loaded, but does not happen now
 * @first: it comes before all other kinds
 * @forecast: forecast of its destination; NULL if it is of the namespace
 * @rate: failures per second; NAN if not known
 * @count: failures since the module was loaded
 */
struct trouble {
	enum trouble_kind kind;
	bool over;
	bool first;
	const struct forecast *forecast;
	double rate;
	__u64 count;
};

/**
 * struct troubles - all that is wrong
 * @list: the worst first, those that are over last
 * @number: length of @list
 * @now: number of those that are not over
 * @asked: the user has named the destinations
 */
struct troubles {
	struct trouble *list;
	size_t number;
	size_t now;
	bool asked;
};

enum trouble_kind trouble_of(const struct forecast *forecast);
int trouble_worse(const void *a, const void *b);
void troubles_find(struct troubles *troubles, const struct period *period,
		   const struct forecast *worst, bool asked);
void troubles_free(struct troubles *troubles);

#endif
