// SPDX-License-Identifier: GPL-2.0
/*
 * Groups of hooks, which can be switched on and off while the module is loaded.
 *
 * The counters of a group that is off don't move. Only full sockets that called connect() have
 * entries because of a group, ports: switching it off drops these entries, and switching it
 * on adopts the sockets that exist then.
 */
#include "control/adoption.h"
#include "control/groups.h"
#include "handlers/searches.h"
#include "hooks/engine.h"

/* If there is no memory to adopt all full sockets, restores the previous switches. */
static int twstat_groups_adopt(const struct twstat_switches *before)
{
	int err;

	if (twstat_switches.ports == before->ports)
		return 0;
	if (!twstat_switches.ports) {
		twstat_searches_forget();
		return 0;
	}
	err = twstat_adoption_again();
	if (!err)
		return 0;
	twstat_switches_set(before);
	twstat_hooks_switch();
	twstat_searches_forget();
	return err;
}

/**
 * twstat_groups_set() - switch groups on and off
 * @switches: the new switches
 * @complete: set to whether all hooks that these need are attached
 *
 * Context: process, may sleep for long; the caller prevents concurrent calls.
 * Return: 0, or -ENOMEM with the previous switches restored.
 */
int twstat_groups_set(const struct twstat_switches *switches, bool *complete)
{
	struct twstat_switches before = twstat_switches;

	twstat_switches_set(switches);
	*complete = twstat_hooks_switch();
	return twstat_groups_adopt(&before);
}
