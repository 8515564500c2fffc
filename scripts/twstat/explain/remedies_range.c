// SPDX-License-Identifier: GPL-2.0
/* More ports of this machine: a wider range, or fewer ports that are reserved. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask/kubernetes.h"
#include "explain/port_list.h"
#include "explain/promise.h"
#include "explain/proposal.h"
#include "explain/remedies_range.h"
#include "explain/setting.h"

static unsigned int number_of(const bool *ports)
{
	unsigned int port, number = 0;

	for (port = 0; port < 65536; port++)
		number += ports[port];
	return number;
}

/* A service whose bind() failed is about to listen. */
static bool is_wanted(const struct situation *situation, long port)
{
	const struct conflicts *conflicts = &situation->period->is.conflicts;
	size_t i;

	for (i = 0; i < conflicts->number; i++)
		if (conflicts->list[i].n.value[TWSTAT_A_CONFLICT_KIND] ==
		    TWSTAT_CONFLICT_KIND_BIND &&
		    conflicts->list[i].n.value[TWSTAT_A_CONFLICT_PORT] == (__u64)port)
			return true;
	return false;
}

/* A service may listen on a reserved port, or be about to: such a port stays reserved. */
static unsigned int needless(const struct situation *situation, bool *stays)
{
	const struct settings *settings = situation->settings;
	bool kubernetes = kubernetes_seen();
	unsigned int number = 0;
	long port;

	settings_list_reserved(settings, stays);
	for (port = settings->low; port >= 0 && port <= settings->high; port++) {
		if (!stays[port] || situation->held.service[port] ||
		    is_wanted(situation, port))
			continue;
		/* Nothing listens on a NodePort. */
		if (kubernetes && port >= NODE_PORT_LOW && port <= NODE_PORT_HIGH)
			continue;
		stays[port] = false;
		number++;
	}
	return number;
}

/**
 * remedy_unreserve() - state that fewer ports could be reserved
 * @remedies: the statements so far
 * @situation: the numbers
 */
void remedy_unreserve(struct statements *remedies, const struct situation *situation)
{
	static bool stays[65536];
	double more = needless(situation, stays);
	char *list;

	if (!more)
		return;
	state(remedies, "unreserve-ports", "net.ipv4.ip_local_reserved_ports",
	      "Reserve fewer ports: of those that net.ipv4.ip_local_reserved_ports takes from the range, %.0f have no listener",
	      more);
	state_number(remedies, "more-ports", more);
	promise_ports(remedies, situation, more);
	state_more(remedies, " Keep those of services that are started later.");
	list = port_list(stays);
	state_setting(remedies, "ip_local_reserved_ports", list);
	free(list);
}

/* Who else needs ports of what could be added. */
static void say_who(struct statements *remedies, const struct situation *situation,
		    const struct proposal *proposal)
{
	char *names = port_names(proposal->service);

	if (!situation->held.known)
		state_more(remedies, " Which ports services have is not known (ss -tlnp).");
	if (*names)
		state_more(remedies, " %s the ports of services here: %s.",
			   proposal->reserves ? "It reserves" : "It leaves out", names);
	if (proposal->node_ports)
		state_more(remedies, " %s %d-%d, the NodePorts of Kubernetes (seen: %s).",
			   proposal->reserves ? "It reserves" : "It leaves out",
			   NODE_PORT_LOW, NODE_PORT_HIGH, proposal->node_ports);
	free(names);
	state_more(remedies,
		   " Services that are started later may find their port taken, also by UDP, which uses the same range: reserve theirs in net.ipv4.ip_local_reserved_ports.");
}

static void add_lines(struct statements *remedies, const struct proposal *proposal)
{
	char value[64], *list;

	if (proposal->reserves) {
		list = port_list(proposal->reserved);
		state_setting(remedies, "ip_local_reserved_ports", list);
		free(list);
	}
	snprintf(value, sizeof(value), "%ld %ld", proposal->low, proposal->high);
	state_setting(remedies, "ip_local_port_range", value);
}

/**
 * remedy_wider_range() - state that the range could be wider
 * @remedies: the statements so far
 * @situation: the numbers
 */
void remedy_wider_range(struct statements *remedies, const struct situation *situation)
{
	const struct settings *settings = situation->settings;
	static struct proposal proposal;
	double more;

	if (settings->low < 0)
		return;
	proposal_make(&proposal, situation);
	more = proposal.ports - situation->ports;
	if (more <= 0)
		return;
	state(remedies, "wider-range",
	      "ip_local_port_range, ip_local_reserved_ports, ss",
	      "A wider range: net.ipv4.ip_local_port_range = %ld %ld adds %.0f ports",
	      proposal.low, proposal.high, more);
	state_number(remedies, "low", proposal.low);
	state_number(remedies, "high", proposal.high);
	state_number(remedies, "ports", proposal.ports);
	state_number(remedies, "more-ports", more);
	if (number_of(proposal.service))
		state_number(remedies, "services", number_of(proposal.service));
	promise_ports(remedies, situation, more);
	say_who(remedies, situation, &proposal);
	add_lines(remedies, &proposal);
}
