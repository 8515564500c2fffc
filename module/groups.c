// SPDX-License-Identifier: GPL-2.0
/*
 * Groups of hooks, which can be switched on and off while the module is loaded.
 *
 * The counters of a group that is off stand still. Only live sockets that connected have
 * entries because of a group: they go with it, and those that are there when it is
 * switched on are taken in.
 */
#include <linux/compiler.h>
#include <linux/rcupdate.h>

#include "adopt.h"
#include "groups.h"
#include "hooks.h"
#include "searches.h"
#include "reuse.h"
#include "segments.h"
#include "transitions.h"

/**
 * twstat_groups_get() - which groups are on
 * @groups: filled in
 *
 * Context: process; not while they are set.
 */
void twstat_groups_get(struct twstat_groups *groups)
{
	*groups = (struct twstat_groups) {
		.segments	= twstat_segments,
		.ports		= twstat_ports,
		.reuse		= twstat_reuse,
		.states		= twstat_states_on,
		.reuse_exact	= twstat_reuse_exact,
		.connect_result	= twstat_ports_result,
	};
}

static void twstat_groups_write(const struct twstat_groups *groups)
{
	WRITE_ONCE(twstat_segments, groups->segments);
	WRITE_ONCE(twstat_ports, groups->ports);
	WRITE_ONCE(twstat_reuse, groups->reuse);
	WRITE_ONCE(twstat_states_on, groups->states);
	if (groups->states)
		WRITE_ONCE(twstat_states, true);
	WRITE_ONCE(twstat_reuse_exact, groups->reuse_exact);
	WRITE_ONCE(twstat_ports_result, groups->connect_result);
}

/* All or nothing: without memory for the live sockets it is as it was before. */
static int twstat_groups_adopt(const struct twstat_groups *before)
{
	int err;

	if (twstat_ports == before->ports)
		return 0;
	if (!twstat_ports) {
		twstat_searches_forget();
		return 0;
	}
	err = twstat_adopt_again();
	if (!err)
		return 0;
	twstat_groups_write(before);
	twstat_hooks_switch();
	twstat_searches_forget();
	return err;
}

/**
 * twstat_groups_set() - switch groups on and off
 * @groups: which are to be on
 * @complete: set to whether all is hooked that these want
 *
 * Context: process, may sleep for long; one at a time.
 * Return: 0, or -ENOMEM; then all is as it was.
 */
int twstat_groups_set(const struct twstat_groups *groups, bool *complete)
{
	struct twstat_groups before;

	twstat_groups_get(&before);
	twstat_groups_write(groups);
	*complete = twstat_hooks_switch();
	return twstat_groups_adopt(&before);
}
