/* SPDX-License-Identifier: GPL-2.0 */
/* Reads the programs behind the connections of a destination. */
#ifndef _TWSTAT_TABLES_PROGRAMS_READ_H
#define _TWSTAT_TABLES_PROGRAMS_READ_H

#include "tables/endpoint.h"

/**
 * struct twstat_program_numbers - the numbers of a program
 * @id: the program; @name ends with 0
 * @pid: one of its processes, by its number in the first PID namespace
 * @ports: local ports that its sockets hold
 * @connects: connect() calls, at most @error too many
 * @error: see there
 * @failures: connect() calls that found no port
 */
struct twstat_program_numbers {
	struct twstat_program_id id;
	u32 pid;
	u32 ports;
	u64 connects;
	u64 error;
	u32 failures;
};

unsigned int twstat_programs_read(const struct twstat_endpoint *to,
				  struct twstat_program_numbers *numbers);

#endif
