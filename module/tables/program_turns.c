// SPDX-License-Identifier: GPL-2.0
/*
 * Places for programs that connect to a destination with shares. Another program can come into a
 * place only when no CPU counts for the one before any more. So a work item does that, for one
 * program at a time; until then, its connects count for no program.
 */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

#include "tables/endpoint_refs.h"
#include "tables/program_places.h"
#include "tables/program_turns.h"
#include "tables/sharing.h"

/* How long to wait for others that want the same, in jiffies. */
#define TWSTAT_TURN_DELAY	(HZ / 10)

/* The destination with a program that wants a place, with a reference; or NULL. */
static struct twstat_endpoint *twstat_turn_wanted;

static void twstat_turn(struct work_struct *work);
static DECLARE_DELAYED_WORK(twstat_turn_work, twstat_turn);

/**
 * twstat_programs_turn() - have the work item give a place to a destination's @wanted program
 * @to: the destination, held; its @lock is taken
 *
 * If the work item has another destination to do, the program will want it again.
 *
 * Context: interrupts off.
 */
void twstat_programs_turn(struct twstat_endpoint *to)
{
	if (READ_ONCE(twstat_turn_wanted) || !twstat_endpoint_hold(to))
		goto no;
	if (!cmpxchg(&twstat_turn_wanted, NULL, to)) {
		queue_delayed_work(system_percpu_wq, &twstat_turn_work, TWSTAT_TURN_DELAY);
		return;
	}
	twstat_endpoint_drop(to);
no:
	WRITE_ONCE(to->programs.wanted_pid, 0);
}

NOKPROBE_SYMBOL(twstat_programs_turn);

static u64 twstat_turn_connects(const struct twstat_endpoint *to, unsigned int place)
{
	u64 connects = atomic64_read(&to->programs.place[place].connects);
	int cpu;

	for_each_possible_cpu(cpu)
		connects += READ_ONCE(per_cpu_ptr(twstat_share_at(to->share),
						  cpu)->program[place].connects);
	return connects;
}

static unsigned int twstat_turn_place(struct twstat_endpoint *to)
{
	u64 connects, least = U64_MAX;
	unsigned int place, at = 0;

	if (to->programs.used < TWSTAT_PROGRAMS)
		return twstat_programs_use(&to->programs);
	for (place = 0; place < TWSTAT_PROGRAMS; place++) {
		connects = twstat_turn_connects(to, place);
		if (connects < least) {
			least = connects;
			at = place;
		}
	}
	return at;
}

/* Moves what all CPUs have counted for a place into the place. */
static void twstat_turn_fold(struct twstat_endpoint *to, unsigned int place)
{
	struct twstat_program_share *mine;
	int cpu;

	for_each_possible_cpu(cpu) {
		mine = &per_cpu_ptr(twstat_share_at(to->share), cpu)->program[place];
		atomic64_add(mine->connects, &to->programs.place[place].connects);
		*mine = (struct twstat_program_share) { };
	}
}

/* Another CPU may have wanted the same program. */
static bool twstat_turn_is_there(const struct twstat_programs *programs)
{
	unsigned int place;

	for (place = 0; place < programs->used; place++)
		if (twstat_program_is_there(atomic64_read(&programs->place[place].held)) &&
		    twstat_program_is(&programs->place[place], &programs->wanted))
			return true;
	return false;
}

/* The destination has shares, and keeps them meanwhile. */
static void twstat_turn_give(struct twstat_endpoint *to)
{
	struct twstat_programs *programs = &to->programs;
	struct twstat_program *program;
	unsigned int place;
	s64 held;

	if (twstat_turn_is_there(programs))
		return;
	place = twstat_turn_place(to);
	program = &programs->place[place];
	held = atomic64_read(&program->held);
	while (twstat_program_is_there(held) &&
	       !atomic64_try_cmpxchg(&program->held, &held,
				     (u64)(twstat_program_era(held) + 1) << 32))
		;
	/* After this, no CPU counts for the program that was there. */
	synchronize_rcu();
	twstat_turn_fold(to, place);
	twstat_program_replace(program, &programs->wanted, programs->wanted_pid);
}

static void twstat_turn(struct work_struct *work)
{
	struct twstat_endpoint *to = READ_ONCE(twstat_turn_wanted);

	if (!to)
		return;
	twstat_sharing_lock();
	/* Without shares, the program gets its place at its next connect(). */
	if (to->share)
		twstat_turn_give(to);
	twstat_sharing_unlock();
	WRITE_ONCE(to->programs.wanted_pid, 0);
	local_irq_disable();
	twstat_endpoint_drop(to);
	local_irq_enable();
	/* The next one finds all of this done. */
	smp_store_release(&twstat_turn_wanted, NULL);
}

/**
 * twstat_program_turns_exit() - stop the work item; no handler may run any more
 */
void twstat_program_turns_exit(void)
{
	cancel_delayed_work_sync(&twstat_turn_work);
	twstat_turn_wanted = NULL;
}
