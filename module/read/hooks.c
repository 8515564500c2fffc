// SPDX-License-Identifier: GPL-2.0
/* The only place where the status of a hook is read. */
#include <linux/cpumask.h>

#include "hooks/canary.h"
#include "hooks/hook.h"
#include "read/hooks.h"

/* Returns how many ends a hook has not seen that should have; 0 for all other hooks. */
static u64 twstat_hook_missed_ends(enum twstat_hook_id id)
{
	enum twstat_hook_id ends = twstat_hook_is_on(TWSTAT_HOOK_END) ?
		TWSTAT_HOOK_END : TWSTAT_HOOK_TIMER;

	return id == ends ? atomic64_read(&twstat_ends_missed) : 0;
}

static enum twstat_hook_condition
twstat_hook_condition(const struct twstat_hook *hook, const struct twstat_backend *backend,
		      bool spare)
{
	if (!backend)
		return spare ? TWSTAT_HOOK_SPARE : TWSTAT_HOOK_OFF;
	if (backend->kprobes && !twstat_canary_sings())
		return TWSTAT_HOOK_SILENT;
	return twstat_hook_missed_ends(hook->id) ? TWSTAT_HOOK_INCOMPLETE : TWSTAT_HOOK_ON;
}

/**
 * twstat_hook_condition_name() - return the name of a condition, as outputs show it
 * @condition: the condition
 *
 * Return: one word.
 */
const char *twstat_hook_condition_name(enum twstat_hook_condition condition)
{
	static const char * const names[] = {
		[TWSTAT_HOOK_OFF]	= "off",
		[TWSTAT_HOOK_SPARE]	= "spare",
		[TWSTAT_HOOK_SILENT]	= "silent",
		[TWSTAT_HOOK_INCOMPLETE] = "incomplete",
		[TWSTAT_HOOK_ON]	= "on",
	};

	return names[condition];
}

static u64 twstat_hook_missed(const struct twstat_hook *hook,
			      const struct twstat_backend *backend)
{
	u64 missed = READ_ONCE(hook->missed_before);

	if (backend && backend->missed)
		missed += backend->missed(hook);
	/* The backend knows of some of these, or of all. */
	return max(missed, twstat_hook_missed_ends(hook->id));
}

/**
 * twstat_hook_status() - read the status of a hook
 * @id: its row
 * @status: filled in
 *
 * Context: process.
 */
void twstat_hook_status(enum twstat_hook_id id,
			struct twstat_hook_status *status)
{
	const struct twstat_hook *hook = &twstat_hook_table[id];
	/* Module unload sets it to NULL. */
	const struct twstat_backend *backend = READ_ONCE(hook->backend);
	bool spare = hook->stands_in_for &&
		     READ_ONCE(hook->stands_in_for->backend);
	int cpu;

	*status = (struct twstat_hook_status) {
		.symbol = hook->found ?: hook->symbol,
		.group = hook->group,
		.backend = backend ? backend->name : NULL,
		.found = hook->found,
		.condition = twstat_hook_condition(hook, backend, spare),
		.counted = !hook->probe,
		.missed = twstat_hook_missed(hook, backend),
		.lost = backend || spare ? NULL : hook->lost,
	};
	for_each_possible_cpu(cpu)
		status->hits +=
			READ_ONCE(per_cpu(twstat_hook_hits, cpu).count[id]);
}

/**
 * twstat_hooks_missed() - count the missed calls of all hooked functions
 *
 * Return: the sum since the module was loaded.
 */
u64 twstat_hooks_missed(void)
{
	const struct twstat_hook *hook;
	u64 sum = 0;
	int id;

	for (id = 0; id < TWSTAT_HOOKS; id++) {
		hook = &twstat_hook_table[id];
		sum += twstat_hook_missed(hook, READ_ONCE(hook->backend));
	}
	return sum;
}
