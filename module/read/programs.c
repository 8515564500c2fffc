// SPDX-License-Identifier: GPL-2.0
/* The only place where programs are read. */
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>

#include "handlers/clients.h"
#include "read/programs.h"
#include "tables/switches.h"

/**
 * twstat_programs_list() - read the programs of a destination
 * @to: the destination, which the caller keeps from being freed
 * @list: filled in
 *
 * Context: any.
 */
void twstat_programs_list(const struct twstat_endpoint *to, struct twstat_program_list *list)
{
	list->known = READ_ONCE(twstat_switches.who) && twstat_clients_watched();
	list->number = list->known ? twstat_programs_read(to, list->is) : 0;
}

/**
 * twstat_program_pid() - translate the number of a process for the current task
 * @pid: its number in the first PID namespace
 *
 * Return: its number in the PID namespace of the current task; 0 if it is gone or not there.
 */
u32 twstat_program_pid(u32 pid)
{
	struct pid *found;
	u32 number;

	rcu_read_lock();
	found = find_pid_ns(pid, &init_pid_ns);
	number = found ? pid_vnr(found) : 0;
	rcu_read_unlock();
	return number;
}
