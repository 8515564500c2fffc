/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_WHO_H
#define TWSTAT_ASK_WHO_H

#include "ask/cgroup_name.h"
#include "ask/programs.h"

/* Room for a unit, a command name and a number of processes. */
#define WHO_SIZE	(CGROUP_NAME_SIZE + PROGRAM_NAME + 32)

/**
 * struct who - a program, as a person knows it
 * @path: the path of its cgroup; empty if it can't be found
 * @unit: what the cgroup belongs to, as struct cgroup_name has it; or empty
 * @processes: how many processes of the program are in the cgroup now; 0 if not known
 */
struct who {
	char path[4096];
	char unit[CGROUP_NAME_SIZE];
	unsigned int processes;
};

void who_belongs(struct who *who, const struct program *program);
void who_is(struct who *who, const struct program *program);
void who_unit(char *text, size_t size, const struct program *program);
void who_text(char *text, size_t size, const struct program *program);

#endif
