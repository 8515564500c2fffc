// SPDX-License-Identifier: GPL-2.0
/* Reads the programs behind the connections of a destination, while handlers count. */
#include <linux/percpu.h>
#include <linux/sort.h>

#include "tables/programs_read.h"
#include "tables/shares.h"

/* Reads a place; returns whether the same program was there all the time. */
static bool twstat_program_read(const struct twstat_program *program,
				struct twstat_program_numbers *numbers)
{
	s64 held = atomic64_read_acquire(&program->held);

	if (!twstat_program_is_there(held))
		return false;
	numbers->id = program->id;
	numbers->id.name[TASK_COMM_LEN - 1] = '\0';
	numbers->pid = READ_ONCE(program->pid);
	numbers->ports = (u32)held - TWSTAT_PROGRAM_NONE;
	numbers->connects = atomic64_read(&program->connects);
	numbers->error = READ_ONCE(program->error);
	numbers->failures = atomic_read(&program->failures);
	/* Pairs with the barriers of twstat_program_replace(). */
	smp_rmb();
	return twstat_program_era(atomic64_read(&program->held)) == twstat_program_era(held);
}

/* Adds what all CPUs have counted in their shares. */
static void twstat_program_add_shares(struct twstat_program_numbers *numbers, u8 share,
				      unsigned int place)
{
	const struct twstat_program_share *mine;
	int cpu;

	for_each_possible_cpu(cpu) {
		mine = &per_cpu_ptr(twstat_share_at(share), cpu)->program[place];
		numbers->ports += READ_ONCE(mine->ports);
		numbers->connects += READ_ONCE(mine->connects);
		numbers->failures += READ_ONCE(mine->failures);
	}
}

static unsigned int twstat_programs_read_all(const struct twstat_endpoint *to,
					     struct twstat_program_numbers *numbers, u8 share)
{
	/* Pairs with the release of those who use another place. */
	unsigned int used = smp_load_acquire(&to->programs.used);
	unsigned int place, number = 0;

	for (place = 0; place < used; place++) {
		if (!twstat_program_read(&to->programs.place[place], &numbers[number]))
			continue;
		if (share)
			twstat_program_add_shares(&numbers[number], share, place);
		number++;
	}
	return number;
}

static int twstat_program_compare(const void *a, const void *b)
{
	const struct twstat_program_numbers *one = a, *other = b;

	if (one->ports != other->ports)
		return one->ports > other->ports ? -1 : 1;
	if (one->connects != other->connects)
		return one->connects > other->connects ? -1 : 1;
	return 0;
}

/**
 * twstat_programs_read() - read the programs of a destination, the one with most ports first
 * @to: the destination, held
 * @numbers: room for TWSTAT_PROGRAMS of them; filled in
 *
 * Context: any.
 * Return: how many there are.
 */
unsigned int twstat_programs_read(const struct twstat_endpoint *to,
				  struct twstat_program_numbers *numbers)
{
	unsigned int number, i, seq;

	if (to->kind != TWSTAT_DESTINATION)
		return 0;
	do {
		seq = read_seqcount_begin(&twstat_share_seq);
		number = twstat_programs_read_all(to, numbers, twstat_share_to_read(to));
	} while (read_seqcount_retry(&twstat_share_seq, seq));
	/* CPUs are not read at the same moment. */
	for (i = 0; i < number; i++)
		numbers[i].ports = max_t(int, numbers[i].ports, 0);
	sort(numbers, number, sizeof(*numbers), twstat_program_compare, NULL);
	return number;
}
