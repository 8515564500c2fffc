/* SPDX-License-Identifier: GPL-2.0 */
/* Hooks: rows of one table, and the backends that can hook a row. */
#ifndef _TWSTAT_HOOKS_HOOK_H
#define _TWSTAT_HOOKS_HOOK_H

#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/types.h>

#include "tables/hook_state.h"

struct tracepoint;
struct twstat_backend;

/**
 * struct twstat_hook - a row of the table
 * @symbol: the function's name; for a tracepoint, its own
 * @alternate: its name in other kernels, or NULL
 * @group: the group that it serves
 * @lost: the sentence that a user reads when it is missing; NULL if another
 *	row stands in
 * @required: without it the module doesn't load
 * @stands_in_for: the row that this one replaces if that can't be hooked; or NULL
 * @wanted: its group's switch, NULL for one that is always on
 * @handler: called with the function's first four arguments and preemption
 *	off, before the function runs. May not sleep, allocate, print, or take a
 *	lock that the interrupted code may hold.
 * @ftrace_callback: for the ftrace backend: does what @handler does, and counts the hit,
 *	for a function that comes by on every connection; NULL for others. Preemption may be
 *	on, so it turns interrupts off itself, or the function's callers are under RCU
 * @begin: instead of @handler, for a row that wants to know what the function
 *	returns: whether it wants to this time. The first argument is memory of
 *	@data_size bytes for this call
 * @end: called when the function has returned, with the same memory and the
 *	function's result; the same rules
 * @data_size: how much that is
 * @probe: for a tracepoint, the function that it calls; NULL for a function
 * @id: its place in the table
 * @backend: what hooked it; NULL if nothing did
 * @found: the name under which this kernel has it, or NULL
 * @address: the function's address; valid with the ftrace backend
 * @missed_before: how many calls had been missed when it was unhooked last
 * @ftrace_ops: for the ftrace backend, if the row has a callback of its own
 * @kprobe: for the kprobe backend
 * @kretprobe: for the kretprobe backend
 * @tracepoint: for the tracepoint backend
 *
 * Rows are written while the module is loaded and unloaded and groups are switched, by
 * one thread at a time.
 */
struct twstat_hook {
	const char *symbol;
	const char *alternate;
	const char *group;
	const char *lost;
	bool required;
	const struct twstat_hook *stands_in_for;
	const bool *wanted;
	void (*handler)(unsigned long a0, unsigned long a1, unsigned long a2,
			unsigned long a3);
	ftrace_func_t ftrace_callback;
	bool (*begin)(void *data, unsigned long a0, unsigned long a1,
		      unsigned long a2);
	void (*end)(void *data, unsigned long result);
	size_t data_size;
	void *probe;

	enum twstat_hook_id id;
	const struct twstat_backend *backend;
	const char *found;
	unsigned long address;
	struct ftrace_ops *ftrace_ops;
	u64 missed_before;
	struct kprobe kprobe;
	struct kretprobe kretprobe;
	struct tracepoint *tracepoint;
};

/**
 * struct twstat_backend - a way to hook a row
 * @name: as users read it
 * @on: hook a row whose @found is set; 0 or an error
 * @off: undo that for all rows that this backend has hooked; waits until no
 *	handler of theirs runs any more
 * @off_one: the same for one of several; NULL if @off can do it
 * @kprobes: it works by kprobes, which can be disarmed
 * @missed: how many calls of a row's function found no handler, or NULL
 */
struct twstat_backend {
	const char *name;
	int (*on)(struct twstat_hook *hook);
	void (*off)(struct twstat_hook *hooks, unsigned int count);
	void (*off_one)(struct twstat_hook *hook);
	bool kprobes;
	u64 (*missed)(const struct twstat_hook *hook);
};

extern const struct twstat_backend twstat_backend_ftrace;
extern const struct twstat_backend twstat_backend_kprobe;
extern const struct twstat_backend twstat_backend_kretprobe;
extern const struct twstat_backend twstat_backend_tracepoint;

extern struct twstat_hook twstat_hook_table[TWSTAT_HOOKS];

/**
 * twstat_hook_set_backend() - note what hooks a row
 * @hook: the row
 * @backend: what hooked it; NULL if it is unhooked
 */
static inline void twstat_hook_set_backend(struct twstat_hook *hook,
					   const struct twstat_backend *backend)
{
	WRITE_ONCE(hook->backend, backend);
	WRITE_ONCE(twstat_hook_on[hook->id], backend);
}

#endif
