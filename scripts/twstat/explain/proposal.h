/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_PROPOSAL_H
#define TWSTAT_EXPLAIN_PROPOSAL_H

#include "judge/situation.h"

/**
 * struct proposal - a wider range of ports, in which no port is needed by anybody else
 * @low: the first port
 * @high: the last one
 * @ports: how many of its ports connect() tries
 * @reserves: @reserved is part of the proposal
 * @node_ports: what shows that Kubernetes has NodePorts here, or NULL
 * @service: for each port, whether it is outside of the present range, within what could be
 *	added, and a service has it
 * @reserved: for each port, whether net.ipv4.ip_local_reserved_ports has to have it
 */
struct proposal {
	long low;
	long high;
	unsigned int ports;
	bool reserves;
	const char *node_ports;
	bool service[65536];
	bool reserved[65536];
};

void proposal_make(struct proposal *proposal, const struct situation *situation);

#endif
