// SPDX-License-Identifier: GPL-2.0
/* How connections that hold ports come to their end. */
#include <stdio.h>

#include "explain/promise.h"
#include "explain/remedies_close.h"
#include "explain/setting.h"

/* The programs whose sockets are in a state. */
static void show_state(struct statements *remedies, const char *state)
{
	char command[64];

	snprintf(command, sizeof(command), "ss -tnpo state %s", state);
	state_command(remedies, command);
}

/**
 * remedy_close() - state how live connections would end
 * @remedies: the statements so far
 * @situation: the numbers
 * @cause: the main cause
 */
void remedy_close(struct statements *remedies, const struct situation *situation,
		  enum cause cause)
{
	const char *which = "established";

	switch (cause) {
	case CAUSE_CLOSE_WAIT:
		which = "close-wait";
		state(remedies, "close-sockets", "dst live, ss state close-wait",
		      "Fix the program: it must close() when read() returns 0. Restarting it frees the ports for now. ss shows which one it is:");
		break;
	case CAUSE_SYN_SENT:
		which = "syn-sent";
		state(remedies, "reach-peer", "dst live, ss state syn-sent",
		      "Find out why the peer does not answer: is it up, does a firewall drop SYNs, is its backlog full? With a lower net.ipv4.tcp_syn_retries, connect() gives up sooner.");
		break;
	case CAUSE_HALF_CLOSED:
		which = "fin-wait-2";
		state(remedies, "close-sockets", "dst live, ss state fin-wait-2",
		      "Fix both programs: the peer must close, and this one must not wait forever after shutdown(). ss shows which one it is:");
		break;
	case CAUSE_FIN_UNANSWERED:
		which = "fin-wait-1";
		state(remedies, "reach-peer", "dst live, ss state fin-wait-1",
		      "Find out why the peer does not acknowledge data. net.ipv4.tcp_orphan_retries limits how long the kernel retries.");
		break;
	default:
		state(remedies, "fewer-connections", "dst live",
		      "Close connections that are not needed: limit the pool, close idle ones, look for a leak. Each port is free 60 s later, unless the peer closes first. ss shows their programs:");
	}
	state_number(remedies, "ports", situation->live);
	show_state(remedies, which);
}

/**
 * remedy_fin_wait2() - state how a peer that does not close holds fewer ports
 * @remedies: the statements so far
 * @situation: the numbers
 */
void remedy_fin_wait2(struct statements *remedies, const struct situation *situation)
{
	double ports = situation->ports - situation->live;
	long timeout = situation->settings->fin_timeout;

	state(remedies, "peer-closes", "dst fin_wait2",
	      "Have the peer close its side when this side has closed: that frees %.0f ports (after 60 s of TIME_WAIT).",
	      situation->fin_wait2);
	state_number(remedies, "ports", situation->fin_wait2);
	if (timeout <= 10)
		return;
	state(remedies, "fin-timeout", "net.ipv4.tcp_fin_timeout",
	      "Meanwhile, net.ipv4.tcp_fin_timeout = 10 (now %ld): a peer that never closes then holds a port for 10 s, so the ports are enough for %.1f connections/s instead of %.1f%s.",
	      timeout, ports / 10, ports / timeout, promise_words(situation, ports / 10));
	promise_rate(remedies, situation, ports / 10);
	state_setting(remedies, "tcp_fin_timeout", "10");
}
