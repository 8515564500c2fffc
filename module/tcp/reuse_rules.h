/* SPDX-License-Identifier: GPL-2.0 */
/* The rules of tcp_twsk_unique(). */
#ifndef _TWSTAT_TCP_REUSE_RULES_H
#define _TWSTAT_TCP_REUSE_RULES_H

#include <linux/types.h>

struct net;
struct sock_common;
struct tcp_timewait_sock;

/**
 * enum twstat_refusal - why tcp_twsk_unique() refuses reuse
 * @TWSTAT_REFUSED_OFF: net.ipv4.tcp_tw_reuse is 0
 * @TWSTAT_REFUSED_NOT_LOOPBACK: tcp_tw_reuse is 2, and neither address is a loopback address
 * @TWSTAT_REFUSED_FIN_WAIT2: the socket is in FIN_WAIT2
 * @TWSTAT_REFUSED_NO_TIMESTAMP: the connection had no timestamps (RFC 7323)
 * @TWSTAT_REFUSED_TOO_YOUNG: too little time has passed since the peer's last timestamp, or
 *	since the socket entered TIME_WAIT (tcp_tw_reuse_delay)
 * @TWSTAT_REFUSED_LOST: the socket is being freed
 * @TWSTAT_REFUSALS: number of reasons
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

int twstat_reuse_rule_denied(const struct net *net, const struct sock_common *sk,
			     u32 device);
int twstat_reuse_why_not(const struct net *net,
			 const struct tcp_timewait_sock *tw, bool automatic);

#endif
