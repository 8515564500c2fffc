/* SPDX-License-Identifier: GPL-2.0 */
/* The hooks: their numbers, which are on, and how often their handlers ran. */
#ifndef _TWSTAT_TABLES_HOOK_STATE_H
#define _TWSTAT_TABLES_HOOK_STATE_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/percpu.h>
#include <linux/types.h>

/**
 * enum twstat_hook_id - the rows of the hook table
 * @TWSTAT_HOOK_END: a mini-socket leaves the hash tables
 * @TWSTAT_HOOK_TIMER: a mini-socket's timer fired; stands in for the row before
 * @TWSTAT_HOOK_END_EARLY: something other than its timer ends a mini-socket
 * @TWSTAT_HOOK_ABORT: a process destroys a socket
 * @TWSTAT_HOOK_STATE: a full socket changes its state
 * @TWSTAT_HOOK_RESET: this side ends a connection by an RST
 * @TWSTAT_HOOK_REQUEST_END: a half-open connection is established or dropped
 * @TWSTAT_HOOK_REUSE: a connect() asks for the port of a socket in TIME_WAIT
 * @TWSTAT_HOOK_CONNECT_RESULT: a connect()'s port search has ended
 * @TWSTAT_HOOK_CONNECT_RESULT6: the same for IPv6
 * @TWSTAT_HOOK_BIND: a bind() asks for a port
 * @TWSTAT_HOOK_SEGMENT: a segment arrives for a mini-socket
 * @TWSTAT_HOOK_VERDICT: the kernel has decided how to handle that segment
 * @TWSTAT_HOOK_REARM: a mini-socket's timer is started or restarted; stands in for the row
 *	before
 * @TWSTAT_HOOK_ENTER: a mini-socket is born
 * @TWSTAT_HOOKS: number of rows
 *
 * The hooks are attached in this order. Births come last: an entry whose socket ended
 * unobserved would stay in the table for ever.
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

/* By enum twstat_hook_id; the last element is for rows that are not in the hook table. */
extern bool twstat_hooked[TWSTAT_HOOKS + 1];

/**
 * twstat_hook_is_on() - check whether a hook is attached
 * @id: its row
 *
 * Return: whether it is.
 */
static __always_inline bool twstat_hook_is_on(enum twstat_hook_id id)
{
	return READ_ONCE(twstat_hooked[id]);
}

/* How many ends of mini-sockets no hook has seen, as found out later. */
extern atomic64_t twstat_ends_missed;

/**
 * struct twstat_hook_hits - how often handlers ran on a CPU
 * @count: by row; the last element is for rows that are not in the hook table
 */
struct twstat_hook_hits {
	u64 count[TWSTAT_HOOKS + 1];
};

DECLARE_PER_CPU(struct twstat_hook_hits, twstat_hook_hits);

/**
 * twstat_hook_hit() - count a call of a handler
 * @id: the row
 */
static inline void twstat_hook_hit(unsigned int id)
{
	this_cpu_inc(twstat_hook_hits.count[id]);
}

#endif
