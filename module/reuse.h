/* SPDX-License-Identifier: GPL-2.0 */
/* Decisions whether connect() may take the port of a socket in TIME_WAIT. */
#ifndef _TWSTAT_REUSE_H
#define _TWSTAT_REUSE_H

#include <linux/types.h>

struct net;
struct sock;
struct tcp_timewait_sock;
struct twstat_endpoint;
struct twstat_net;

/**
 * enum twstat_refusal - why a socket in TIME_WAIT was not taken, in the order of the
 * counters from TWSTAT_REUSE_OFF on
 * @TWSTAT_REFUSED_OFF: TWSTAT_REUSE_OFF
 * @TWSTAT_REFUSED_NOT_LOOPBACK: TWSTAT_REUSE_NOT_LOOPBACK
 * @TWSTAT_REFUSED_FIN_WAIT2: TWSTAT_REUSE_FIN_WAIT2
 * @TWSTAT_REFUSED_NO_TIMESTAMP: TWSTAT_REUSE_NO_TIMESTAMP
 * @TWSTAT_REFUSED_TOO_YOUNG: TWSTAT_REUSE_TOO_YOUNG
 * @TWSTAT_REFUSED_LOST: TWSTAT_REUSE_LOST
 * @TWSTAT_REFUSALS: how many there are
 */
enum twstat_refusal {
	TWSTAT_REFUSED_OFF,
	TWSTAT_REFUSED_NOT_LOOPBACK,
	TWSTAT_REFUSED_FIN_WAIT2,
	TWSTAT_REFUSED_NO_TIMESTAMP,
	TWSTAT_REFUSED_TOO_YOUNG,
	TWSTAT_REFUSED_LOST,
	TWSTAT_REFUSALS
};

bool twstat_reuse_counted(void);

int twstat_reuse_why_not(const struct net *net,
			 const struct tcp_timewait_sock *tw, bool automatic);
void twstat_reuse_asked(const struct sock *sk, const struct sock *sktw,
			bool automatic);
void twstat_reuse_failed(struct twstat_net *tn, const struct sock *sk,
			 struct twstat_endpoint *to);

#endif
