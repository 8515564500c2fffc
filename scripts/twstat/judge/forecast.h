/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_JUDGE_FORECAST_H
#define TWSTAT_JUDGE_FORECAST_H

#include <stdbool.h>

#include "ask/sample.h"

/* 2MSL in seconds: a constant of the kernel. */
#define TIME_WAIT_SECONDS	60

/*
 * Below this share of the ports, growing live connections are a pool that is being filled;
 * from HALF_SHARE on, the first half of the range may be full.
 */
#define FEW_SHARE	0.1
#define HALF_SHARE	0.5

/**
 * struct forecast - port use of a destination, its rates, and when ports run out
 * @destination: the destination, in the later sample
 * @used: ports in use
 * @usable: ports that connect() may choose
 * @free: of @usable, those that are not in use
 * @reusable: ports in TIME_WAIT that net.ipv4.tcp_tw_reuse can free
 * @share: @used / @usable; above 1 if the range was made smaller
 * @rate: connect() calls per second that got a port; NAN if not known
 * @failing: connect() calls per second that got none; NAN if not known
 * @growth: growth of @used per second; NAN if not known
 * @live_growth: growth of live connections per second; NAN if not known
 * @entering: sockets per second that enter TIME_WAIT; NAN if not known
 * @second_half: connect() calls per second that had to search the second half of the
 *	range; NAN if not known
 * @reused: connect() calls per second that got a port by tcp_tw_reuse; NAN if not known
 * @reuse_on: net.ipv4.tcp_tw_reuse is on for it
 * @unstamped: share of its closed connections that had no timestamps, which
 *	tcp_tw_reuse needs
 * @hold: seconds from a close to the next use of the port, on average
 * @hold_reuse: the same if tcp_tw_reuse were on
 * @held: ports that are not available for a new connection within @hold
 * @keeps: new connections keep their ports: they are not closed
 * @turns: most ports are held by live connections that end without TIME_WAIT
 * @sustainable: the highest rate of new connections that never runs out of ports
 * @left: seconds until no port is free, at the current rates; INFINITY: never, NAN: not
 *	known
 * @given: most ports are given by programs, which bind them, and are not looked for
 * @exhausted: no port is free, and tcp_tw_reuse can free none
 */
struct forecast {
	const struct destination *destination;
	__u64 used;
	__u64 usable;
	__u64 free;
	__u64 reusable;
	double share;
	double rate;
	double failing;
	double growth;
	double live_growth;
	double entering;
	double second_half;
	double reused;
	bool reuse_on;
	double unstamped;
	double hold;
	double hold_reuse;
	double held;
	bool keeps;
	bool turns;
	double sustainable;
	double left;
	bool given;
	bool exhausted;
};

void forecast_make(struct forecast *forecast, const struct period *period,
		   const struct destination *destination);
struct forecast *forecast_all(const struct period *period);
double forecast_limit(const struct forecast *forecast, double ports, double hold);
bool mostly_bound(const struct period *period);
double forecast_share(const struct forecast *forecast);
int forecast_worse(const void *a, const void *b);

#endif
