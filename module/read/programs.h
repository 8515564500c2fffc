/* SPDX-License-Identifier: GPL-2.0 */
/* Reads the programs behind connections and failures. */
#ifndef _TWSTAT_READ_PROGRAMS_H
#define _TWSTAT_READ_PROGRAMS_H

#include "tables/programs_read.h"

/**
 * struct twstat_program_list - the programs of a destination
 * @known: programs are counted
 * @number: how many there are
 * @is: the programs, the one with most ports first
 */
struct twstat_program_list {
	bool known;
	unsigned int number;
	struct twstat_program_numbers is[TWSTAT_PROGRAMS];
};

void twstat_programs_list(const struct twstat_endpoint *to, struct twstat_program_list *list);
u32 twstat_program_pid(u32 pid);

#endif
