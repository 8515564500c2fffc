// SPDX-License-Identifier: GPL-2.0
/* Why live connections hold the ports: by the TCP state of most of them. */
#include <netinet/tcp.h>

#include "explain/live.h"

/**
 * cause_live() - live connections have the ports
 * @causes: filled in
 * @situation: the numbers
 */
void cause_live(struct causes *causes, const struct situation *situation)
{
	double syn_sent = situation_live(situation, TCP_SYN_SENT);
	double close_wait = situation_live(situation, TCP_CLOSE_WAIT) +
			    situation_live(situation, TCP_LAST_ACK);
	double half_closed = situation_live(situation, TCP_FIN_WAIT2);
	double unsent = situation_live(situation, TCP_FIN_WAIT1) +
			situation_live(situation, TCP_CLOSING);
	double half = situation->live / 2;

	if (situation->held.known && !situation->trouble->over) {
		if (close_wait >= half) {
			cause_add(causes, CAUSE_CLOSE_WAIT, "dst live, ss state close-wait",
				  "This side does not close: the peer has closed %.0f of %.0f live connections, and the program here keeps them open (CLOSE_WAIT).",
				  close_wait, situation->live);
			cause_number(causes, "ports", close_wait);
			return;
		}
		if (syn_sent >= half) {
			cause_add(causes, CAUSE_SYN_SENT, "dst live, ss state syn-sent",
				  "The peer does not answer: %.0f of %.0f live connections are in SYN_SENT, each with a port.",
				  syn_sent, situation->live);
			cause_number(causes, "ports", syn_sent);
			return;
		}
		if (half_closed >= half) {
			cause_add(causes, CAUSE_HALF_CLOSED, "dst live, ss state fin-wait-2",
				  "Half-closed connections: on %.0f of %.0f live ones this side has sent its FIN, the peer has not, and the program here keeps them open (FIN_WAIT2).",
				  half_closed, situation->live);
			cause_number(causes, "ports", half_closed);
			return;
		}
		if (unsent >= half) {
			cause_add(causes, CAUSE_FIN_UNANSWERED, "dst live, ss state fin-wait-1",
				  "The peer does not acknowledge: %.0f of %.0f live connections are closed here, with data or the FIN not acknowledged (FIN_WAIT1).",
				  unsent, situation->live);
			cause_number(causes, "ports", unsent);
			return;
		}
	}
	cause_add(causes, CAUSE_LIVE_CONNECTIONS, "dst live",
		  "Live connections have the ports, not TIME_WAIT: %.0f of %.0f. Such a port is not free until its connection is closed.",
		  situation->live, situation->ports);
	cause_number(causes, "ports", situation->live);
}
