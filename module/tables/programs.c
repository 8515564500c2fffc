// SPDX-License-Identifier: GPL-2.0
/*
 * The programs behind the connections of a destination: Space-Saving (Metwally, Agrawal and El
 * Abbadi, 2005).
 *
 * A destination has places for a few programs. One that finds all places taken gets the place of
 * the program with the fewest connects, and goes on with its count: so a count is too high by at
 * most what it was when the program came, which is told as its error. A program with more connects
 * than an N-th of all, of N places, is always there. The number of ports is exact; sockets of
 * programs that have lost their place count for none.
 *
 * A destination with shares counts in these, and a work item gives places to programs, see
 * tables/program_turns.c.
 */
#include <linux/kprobes.h>
#include <linux/percpu.h>

#include "tables/endpoints.h"
#include "tables/program_places.h"
#include "tables/program_turns.h"
#include "tables/programs.h"

/*
 * Counts a socket for the program of a place; returns its mark, or 0 if another program has just
 * come.
 */
static u32 twstat_program_enter(struct twstat_endpoint *to, unsigned int place, s64 held)
{
	struct twstat_program *program = &to->programs.place[place];
	u32 mark = twstat_program_mark(held, place);
	u8 share = twstat_share_of(to);

	if (share) {
		if (twstat_program_mark(atomic64_read(&program->held), place) != mark)
			return 0;
		this_cpu_inc(twstat_share_at(share)->program[place].ports);
		this_cpu_inc(twstat_share_at(share)->program[place].connects);
		return mark;
	}
	while (!atomic64_try_cmpxchg(&program->held, &held, held + 1))
		if (twstat_program_mark(held, place) != mark)
			return 0;
	atomic64_inc(&program->connects);
	if (READ_ONCE(program->pid) != current->tgid)
		WRITE_ONCE(program->pid, current->tgid);
	return mark;
}

NOKPROBE_SYMBOL(twstat_program_enter);

static u32 twstat_program_enter_any(struct twstat_endpoint *to,
				    const struct twstat_program_id *id)
{
	/* Those who find it used find it set. */
	unsigned int place, used = smp_load_acquire(&to->programs.used);
	const struct twstat_program *program = to->programs.place;
	u32 mark;
	s64 held;

	for (place = 0; place < used; place++, program++) {
		/* What is read of the program after this is not older. */
		held = atomic64_read_acquire(&program->held);
		if (!twstat_program_is_there(held) || !twstat_program_is(program, id))
			continue;
		mark = twstat_program_enter(to, place, held);
		if (mark)
			return mark;
	}
	return 0;
}

NOKPROBE_SYMBOL(twstat_program_enter_any);

/* Returns the place of the program with the fewest connects; all are used. */
static unsigned int twstat_programs_least(const struct twstat_programs *programs)
{
	u64 connects, least = U64_MAX;
	unsigned int place, at = 0;

	for (place = 0; place < TWSTAT_PROGRAMS; place++) {
		connects = atomic64_read(&programs->place[place].connects);
		if (connects < least) {
			least = connects;
			at = place;
		}
	}
	return at;
}

NOKPROBE_SYMBOL(twstat_programs_least);

/*
 * Whether CPUs count in shares, or what they have counted there is not yet in the places: then no
 * other program may come into one.
 */
static bool twstat_program_has_shares(const struct twstat_endpoint *to)
{
	/* Pairs with the release in twstat_share_fold(). */
	return twstat_share_of(to) || smp_load_acquire(&to->folding);
}

NOKPROBE_SYMBOL(twstat_program_has_shares);

/* Gives a place to a program. Returns 0 if another CPU is about to do that, too. */
static u32 twstat_program_come(struct twstat_endpoint *to, const struct twstat_program_id *id)
{
	struct twstat_programs *programs = &to->programs;
	struct twstat_program *program;
	unsigned int place;
	u32 mark = 0;

	if (cmpxchg(&programs->lock, 0, 1))
		return 0;
	if (!twstat_program_has_shares(to)) {
		/* Another CPU may have given it one meanwhile. */
		mark = twstat_program_enter_any(to, id);
	}
	if (!mark && !twstat_program_has_shares(to)) {
		place = programs->used == TWSTAT_PROGRAMS ? twstat_programs_least(programs) :
			twstat_programs_use(programs);
		program = &programs->place[place];
		twstat_program_replace(program, id, current->tgid);
		mark = twstat_program_enter(to, place, atomic64_read(&program->held));
	}
	twstat_programs_unlock(programs);
	return mark;
}

NOKPROBE_SYMBOL(twstat_program_come);

/* Gives the first place of a new destination, which no other CPU knows of yet, as a rule. */
static u32 twstat_program_come_first(struct twstat_endpoint *to,
				     const struct twstat_program_id *id)
{
	struct twstat_programs *programs = &to->programs;
	struct twstat_program *program = &programs->place[0];
	u64 held = 1UL << 32 | (TWSTAT_PROGRAM_NONE + 1);

	if (cmpxchg(&programs->lock, 0, 1))
		return 0;
	if (unlikely(programs->used || twstat_program_has_shares(to))) {
		twstat_programs_unlock(programs);
		return 0;
	}
	program->id = *id;
	program->pid = current->tgid;
	program->error = 0;
	atomic_set(&program->failures, 0);
	atomic64_set(&program->connects, 1);
	atomic64_set_release(&program->held, held);
	/* Pairs with the acquire in twstat_program_enter_any(). */
	smp_store_release(&programs->used, 1);
	twstat_programs_unlock(programs);
	return twstat_program_mark(held, 0);
}

NOKPROBE_SYMBOL(twstat_program_come_first);

/* It has shares: a work item gives the place. Only the first one who wants it waits for that. */
static void twstat_program_want(struct twstat_endpoint *to, const struct twstat_program_id *id)
{
	struct twstat_programs *programs = &to->programs;

	if (READ_ONCE(programs->wanted_pid) || cmpxchg(&programs->lock, 0, 1))
		return;
	if (!programs->wanted_pid) {
		programs->wanted = *id;
		WRITE_ONCE(programs->wanted_pid, current->tgid ?: 1);
		twstat_programs_turn(to);
	}
	twstat_programs_unlock(programs);
}

NOKPROBE_SYMBOL(twstat_program_want);

/**
 * twstat_program_find() - count a connect() for the program that makes it
 * @to: the destination, held
 * @sk: the socket
 *
 * Context: as twstat_program_connects().
 * Return: as twstat_program_connects().
 */
u32 twstat_program_find(struct twstat_endpoint *to, const struct sock *sk)
{
	struct twstat_program_id id;
	u32 mark = 0;

	twstat_program_id_of(&id, sk);
	if (!READ_ONCE(to->programs.used))
		mark = twstat_program_come_first(to, &id);
	if (!mark)
		mark = twstat_program_enter_any(to, &id);
	if (mark)
		return mark;
	if (twstat_share_of(to))
		twstat_program_want(to, &id);
	else
		mark = twstat_program_come(to, &id);
	if (!mark)
		twstat_endpoint_add(to, TWSTAT_DST_UNNAMED, 1);
	return mark;
}

NOKPROBE_SYMBOL(twstat_program_find);

/**
 * twstat_program_left() - uncount a socket that gives back its port
 * @to: the destination, held
 * @mark: of the socket's entry, not 0
 *
 * Context: as twstat_program_leaves().
 */
void twstat_program_left(struct twstat_endpoint *to, u32 mark)
{
	unsigned int place = mark & (TWSTAT_PROGRAMS - 1);
	struct twstat_program *program = &to->programs.place[place];
	s64 held = atomic64_read(&program->held);
	u8 share = twstat_share_of(to);

	if (share) {
		if (twstat_program_mark(held, place) == mark)
			this_cpu_dec(twstat_share_at(share)->program[place].ports);
		return;
	}
	while (twstat_program_mark(held, place) == mark &&
	       !atomic64_try_cmpxchg(&program->held, &held, held - 1))
		;
}

NOKPROBE_SYMBOL(twstat_program_left);

/**
 * twstat_program_failed() - count a connect() that found no port
 * @to: the destination, held
 * @mark: of the socket's entry
 *
 * Context: no preemption.
 */
void twstat_program_failed(struct twstat_endpoint *to, u32 mark)
{
	unsigned int place = mark & (TWSTAT_PROGRAMS - 1);
	struct twstat_program *program = &to->programs.place[place];
	u8 share = twstat_share_of(to);

	if (!mark || twstat_program_mark(atomic64_read(&program->held), place) != mark)
		return;
	if (share)
		this_cpu_inc(twstat_share_at(share)->program[place].failures);
	else
		atomic_inc(&program->failures);
}

NOKPROBE_SYMBOL(twstat_program_failed);
