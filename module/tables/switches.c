// SPDX-License-Identifier: GPL-2.0
/* The switches: module parameters, which netlink can change later. */
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/moduleparam.h>

#include "tables/switches.h"

struct twstat_switches twstat_switches __read_mostly = {
	.segments	= true,
	.ports		= true,
	.reuse		= true,
	.who		= true,
};

bool twstat_states_ever __read_mostly = true;

module_param_named(segments, twstat_switches.segments, bool, 0444);
MODULE_PARM_DESC(segments, "Count the segments that arrive for sockets in TIME_WAIT (default: Y)");

module_param_named(ports, twstat_switches.ports, bool, 0444);
MODULE_PARM_DESC(ports, "Count connect() and bind() calls that search for a local port (default: Y)");

module_param_named(connect_result, twstat_switches.connect_result, bool, 0444);
MODULE_PARM_DESC(connect_result, "Hook the result of each connect()'s port search, to count ConnectNomem (default: N)");

module_param_named(reuse, twstat_switches.reuse, bool, 0444);
MODULE_PARM_DESC(reuse, "Count refused reuse of ports in TIME_WAIT, by reason (default: Y)");

module_param_named(reuse_exact, twstat_switches.reuse_exact, bool, 0444);
MODULE_PARM_DESC(reuse_exact, "Hook each reuse decision, for exact counts; slows down port searches (default: N)");

module_param_named(who, twstat_switches.who, bool, 0444);
MODULE_PARM_DESC(who, "Count which programs connect to a destination (default: Y)");

module_param_named(states, twstat_states_ever, bool, 0444);
MODULE_PARM_DESC(states, "Count the transitions of the TCP state machine (default: Y)");

/**
 * twstat_switches_init() - switch off each switch whose master is off
 */
void twstat_switches_init(void)
{
	twstat_switches.states = twstat_states_ever;
	twstat_switches.reuse_exact &= twstat_switches.reuse;
	twstat_switches.connect_result &= twstat_switches.ports;
	twstat_switches.who &= twstat_switches.ports;
}

/**
 * twstat_switches_set() - set all switches
 * @switches: the new values
 *
 * Context: process; the caller prevents concurrent calls.
 */
void twstat_switches_set(const struct twstat_switches *switches)
{
	WRITE_ONCE(twstat_switches.segments, switches->segments);
	WRITE_ONCE(twstat_switches.ports, switches->ports);
	WRITE_ONCE(twstat_switches.reuse, switches->reuse);
	WRITE_ONCE(twstat_switches.states, switches->states);
	if (switches->states)
		WRITE_ONCE(twstat_states_ever, true);
	WRITE_ONCE(twstat_switches.reuse_exact, switches->reuse_exact);
	WRITE_ONCE(twstat_switches.connect_result, switches->connect_result);
	WRITE_ONCE(twstat_switches.who, switches->who);
}
