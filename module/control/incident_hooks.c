// SPDX-License-Identifier: GPL-2.0
/*
 * Incidents of hooks that no longer fire, or missed calls. Nothing announces these. So each look
 * for other incidents also looks at hooks, but not all the time; there is one at least every second
 * while anything connects, see twstat_endpoint_use(). Hooks belong to the whole machine:
 * the incidents are those of the first network namespace.
 */
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <net/net_namespace.h>

#include "control/incident_hooks.h"
#include "read/hooks.h"
#include "tables/incidents.h"
#include "tables/net.h"
#include "tables/troubles.h"
#include "tcp/port_range.h"

/* More often than an incident ends without being noticed. */
#define TWSTAT_INCIDENT_HOOKS_PERIOD	(5 * HZ)

/* How many missed calls are in incidents, and when the last look was, in jiffies. */
static u64 twstat_incident_hooks_missed[TWSTAT_HOOKS];
static u32 twstat_incident_hooks_at;

/* Whether the first network namespace is watched: it has no numbers before and after that. */
static bool twstat_incident_hooks_on;

static void twstat_incident_hook(struct twstat_net *tn, enum twstat_hook_id id)
{
	struct twstat_incident_note note = { .kind = TWSTAT_INCIDENT_KIND_HOOK_LOST };
	u64 *before = &twstat_incident_hooks_missed[id];
	struct twstat_hook_status status;

	twstat_hook_status(id, &status);
	note.failures = max(status.missed, *before) - *before;
	if (!note.failures && status.condition != TWSTAT_HOOK_SILENT)
		return;
	*before += note.failures;
	note.key.hook = status.symbol;
	note.usable = twstat_port_range_usable(&init_net);
	note.at = ktime_get_real_ns();
	note.began = note.at;
	twstat_incident_note(tn, 0, &note);
	twstat_troubles_list(tn);
}

/**
 * twstat_incident_hooks_watch() - begin or stop to look at hooks
 * @watch: whether to look
 *
 * Context: in a look, or before the first one.
 */
void twstat_incident_hooks_watch(bool watch)
{
	twstat_incident_hooks_on = watch;
}

/**
 * twstat_incident_hooks_look() - look at all hooks if that wasn't done for a while
 *
 * Context: in a look, may sleep.
 */
void twstat_incident_hooks_look(void)
{
	struct twstat_net *tn;
	int id;

	if (!twstat_incident_hooks_on ||
	    (u32)jiffies - twstat_incident_hooks_at < TWSTAT_INCIDENT_HOOKS_PERIOD)
		return;
	tn = twstat_net_of_reader(&init_net);
	if (!tn || !twstat_net_counts(tn))
		return;
	twstat_incident_hooks_at = jiffies;
	for (id = 0; id < TWSTAT_HOOKS; id++)
		twstat_incident_hook(tn, id);
}
