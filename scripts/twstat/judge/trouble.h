/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_JUDGE_TROUBLE_H
#define TWSTAT_JUDGE_TROUBLE_H

#include "judge/forecast.h"

/* From which share of its ports on a destination is worth a look. */
#define HIGH_SHARE	0.8

/**
 * enum trouble_kind - what can be wrong, the worst first
 * @TROUBLE_OUT: a destination has no port left
 * @TROUBLE_BIND: bind() finds no port
 * @TROUBLE_BUSY: the port that a program bound is taken for its destination
 * @TROUBLE_DENIED: sockets are denied TIME_WAIT
 * @TROUBLE_FILLING: a destination is about to run out
 * @TROUBLE_FEW: a destination has few ports left
 * @TROUBLE_REFUSED: bind() to a port is refused because of TIME_WAIT
 * @TROUBLE_REUSED: a destination lives on ports that tcp_tw_reuse gives back
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
	TROUBLE_REUSED,
	TROUBLE_SLOW,
	TROUBLE_NONE,
};

/**
 * struct trouble - something that is wrong
 * @kind: what
 * @over: it was so, since the module was loaded, and isn't now
 * @first: nothing is as important
 * @forecast: how the destination fares that it is of, or NULL
 * @rate: how often it goes wrong a second; NAN if that is not known
 * @count: how often it went wrong since the module was loaded
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
 * @list: the worst first, what is over last
 * @number: how many
 * @now: how many of these are not over
 * @asked: they are of destinations that were asked for
 */
struct troubles {
	struct trouble *list;
	size_t number;
	size_t now;
	bool asked;
};

void troubles_find(struct troubles *troubles, const struct period *period,
		   const struct forecast *worst, bool asked);
void troubles_free(struct troubles *troubles);

#endif
