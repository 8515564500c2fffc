/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_JUDGE_SITUATION_H
#define TWSTAT_JUDGE_SITUATION_H

#include "ask/held.h"
#include "judge/trouble.h"

/* Number of ports in the default range. */
#define DEFAULT_PORTS	(RANGE_DEFAULT_HIGH - RANGE_DEFAULT_LOW + 1)

/* Memory of a socket in TIME_WAIT, with the module's entry for it. */
#define SOCKET_BYTES	312

/**
 * struct situation - all numbers about a trouble
 * @period: the period of the rates
 * @trouble: the trouble
 * @fullest: the fullest destination, or NULL
 * @settings: the namespace's settings
 * @held: which sockets hold ports
 * @ports: number of ports that connect() tries
 * @used: of @ports, those that the destination uses; its peak if the trouble is over
 * @live: of @used, in live connections
 * @time_wait: of @used, in TIME_WAIT
 * @fin_wait2: of @used, in FIN_WAIT2 mini-sockets
 * @elsewhere: connect() failed although the destination never had all ports
 * @mostly_live: live connections hold most of the ports, or take most of them now
 * @keeps: new connections keep their ports: more ports only last longer
 * @keeping: how many ports per second they take for good; NAN if not known
 * @stamped: share of its closed connections with timestamps; NAN if there are none
 * @reuse_on: net.ipv4.tcp_tw_reuse is on for it
 * @asked: connect() calls per second; NAN if not known
 * @needed: ports that it needs at this rate, or for all failures so far
 *
 * For a trouble of the namespace, members about a destination are not set.
 */
struct situation {
	const struct period *period;
	const struct trouble *trouble;
	const struct forecast *fullest;
	const struct settings *settings;
	struct held held;
	double ports;
	double used;
	double live;
	double time_wait;
	double fin_wait2;
	bool elsewhere;
	bool mostly_live;
	bool keeps;
	double keeping;
	double stamped;
	bool reuse_on;
	double asked;
	double needed;
};

void situation_find(struct situation *situation, struct client *client,
		    const struct period *period, const struct forecast *worst,
		    const struct trouble *trouble);
double situation_limit(const struct situation *situation, double ports, double hold);
double situation_live(const struct situation *situation, unsigned int state);
__u64 situation_number(const struct situation *situation, int attribute);
__u64 situation_counter(const struct situation *situation, int attribute);

#endif
