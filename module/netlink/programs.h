/* SPDX-License-Identifier: GPL-2.0 */
/* Puts programs into messages. */
#ifndef _TWSTAT_NETLINK_PROGRAMS_H
#define _TWSTAT_NETLINK_PROGRAMS_H

#include "netlink/message.h"
#include "read/programs.h"

void twstat_put_program(struct twstat_message *message, int type,
			const struct twstat_program_id *id, u32 pid);
void twstat_put_programs(struct twstat_message *message, int type,
			 const struct twstat_program_list *list);

#endif
