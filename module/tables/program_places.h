/* SPDX-License-Identifier: GPL-2.0 */
/* The places that a destination has for programs, and who is in them. */
#ifndef _TWSTAT_TABLES_PROGRAM_PLACES_H
#define _TWSTAT_TABLES_PROGRAM_PLACES_H

#include <linux/processor.h>

#include "tables/endpoint.h"

/*
 * Whether two programs are the same, if their names are padded with zeros. Those of older kernels
 * are not: twstat_program_is() also compares them as strings.
 */
static __always_inline bool twstat_program_equal(const struct twstat_program_id *a,
						 const struct twstat_program_id *b)
{
	return a->word[0] == b->word[0] && a->word[1] == b->word[1] && a->cgroup == b->cgroup;
}

bool twstat_program_is(const struct twstat_program *program,
		       const struct twstat_program_id *id);
void twstat_programs_init(struct twstat_programs *programs);
unsigned int twstat_programs_use(struct twstat_programs *programs);
void twstat_program_replace(struct twstat_program *program, const struct twstat_program_id *id,
			    u32 pid);
void twstat_programs_fold(struct twstat_endpoint *to, u8 share);

/**
 * twstat_programs_lock() - keep all others from changing which programs have places
 * @programs: the programs of a destination
 *
 * Handlers only try it, with cmpxchg(), and hold it for a moment.
 *
 * Context: no handler of this CPU can interrupt, or process.
 */
static inline void twstat_programs_lock(struct twstat_programs *programs)
{
	while (cmpxchg(&programs->lock, 0, 1))
		cpu_relax();
}

/**
 * twstat_programs_unlock() - undo twstat_programs_lock()
 * @programs: the programs
 */
static inline void twstat_programs_unlock(struct twstat_programs *programs)
{
	/* Pairs with the cmpxchg() of the next one. */
	smp_store_release(&programs->lock, 0);
}

#endif
