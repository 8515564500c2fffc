// SPDX-License-Identifier: GPL-2.0
/*
 * Groups of hooks, which can be switched on and off while the module is loaded.
 *
 * The counters of a group that is off stand still. Only live sockets that connected have
 * entries because of a group: they go with it, and those that are there when it is
 * switched on are taken in.
 */

#include "control/adoption.h"
#include "control/groups.h"
#include "handlers/searches.h"
#include "hooks/engine.h"

/* All or nothing: without memory for full sockets it is as it was before. */
static int twstat_groups_adopt(const struct twstat_switches *before)
{
	int err;

	if (twstat_switches.ports == before->ports)
		return 0;
	if (!twstat_switches.ports) {
		twstat_searches_forget();
		return 0;
	}
	err = twstat_adopt_again();
	if (!err)
		return 0;
	twstat_switches_set(before);
	twstat_hooks_switch();
	twstat_searches_forget();
	return err;
}

/**
 * twstat_groups_set() - switch groups on and off
 * @switches: what is to be on
 * @complete: set to whether all is hooked that these want
 *
 * Context: process, may sleep for long; one at a time.
 * Return: 0, or -ENOMEM; then all is as it was.
 */
int twstat_groups_set(const struct twstat_switches *switches, bool *complete)
{
	struct twstat_switches before = twstat_switches;

	twstat_switches_set(switches);
	*complete = twstat_hooks_switch();
	return twstat_groups_adopt(&before);
}
