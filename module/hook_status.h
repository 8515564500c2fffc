/* SPDX-License-Identifier: GPL-2.0 */
/* What readers may know of the hooks. */
#ifndef _TWSTAT_HOOK_STATUS_H
#define _TWSTAT_HOOK_STATUS_H

#include <linux/types.h>

/**
 * enum twstat_hook_id - the rows of the hook table
 * @TWSTAT_HOOK_END: a mini-socket leaves the hash tables
 * @TWSTAT_HOOK_TIMER: its timer fired; stands in for the one before
 * @TWSTAT_HOOK_END_EARLY: somebody other than its timer ends it
 * @TWSTAT_HOOK_ABORT: a process destroys a socket
 * @TWSTAT_HOOK_STATE: a full socket changes its state
 * @TWSTAT_HOOK_RESET: a connection is ended by an RST of ours
 * @TWSTAT_HOOK_REQUEST_END: a half-open connection is done or dropped
 * @TWSTAT_HOOK_REUSE: a connect() asks for the port of a socket in TIME_WAIT
 * @TWSTAT_HOOK_CONNECT_RESULT: a connect()'s search for a port has ended
 * @TWSTAT_HOOK_CONNECT_RESULT6: the same, on IPv6
 * @TWSTAT_HOOK_BIND: a bind() looks for a port
 * @TWSTAT_HOOK_SEGMENT: a segment meets a mini-socket
 * @TWSTAT_HOOK_VERDICT: the kernel has judged it
 * @TWSTAT_HOOK_REARM: its timer is started or restarted; stands in for the one before
 * @TWSTAT_HOOK_ENTER: a mini-socket is born
 * @TWSTAT_HOOKS: how many there are
 *
 * They are hooked in this order: births last, since a birth whose end nobody
 * watches would stay in the table for ever.
 */
enum twstat_hook_id {
	TWSTAT_HOOK_END,
	TWSTAT_HOOK_TIMER,
	TWSTAT_HOOK_END_EARLY,
	TWSTAT_HOOK_ABORT,
	TWSTAT_HOOK_STATE,
	TWSTAT_HOOK_RESET,
	TWSTAT_HOOK_REQUEST_END,
	TWSTAT_HOOK_REUSE,
	TWSTAT_HOOK_CONNECT_RESULT,
	TWSTAT_HOOK_CONNECT_RESULT6,
	TWSTAT_HOOK_BIND,
	TWSTAT_HOOK_SEGMENT,
	TWSTAT_HOOK_VERDICT,
	TWSTAT_HOOK_REARM,
	TWSTAT_HOOK_ENTER,
	TWSTAT_HOOKS
};

/**
 * struct twstat_hook_status - how a hook is doing
 * @symbol: the function or tracepoint; the first choice if none was found
 * @group: the group that it serves
 * @backend: how it is hooked: "ftrace", "kprobe", "kretprobe" or
 *	"tracepoint"; "-" if not
 * @found: this kernel has it
 * @state: "on"; "off" if it could not be hooked, or its group is switched off;
 *	"spare" if it only stands in for another one, which is on; "silent" if somebody has
 *	disarmed all kprobes
 * @counted: it is counted how often its handler ran; that of a tracepoint, which does so
 *	little each time, can't afford it
 * @hits: how often
 * @missed: how often the handler should have run and didn't
 * @lost: what can't be counted because it is off; "-" for nothing
 */
struct twstat_hook_status {
	const char *symbol;
	const char *group;
	const char *backend;
	bool found;
	const char *state;
	bool counted;
	u64 hits;
	u64 missed;
	const char *lost;
};

void twstat_hook_status(enum twstat_hook_id id,
			struct twstat_hook_status *status);
bool twstat_hook_is_on(enum twstat_hook_id id);
u64 twstat_hooks_missed(void);

#endif
