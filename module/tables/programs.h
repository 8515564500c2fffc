/* SPDX-License-Identifier: GPL-2.0 */
/* The programs behind the connections of a destination. */
#ifndef _TWSTAT_TABLES_PROGRAMS_H
#define _TWSTAT_TABLES_PROGRAMS_H

#include <linux/build_bug.h>
#include <linux/cgroup.h>
#include <linux/string.h>
#include <net/sock.h>

#include "tables/endpoint.h"
#include "tables/program.h"
#include "tables/program_places.h"
#include "tables/shares.h"
#include "tables/switches.h"

u32 twstat_program_find(struct twstat_endpoint *to, const struct sock *sk);
void twstat_program_left(struct twstat_endpoint *to, u32 mark);
void twstat_program_failed(struct twstat_endpoint *to, u32 mark);

/**
 * twstat_program_cgroup() - identify a socket's cgroup
 * @sk: the socket
 *
 * Return: the id of its cgroup in the cgroup v2 hierarchy; 0 if the kernel has none for sockets.
 */
static __always_inline u64 twstat_program_cgroup(const struct sock *sk)
{
#ifdef CONFIG_SOCK_CGROUP_DATA
	return cgroup_id(sock_cgroup_ptr((struct sock_cgroup_data *)&sk->sk_cgrp_data));
#else
	return 0;
#endif
}

/* Identifies the program that makes this connect(). */
static __always_inline void twstat_program_id_of(struct twstat_program_id *id,
						 const struct sock *sk)
{
	memcpy(id->name, current->group_leader->comm, sizeof(id->name));
	id->cgroup = twstat_program_cgroup(sk);
}

/**
 * twstat_program_connects() - count a connect() for the program that makes it
 * @to: the destination, held
 * @sk: the socket
 *
 * What happens with most connections is done here: there is one program, and no shares.
 *
 * Context: the tracepoint, no handler of this CPU can interrupt.
 * Return: for the socket's entry; 0 if the program is not known.
 */
static __always_inline u32 twstat_program_connects(struct twstat_endpoint *to,
						   const struct sock *sk)
{
	struct twstat_program *program = &to->programs.place[0];
	struct twstat_program_id id;
	s64 held;

	if (unlikely(!twstat_switches.who))
		return 0;
	/* What is read of the program after this is not older. */
	held = atomic64_read_acquire(&program->held);
	twstat_program_id_of(&id, sk);
	if (unlikely(!twstat_program_is_there(held) || twstat_share_of(to) ||
		     !twstat_program_equal(&program->id, &id) ||
		     !atomic64_try_cmpxchg(&program->held, &held, held + 1)))
		return twstat_program_find(to, sk);
	atomic64_inc(&program->connects);
	WRITE_ONCE(program->pid, current->tgid);
	return twstat_program_mark(held, 0);
}

/**
 * twstat_program_leaves() - uncount a socket that gives back its port
 * @to: the destination, held
 * @mark: from twstat_program_connects()
 *
 * Context: no preemption.
 */
static __always_inline void twstat_program_leaves(struct twstat_endpoint *to, u32 mark)
{
	unsigned int place = mark & (TWSTAT_PROGRAMS - 1);
	struct twstat_program *program = &to->programs.place[place];
	s64 held;

	if (!mark)
		return;
	held = atomic64_read(&program->held);
	if (unlikely(twstat_program_mark(held, place) != mark))
		return;
	if (unlikely(twstat_share_of(to) ||
		     !atomic64_try_cmpxchg(&program->held, &held, held - 1)))
		twstat_program_left(to, mark);
}

#endif
