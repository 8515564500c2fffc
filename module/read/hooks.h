/* SPDX-License-Identifier: GPL-2.0 */
/* Reads the status of the hooks. */
#ifndef _TWSTAT_READ_HOOKS_H
#define _TWSTAT_READ_HOOKS_H

#include "tables/hook_state.h"

/**
 * enum twstat_hook_condition - whether a hook works
 * @TWSTAT_HOOK_OFF: it could not be attached, or its group is switched off
 * @TWSTAT_HOOK_SPARE: it is not needed, since the hook that it stands in for is on
 * @TWSTAT_HOOK_SILENT: it is a kprobe, and all kprobes have been disarmed
 * @TWSTAT_HOOK_INCOMPLETE: it is attached, but has not seen the ends of all sockets
 * @TWSTAT_HOOK_ON: it is attached, and its handler runs
 */
enum twstat_hook_condition {
	TWSTAT_HOOK_OFF,
	TWSTAT_HOOK_SPARE,
	TWSTAT_HOOK_SILENT,
	TWSTAT_HOOK_INCOMPLETE,
	TWSTAT_HOOK_ON
};

/**
 * struct twstat_hook_status - the status of a hook
 * @symbol: the function or tracepoint; the first choice if the kernel has none of them
 * @group: the group that it belongs to
 * @backend: how it is attached: "ftrace", "kprobe", "kretprobe" or "tracepoint"; NULL if it
 *	isn't
 * @found: whether this kernel has the function or tracepoint
 * @condition: whether it works
 * @counted: whether calls of its handler are counted. Those of a tracepoint are not: its
 *	handler does so little that counting would be a large part of its cost
 * @hits: how often its handler ran
 * @missed: how often its handler should have run and didn't
 * @lost: which numbers are missing because it is off; NULL if none
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
