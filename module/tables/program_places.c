// SPDX-License-Identifier: GPL-2.0
/* The places that a destination has for programs, and who is in them; see tables/programs.c. */
#include <linux/kprobes.h>
#include <linux/percpu.h>
#include <linux/string.h>

#include "tables/program_places.h"
#include "tables/shares.h"

/**
 * twstat_program_is() - check whether a program is the one of a place
 * @program: the place
 * @id: the program; names of older kernels have anything after their end
 *
 * Return: whether it is.
 */
bool twstat_program_is(const struct twstat_program *program,
		       const struct twstat_program_id *id)
{
	return twstat_program_equal(&program->id, id) ||
	       (program->id.cgroup == id->cgroup &&
		!strncmp(program->id.name, id->name, sizeof(id->name)));
}

NOKPROBE_SYMBOL(twstat_program_is);

/**
 * twstat_program_replace() - give a place to a program, without ports
 * @program: the place; no handler counts for it if the destination has shares
 * @id: the program
 * @pid: the process that called connect()
 *
 * Context: @lock of struct twstat_programs.
 */
void twstat_program_replace(struct twstat_program *program, const struct twstat_program_id *id,
			    u32 pid)
{
	s64 held = atomic64_read(&program->held);

	/* From now on nothing is counted for the one that was here. */
	while (twstat_program_is_there(held) &&
	       !atomic64_try_cmpxchg(&program->held, &held,
				     (u64)(twstat_program_era(held) + 1) << 32))
		;
	held = atomic64_read(&program->held);
	/* Pairs with the acquire of those who compare the program. */
	smp_wmb();
	WRITE_ONCE(program->error, atomic64_read(&program->connects));
	atomic_set(&program->failures, 0);
	program->id = *id;
	WRITE_ONCE(program->pid, pid);
	atomic64_set_release(&program->held, (u64)(twstat_program_era(held) + 1) << 32 |
			     TWSTAT_PROGRAM_NONE);
}

NOKPROBE_SYMBOL(twstat_program_replace);

/**
 * twstat_programs_use() - take the next place that was not used
 * @programs: the programs; one place is left
 *
 * Context: @lock of struct twstat_programs.
 * Return: the place, which has no program yet.
 */
unsigned int twstat_programs_use(struct twstat_programs *programs)
{
	unsigned int place = programs->used;

	atomic64_set(&programs->place[place].held, 0);
	atomic64_set(&programs->place[place].connects, 0);
	/* Pairs with the acquire in twstat_program_enter_any(). */
	smp_store_release(&programs->used, place + 1);
	return place;
}

NOKPROBE_SYMBOL(twstat_programs_use);

/**
 * twstat_programs_init() - empty all places of a new destination
 * @programs: its programs
 *
 * Connections to ever new destinations pay for this. The first place is looked at whatever @used
 * is.
 */
void twstat_programs_init(struct twstat_programs *programs)
{
	atomic64_set(&programs->place[0].held, 0);
	programs->used = 0;
	programs->lock = 0;
	programs->wanted_pid = 0;
}

NOKPROBE_SYMBOL(twstat_programs_init);

/**
 * twstat_programs_fold() - add all CPUs' shares of the programs to the destination, and empty them
 * @to: the destination
 * @share: its share; no CPU uses it any more
 *
 * Meanwhile sockets may have left that are still counted in a share: so the number of ports in
 * @held can be below 0. TWSTAT_PROGRAM_NONE keeps it from changing the era.
 *
 * Context: process.
 */
void twstat_programs_fold(struct twstat_endpoint *to, u8 share)
{
	struct twstat_program_share *mine;
	struct twstat_program *program;
	int cpu, place;

	for_each_possible_cpu(cpu) {
		mine = per_cpu_ptr(twstat_share_at(share), cpu)->program;
		for (place = 0; place < to->programs.used; place++, mine++) {
			program = &to->programs.place[place];
			atomic64_add(mine->ports, &program->held);
			atomic64_add(mine->connects, &program->connects);
			atomic_add(mine->failures, &program->failures);
			*mine = (struct twstat_program_share) { };
		}
	}
}
