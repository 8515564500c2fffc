/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_JUDGE_SITUATION_H
#define TWSTAT_JUDGE_SITUATION_H

#include "ask/held.h"
#include "judge/trouble.h"

/* The ports of the range that is the kernel's default. */
#define DEFAULT_PORTS	(RANGE_DEFAULT_HIGH - RANGE_DEFAULT_LOW + 1)

/* What a socket in TIME_WAIT takes, with the module's entry for it. */
#define SOCKET_BYTES	312

/**
 * struct situation - all that is known of a trouble
 * @period: the time that rates are of
 * @trouble: what is wrong
 * @fullest: the destination that is worst off, or NULL
 * @settings: the namespace's settings
 * @held: who has ports
 * @ports: how many connect() tries
 * @used: of these, how many the destination has; at its worst, if that is over
 * @live: of @used, in live connections
 * @time_wait: of @used, in TIME_WAIT
 * @fin_wait2: of @used, in FIN_WAIT2 mini-sockets
 * @elsewhere: connect() failed although the destination never had all ports
 * @stamped: share of its sockets in TIME_WAIT that have timestamps; NAN if there are none
 * @reuse_on: net.ipv4.tcp_tw_reuse is on for it
 * @asked: connect() calls a second, now; NAN if that is not known
 * @needed: ports that it would need: in a minute as this one, or since it began
 *
 * Of a namespace's own trouble, only those are set that are not of a destination.
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
	double stamped;
	bool reuse_on;
	double asked;
	double needed;
};

void situation_find(struct situation *situation, struct client *client,
		    const struct period *period, const struct forecast *worst,
		    const struct trouble *trouble);
double situation_live(const struct situation *situation, unsigned int state);
__u64 situation_number(const struct situation *situation, int attribute);
__u64 situation_counter(const struct situation *situation, int attribute);

#endif
