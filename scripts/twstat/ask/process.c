// SPDX-License-Identifier: GPL-2.0
/* Processes, and the names that a person knows them by. */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask/process.h"
#include "base/clean.h"

/**
 * process_each() - look at each process that is visible here
 * @take: takes each PID
 * @data: for @take
 */
void process_each(process_taker *take, void *data)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;

	if (!folder)
		return;
	while ((entry = readdir(folder)))
		if (isdigit((unsigned char)*entry->d_name))
			take(atoi(entry->d_name), data);
	closedir(folder);
}

/**
 * process_cgroup() - what the cgroups of a process belong to
 * @name: filled in
 * @pid: the process
 *
 * With the version 1 of cgroups there are several, and not all have a name.
 */
void process_cgroup(struct cgroup_name *name, int pid)
{
	char path[64], *line = NULL, *group;
	struct cgroup_name other;
	size_t size = 0;
	FILE *file;

	cgroup_name(name, "");
	snprintf(path, sizeof(path), "/proc/%d/cgroup", pid);
	file = fopen(path, "re");
	if (!file)
		return;
	/* NUMBER:CONTROLLERS:PATH */
	while (getline(&line, &size, file) > 0) {
		line[strcspn(line, "\n")] = '\0';
		group = strchr(line, ':');
		group = group ? strchr(group + 1, ':') : NULL;
		if (!group)
			continue;
		cgroup_name(&other, group + 1);
		if (other.kind > name->kind)
			*name = other;
	}
	free(line);
	fclose(file);
}

/**
 * process_command() - the name of the program that a process runs
 * @text: filled in, without characters that a terminal would interpret; "?" if it is gone
 * @size: size of @text
 * @pid: the process
 */
void process_command(char *text, size_t size, int pid)
{
	char path[64];
	FILE *file;

	snprintf(text, size, "?");
	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	file = fopen(path, "re");
	if (!file)
		return;
	if (fgets(text, size, file))
		text[strcspn(text, "\n")] = '\0';
	fclose(file);
	clean_name(text);
}

/**
 * process_name() - the name that a person knows a process by
 * @text: filled in: that of its pod, container or unit; else NAME[PID]
 * @size: size of @text
 * @pid: the process
 */
void process_name(char *text, size_t size, int pid)
{
	struct cgroup_name name;
	char command[32];

	process_cgroup(&name, pid);
	if (name.kind > CGROUP_SESSION) {
		snprintf(text, size, "%s", name.text);
		return;
	}
	process_command(command, sizeof(command), pid);
	snprintf(text, size, "%s[%d]", command, pid);
}
