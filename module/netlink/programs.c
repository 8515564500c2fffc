// SPDX-License-Identifier: GPL-2.0
/* Puts programs into messages. */
#include "netlink/programs.h"

/* A name that was copied while it changed may lack its end. */
static void twstat_put_program_id(struct twstat_message *message,
				  const struct twstat_program_id *id, u32 pid)
{
	char name[TASK_COMM_LEN];

	strscpy(name, id->name, sizeof(name));
	twstat_put_string(message, TWSTAT_A_PROGRAM_NAME, name);
	/* In a notification, it is that of the first PID namespace, and only there. */
	if (pid && !message->event)
		pid = twstat_program_pid(pid);
	if (pid)
		twstat_put_u32(message, TWSTAT_A_PROGRAM_PID, pid);
	if (id->cgroup)
		twstat_put_uint(message, TWSTAT_A_PROGRAM_CGROUP, id->cgroup);
}

/**
 * twstat_put_program() - put a program into a message
 * @message: the message
 * @type: the attribute
 * @id: the program; nothing is put if it is all 0
 * @pid: its process, or 0
 */
void twstat_put_program(struct twstat_message *message, int type,
			const struct twstat_program_id *id, u32 pid)
{
	struct nlattr *nest;

	if (!*id->name && !id->cgroup)
		return;
	nest = twstat_put_begin(message, type);
	twstat_put_program_id(message, id, pid);
	twstat_put_end(message, nest);
}

/**
 * twstat_put_programs() - put the programs of a destination into a message
 * @message: the message
 * @type: the attribute, once for each
 * @list: the programs
 */
void twstat_put_programs(struct twstat_message *message, int type,
			 const struct twstat_program_list *list)
{
	const struct twstat_program_numbers *program;
	struct nlattr *nest;

	for (program = list->is; program < list->is + list->number; program++) {
		nest = twstat_put_begin(message, type);
		twstat_put_program_id(message, &program->id, program->pid);
		twstat_put_u32(message, TWSTAT_A_PROGRAM_PORTS, program->ports);
		twstat_put_uint(message, TWSTAT_A_PROGRAM_CONNECTS, program->connects);
		twstat_put_uint(message, TWSTAT_A_PROGRAM_ERROR, program->error);
		twstat_put_uint(message, TWSTAT_A_PROGRAM_FAILURES, program->failures);
		twstat_put_end(message, nest);
	}
}
