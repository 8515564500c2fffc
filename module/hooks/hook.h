/* SPDX-License-Identifier: GPL-2.0 */
/* Hooks: the rows of the hook table, and the backends that attach a row. */
#ifndef _TWSTAT_HOOKS_HOOK_H
#define _TWSTAT_HOOKS_HOOK_H

#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/types.h>

#include "tables/hook_state.h"

struct tracepoint;
struct twstat_backend;

/**
 * struct twstat_hook - a row of the hook table
 * @symbol: the name of the function or tracepoint
 * @alternate: the function's name in other kernels, or NULL
 * @group: the group that it belongs to
 * @lost: what is missing without it, for users; NULL if another row stands in
 * @required: the module doesn't load without it
 * @stands_in_for: the row that this one replaces if that can't be attached; or NULL
 * @wanted: the switch of its group; NULL if it is always on
 * @handler: called with the function's first four arguments, before the function runs, with
 *	preemption off. It must not sleep, allocate, print, or take a lock that the interrupted
 *	code may hold.
 * @ftrace_callback: for the ftrace backend: does what @handler does, and counts the hit; for a
 *	function that is called for every connection, else NULL. Preemption may be on. So it
 *	turns interrupts off itself, or the function's callers hold the RCU read lock
 * @begin: replaces @handler in a row that needs the function's return value. Returns whether
 *	@end shall be called for this call. Its first argument is memory of @data_size bytes
 *	for this call
 * @end: called when the function has returned, with the same memory and the return value; the
 *	rules of @handler apply
 * @data_size: the size of that memory in bytes
 * @probe: for a tracepoint: the function that it calls; NULL for a function
 * @id: its index in the table
 * @backend: the backend that has attached it, or NULL
 * @found: the name under which this kernel has it, or NULL
 * @address: the function's address; valid with the ftrace backend
 * @missed_before: how many calls were missed up to the last time that it was detached
 * @ftrace_ops: for the ftrace backend, if the row has its own callback
 * @kprobe: for the kprobe backend
 * @kretprobe: for the kretprobe backend
 * @tracepoint: for the tracepoint backend
 *
 * Rows are written during module load and unload, and while groups are switched; by one thread
 * at a time.
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
 * struct twstat_backend - a way to attach a row
 * @name: its name, for users
 * @on: attaches a row whose @found is set; returns 0 or an error
 * @off: detaches all rows that this backend has attached; waits until none of their handlers
 *	runs any more
 * @off_one: detaches one of several rows; returns 0, or an error: the row is still attached
 *	then. NULL if @off can do that
 * @kprobes: it uses kprobes, which root can disarm
 * @missed: returns how many calls of a row's function had no handler; or NULL
 */
struct twstat_backend {
	const char *name;
	int (*on)(struct twstat_hook *hook);
	void (*off)(struct twstat_hook *hooks, unsigned int count);
	int (*off_one)(struct twstat_hook *hook);
	bool kprobes;
	u64 (*missed)(const struct twstat_hook *hook);
};

extern const struct twstat_backend twstat_backend_ftrace;
extern const struct twstat_backend twstat_backend_kprobe;
extern const struct twstat_backend twstat_backend_kretprobe;
extern const struct twstat_backend twstat_backend_tracepoint;

extern struct twstat_hook twstat_hook_table[TWSTAT_HOOKS];

/**
 * twstat_hook_set_backend() - set the backend that has attached a row
 * @hook: the row
 * @backend: the backend; NULL if the row is detached
 */
static inline void twstat_hook_set_backend(struct twstat_hook *hook,
					   const struct twstat_backend *backend)
{
	WRITE_ONCE(hook->backend, backend);
	WRITE_ONCE(twstat_hooked[hook->id], backend);
}

#endif
