/* SPDX-License-Identifier: GPL-2.0 */
/* How the hooks are doing. */
#ifndef _TWSTAT_READ_HOOKS_H
#define _TWSTAT_READ_HOOKS_H

#include "tables/hook_state.h"

/**
 * enum twstat_hook_condition - does a hook work?
 * @TWSTAT_HOOK_OFF: it could not be hooked, or its group is switched off
 * @TWSTAT_HOOK_SPARE: it only stands in for another one, which is on
 * @TWSTAT_HOOK_SILENT: it is hooked by a kprobe, and all kprobes have been disarmed
 * @TWSTAT_HOOK_ON: it is hooked, and its handler runs
 */
enum twstat_hook_condition {
	TWSTAT_HOOK_OFF,
	TWSTAT_HOOK_SPARE,
	TWSTAT_HOOK_SILENT,
	TWSTAT_HOOK_ON
};

/**
 * struct twstat_hook_status - how a hook is doing
 * @symbol: the function or tracepoint; the first choice if none was found
 * @group: the group that it serves
 * @backend: how it is hooked: "ftrace", "kprobe", "kretprobe" or "tracepoint"; NULL if
 *	it is not
 * @found: this kernel has it
 * @condition: whether it works
 * @counted: it is counted how often its handler ran; not that of a tracepoint, which
 *	does so little each time that counting would be a large part of it
 * @hits: how often
 * @missed: how often the handler should have run and didn't
 * @lost: what can't be counted because it is off; NULL for nothing
 */
struct twstat_hook_status {
	const char *symbol;
	const char *group;
	const char *backend;
	bool found;
	enum twstat_hook_condition condition;
	bool counted;
	u64 hits;
	u64 missed;
	const char *lost;
};

void twstat_hook_status(enum twstat_hook_id id,
			struct twstat_hook_status *status);
const char *twstat_hook_condition_name(enum twstat_hook_condition condition);
u64 twstat_hooks_missed(void);

#endif
