/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_PROGRAMS_H
#define TWSTAT_ASK_PROGRAMS_H

#include <libmnl/libmnl.h>
#include <linux/twstat.h>

#include "ask/record.h"

/* The most programs of a destination; those of a newer module are ignored. */
#define PROGRAMS	8

/* Room for a command name. */
#define PROGRAM_NAME	16

/**
 * struct program - a program, by its command name and its cgroup
 * @n: by TWSTAT_A_PROGRAM_*
 * @name: the command name, without characters that a terminal would not show; empty if the
 *	module does not know the program
 */
struct program {
	struct record n;
	char name[PROGRAM_NAME];
};

/**
 * struct programs - the programs of a destination, the one with most ports first
 * @list: the programs
 * @number: length of @list
 */
struct programs {
	struct program list[PROGRAMS];
	unsigned int number;
};

void program_read(struct program *program, const struct nlattr *nest);
void programs_read(struct programs *programs, const struct nlmsghdr *message, int attribute);

#endif
