/* SPDX-License-Identifier: GPL-2.0 */
/* Places for programs that connect to a destination with shares. */
#ifndef _TWSTAT_TABLES_PROGRAM_TURNS_H
#define _TWSTAT_TABLES_PROGRAM_TURNS_H

struct twstat_endpoint;

void twstat_programs_turn(struct twstat_endpoint *to);
void twstat_program_turns_exit(void);

#endif
