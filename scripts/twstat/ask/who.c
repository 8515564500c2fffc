// SPDX-License-Identifier: GPL-2.0
/* Programs as a person knows them: by their unit, container or pod. */
#include <stdio.h>
#include <string.h>

#include "ask/cgroup.h"
#include "ask/who.h"
#include "base/clean.h"

/**
 * who_belongs() - find out what a program belongs to, without counting its processes
 * @who: filled in, but for @processes, which is 0
 * @program: the program
 */
void who_belongs(struct who *who, const struct program *program)
{
	struct cgroup_name name;

	memset(who, 0, sizeof(*who));
	if (!program->n.known[TWSTAT_A_PROGRAM_CGROUP] ||
	    !cgroup_path(program->n.value[TWSTAT_A_PROGRAM_CGROUP], who->path,
			 sizeof(who->path)))
		return;
	clean_name(who->path);
	cgroup_name(&name, who->path);
	snprintf(who->unit, sizeof(who->unit), "%s", name.text);
}

/**
 * who_is() - find out what a program belongs to
 * @who: filled in
 * @program: the program
 */
void who_is(struct who *who, const struct program *program)
{
	who_belongs(who, program);
	if (*who->path)
		who->processes = cgroup_processes(who->path, program->name);
}

/**
 * who_unit() - name a program, without counting its processes
 * @text: filled in: "php-fpm.service (php-fpm8.2)", or only the command name
 * @size: room in @text, WHO_SIZE is enough
 * @program: the program
 */
void who_unit(char *text, size_t size, const struct program *program)
{
	struct who who;

	who_belongs(&who, program);
	if (*who.unit && *program->name)
		snprintf(text, size, "%s (%s)", who.unit, program->name);
	else
		snprintf(text, size, "%s", *who.unit ? who.unit : program->name);
}

/**
 * who_text() - name a program
 * @text: filled in: "php-fpm.service (php-fpm8.2, 31 processes)", or only the command name
 * @size: room in @text, WHO_SIZE is enough
 * @program: the program
 */
void who_text(char *text, size_t size, const struct program *program)
{
	struct who who;

	who_is(&who, program);
	if (!*who.unit)
		snprintf(text, size, "%s", program->name);
	else if (who.processes > 1)
		snprintf(text, size, "%s (%s, %u processes)", who.unit, program->name,
			 who.processes);
	else
		snprintf(text, size, "%s (%s)", who.unit, program->name);
}
