// SPDX-License-Identifier: GPL-2.0
/* Why ports are in TIME_WAIT or FIN_WAIT2, and too few for that. */
#include "explain/time_wait.h"

/**
 * cause_churn() - connections are short
 * @causes: filled in
 */
void cause_churn(struct causes *causes)
{
	cause_add(causes, CAUSE_CHURN, "dst time_wait",
		  "Churn: connections are short and this side closes first, so each port stays in TIME_WAIT for 60 s.");
}

/**
 * cause_narrow() - the range has at most half as many ports as the default
 * @causes: filled in
 * @situation: the numbers
 */
void cause_narrow(struct causes *causes, const struct situation *situation)
{
	const struct settings *settings = situation->settings;
	long size = settings->high - settings->low + 1;

	if (settings->low < 0 || size > DEFAULT_PORTS / 2)
		return;
	cause_add(causes, CAUSE_NARROW_RANGE, "net.ipv4.ip_local_port_range",
		  "Narrow range: %ld to %ld is %ld ports; the kernel's default has %d.",
		  settings->low, settings->high, size, DEFAULT_PORTS);
	cause_number(causes, "ports", size);
}

/**
 * cause_reserved() - more ports are reserved than usable, or without that all would fit
 * @causes: filled in
 * @situation: the numbers
 */
void cause_reserved(struct causes *causes, const struct situation *situation)
{
	const struct settings *settings = situation->settings;
	double reserved = settings_reserved(settings, settings->low, settings->high);

	if (!reserved || (reserved < situation->ports &&
			  !(situation->needed > situation->ports &&
			    situation->needed <= situation->ports + reserved)))
		return;
	cause_add(causes, CAUSE_RESERVED_PORTS, "net.ipv4.ip_local_reserved_ports",
		  "Reserved ports: %.0f of the %ld ports of the range are reserved.", reserved,
		  settings->high - settings->low + 1);
	cause_number(causes, "ports", reserved);
}

/* Churn comes first if even the default range would be too small. */
static void cause_wait(struct causes *causes, const struct situation *situation)
{
	bool churn = situation->needed > DEFAULT_PORTS;

	if (churn)
		cause_churn(causes);
	cause_reserved(causes, situation);
	cause_narrow(causes, situation);
	if (!churn)
		cause_churn(causes);
}

static void cause_no_timestamps(struct causes *causes,
				const struct situation *situation)
{
	__u64 waiting = situation_number(situation, TWSTAT_A_DESTINATION_TIME_WAIT);
	__u64 stamped = situation_number(situation, TWSTAT_A_DESTINATION_TIMESTAMPS);

	static const char off[] =
		"They are off on this side: net.ipv4.tcp_timestamps is 0.";
	static const char stripped[] =
		"They are on here, so the peer or a device in between (NAT?) leaves them out.";

	cause_add(causes, CAUSE_NO_TIMESTAMPS,
		  "dst timestamps, dst refused_no_timestamp, net.ipv4.tcp_timestamps",
		  "tcp_tw_reuse has no effect here: %llu of %llu sockets in TIME_WAIT have no TCP timestamps. %s",
		  waiting - stamped, waiting,
		  situation->settings->timestamps ? stripped : off);
	cause_number(causes, "without", waiting - stamped);
	cause_number(causes, "time-wait", waiting);
}

static bool lacks_timestamps(const struct situation *situation)
{
	return situation->stamped < 0.5;
}

/* Why tcp_tw_reuse does not free ports earlier. */
static void cause_reuse(struct causes *causes, const struct situation *situation)
{
	if (!situation->reuse_on && situation->settings->tw_reuse == 2)
		cause_add(causes, CAUSE_REUSE_NOT_LOOPBACK,
			  "dst refused_not_loopback, net.ipv4.tcp_tw_reuse",
			  "Ports in TIME_WAIT are not reused: tcp_tw_reuse is 2 (loopback only), and neither address is a 127/8 or ::1 address.");
	else if (!situation->reuse_on)
		cause_add(causes, CAUSE_REUSE_OFF, "dst refused_off, net.ipv4.tcp_tw_reuse",
			  "Ports in TIME_WAIT are not reused: tcp_tw_reuse is %ld.",
			  situation->settings->tw_reuse);
	else if (!lacks_timestamps(situation) &&
		 situation_number(situation, TWSTAT_A_DESTINATION_REFUSED_TOO_YOUNG))
		cause_add(causes, CAUSE_TOO_YOUNG, "dst refused_too_young, dst reused",
			  "tcp_tw_reuse works, but more connections are made than it allows: each port once in %.3g s.",
			  settings_reuse_seconds(situation->settings));
	if (lacks_timestamps(situation) && !situation->reuse_on)
		cause_no_timestamps(causes, situation);
}

/**
 * cause_time_wait() - sockets in TIME_WAIT have the ports
 * @causes: filled in
 * @situation: the numbers
 */
void cause_time_wait(struct causes *causes, const struct situation *situation)
{
	if (situation->reuse_on && lacks_timestamps(situation) &&
	    situation->trouble->kind == TROUBLE_OUT)
		cause_no_timestamps(causes, situation);
	cause_wait(causes, situation);
	cause_reuse(causes, situation);
}

/**
 * cause_fin_wait2() - FIN_WAIT2 mini-sockets have the ports
 * @causes: filled in
 * @situation: the numbers
 */
void cause_fin_wait2(struct causes *causes, const struct situation *situation)
{
	cause_add(causes, CAUSE_FIN_WAIT2, "dst fin_wait2, net.ipv4.tcp_fin_timeout",
		  "The peer does not close: %.0f connections that this side has closed wait for its FIN in FIN_WAIT2, up to %ld s each.",
		  situation->fin_wait2, situation->settings->fin_timeout);
	cause_number(causes, "ports", situation->fin_wait2);
}
