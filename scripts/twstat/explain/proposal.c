// SPDX-License-Identifier: GPL-2.0
/*
 * A wider net.ipv4.ip_local_port_range.
 *
 * connect() takes any port of the range, also one that a service needs when it is started
 * again, or that Kubernetes forwards. So there are two proposals: the largest range without
 * such a port, which is simple; and all ports, with these reserved, which is larger. The
 * first one is chosen if it is enough, or not much smaller.
 */
#include <math.h>
#include <string.h>

#include "ask/kubernetes.h"
#include "explain/promise.h"
#include "explain/proposal.h"

/* From this share of the larger one on, the simple range is chosen. */
#define NOT_MUCH_SMALLER	0.75

/* The kernel does not accept a range that begins below the unprivileged ports. */
static long lowest(const struct settings *settings)
{
	return settings->unprivileged > RANGE_WIDE_LOW ? settings->unprivileged :
		RANGE_WIDE_LOW;
}

/* How many ports connect() tries; a range of odd size is made even (see settings_untried()). */
static unsigned int count(const bool *reserved, long *low, long high)
{
	unsigned int ports = 0;
	long port;

	if ((high - *low) % 2 == 0 && high > *low)
		++*low;
	for (port = *low; port <= high; port++)
		ports += !reserved[port];
	return ports;
}

static bool has_node_port(const struct proposal *proposal, long port)
{
	return proposal->node_ports && port >= NODE_PORT_LOW && port <= NODE_PORT_HIGH;
}

/* The largest range without the ports that others need; of equal ones, the highest. */
static void find_gap(struct proposal *proposal, const struct settings *settings,
		     const bool *needed)
{
	long low = lowest(settings), high, first;
	unsigned int ports;

	proposal->ports = 0;
	for (; low < 65536; low = high + 1) {
		for (high = low; high < 65536 && !needed[high]; high++)
			;
		if (high == low)
			continue;
		first = low;
		ports = count(proposal->reserved, &first, high - 1);
		if (ports < proposal->ports)
			continue;
		proposal->low = first;
		proposal->high = high - 1;
		proposal->ports = ports;
	}
}

static bool is_enough(const struct situation *situation, double ports)
{
	double rate = situation_limit(situation, ports, promise_hold(situation));

	if (situation->keeps)
		return false;
	if (situation->asked > 0)
		return promise_enough(situation, rate);
	return ports >= situation->needed * RESERVE;
}

/**
 * proposal_make() - find a wider range
 * @proposal: filled in; @proposal->ports is 0 if there is no range
 * @situation: the numbers
 */
void proposal_make(struct proposal *proposal, const struct situation *situation)
{
	const struct settings *settings = situation->settings;
	long low = lowest(settings), port;
	unsigned int all, others = 0, node_ports = 0;
	static bool needed[65536];
	bool node_port;

	memset(proposal, 0, sizeof(*proposal));
	proposal->node_ports = kubernetes_seen();
	settings_list_reserved(settings, proposal->reserved);
	for (port = low; port < 65536; port++) {
		node_port = has_node_port(proposal, port);
		needed[port] = !settings_reserves(settings, port) &&
			       (situation->held.service[port] || node_port);
		proposal->reserved[port] |= needed[port];
		proposal->service[port] = needed[port] && !node_port &&
			!(port >= settings->low && port <= settings->high);
		others += needed[port];
		node_ports += needed[port] && node_port;
	}
	if (!node_ports)
		proposal->node_ports = NULL;
	find_gap(proposal, settings, needed);
	if (!others || is_enough(situation, proposal->ports))
		return;
	all = count(proposal->reserved, &low, 65535);
	if (proposal->ports >= all * NOT_MUCH_SMALLER)
		return;
	proposal->low = low;
	proposal->high = 65535;
	proposal->ports = all;
	proposal->reserves = true;
}
