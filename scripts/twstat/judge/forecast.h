/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_JUDGE_FORECAST_H
#define TWSTAT_JUDGE_FORECAST_H

#include <stdbool.h>

#include "ask/sample.h"

/* How long TIME_WAIT keeps a port, in seconds: 2MSL, which no setting changes. */
#define TIME_WAIT_SECONDS	60

/**
 * struct forecast - how a destination fares
 * @destination: which, as it is now
 * @used: ports in use
 * @usable: ports that connect() may choose from
 * @free: of these, how many are left
 * @reusable: of those in TIME_WAIT, those that net.ipv4.tcp_tw_reuse gives back, sooner or
 *	later
 * @share: used of usable, from 0 on; above 1 if the range was made smaller
 * @rate: connect() calls a second that got a port; NAN if that is not known
 * @failing: connect() calls a second that got none; NAN if that is not known
 * @growth: by how much @used grows a second; NAN if that is not known
 * @live_growth: by how much those grow that live connections have; NAN if not known
 * @entering: ports a second that begin to wait; NAN if that is not known
 * @second_half: connect() calls a second that had to look for long; NAN if not known
 * @reused: connect() calls a second that got a port back by tcp_tw_reuse; NAN if not known
 * @sustainable: the most new connections a second that the ports last for, for ever
 * @left: seconds until there are no more ports, as things go now; INFINITY if that
 *	never comes, NAN if it is not known
 * @exhausted: there are none now, and none comes back before its time
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
	double sustainable;
	double left;
	bool exhausted;
};

void forecast_make(struct forecast *forecast, const struct period *period,
		   const struct destination *destination);
struct forecast *forecast_all(const struct period *period);
bool mostly_bound(const struct period *period);
double forecast_share(const struct forecast *forecast);
int forecast_worse(const void *a, const void *b);

#endif
