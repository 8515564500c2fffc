// SPDX-License-Identifier: GPL-2.0
/* Cgroups by their id, as ss(8) finds them with --cgroup. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask/cgroup.h"
#include "recording/machine.h"

/* The type of file handles of the cgroup file systems: FILEID_KERNFS in the kernel. */
#define HANDLE_KERNFS	0xfe

/* Where the cgroup v2 hierarchy is mounted; empty if it isn't. */
static const char *hierarchy(void)
{
	static char path[PATH_MAX];
	static bool searched;
	struct mntent *mount;
	FILE *mounts;

	if (searched)
		return path;
	searched = true;
	mounts = setmntent("/proc/self/mounts", "re");
	if (!mounts)
		return path;
	while (!*path && (mount = getmntent(mounts)))
		if (!strcmp(mount->mnt_type, "cgroup2"))
			snprintf(path, sizeof(path), "%s", mount->mnt_dir);
	endmntent(mounts);
	return path;
}

/* Opens the folder of a cgroup; below 0 if that can't be done. */
static int open_cgroup(__u64 id)
{
	union {
		struct file_handle handle;
		char room[sizeof(struct file_handle) + sizeof(id)];
	} by = { .handle = { .handle_bytes = sizeof(id), .handle_type = HANDLE_KERNFS } };
	int mount, fd;

	if (!*hierarchy())
		return -1;
	mount = open(hierarchy(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (mount < 0)
		return -1;
	memcpy(by.handle.f_handle, &id, sizeof(id));
	fd = open_by_handle_at(mount, &by.handle, O_RDONLY | O_CLOEXEC);
	close(mount);
	return fd;
}

/* What machine_fact() looks for. */
static __u64 wanted;
static const char *wanted_path, *wanted_name;

/* As in /proc/PID/cgroup: "/" is the root. */
static const char *look_for_path(void)
{
	size_t skip = strlen(hierarchy());
	static char all[PATH_MAX];
	int fd = open_cgroup(wanted);
	ssize_t length;
	char link[64];

	if (fd < 0)
		return NULL;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, all, sizeof(all) - 1);
	close(fd);
	if (length < 0)
		return NULL;
	all[length] = '\0';
	if (strncmp(all, hierarchy(), skip) || strstr(all, " (deleted)"))
		return NULL;
	return all[skip] ? all + skip : "/";
}

/**
 * cgroup_path() - the path of a cgroup in the cgroup v2 hierarchy
 * @id: its id
 * @path: filled in, as in /proc/PID/cgroup; "/" is the root
 * @size: room in @path
 *
 * It needs CAP_DAC_READ_SEARCH.
 *
 * Return: whether the cgroup exists and can be found.
 */
bool cgroup_path(__u64 id, char *path, size_t size)
{
	const char *found;
	char fact[64];

	wanted = id;
	snprintf(fact, sizeof(fact), CGROUP_FACT " %llu", id);
	found = machine_fact(fact, look_for_path);
	if (found)
		snprintf(path, size, "%s", found);
	return found;
}

static bool has_name(const char *process, const char *name)
{
	char path[64], is[32] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%.16s/comm", process);
	file = fopen(path, "re");
	if (!file)
		return false;
	if (fgets(is, sizeof(is), file))
		is[strcspn(is, "\n")] = '\0';
	fclose(file);
	return !strcmp(is, name);
}

static FILE *open_processes(const char *path)
{
	FILE *processes;
	char *file;

	if (asprintf(&file, "%s%s/cgroup.procs", hierarchy(), path) < 0)
		return NULL;
	processes = fopen(file, "re");
	free(file);
	return processes;
}

/**
 * cgroup_open() - open the list of processes of a cgroup
 * @id: its id
 *
 * Return: the stream; NULL if the cgroup can't be found.
 */
FILE *cgroup_open(__u64 id)
{
	char path[PATH_MAX];

	return cgroup_path(id, path, sizeof(path)) ? open_processes(path) : NULL;
}

static const char *look_for_processes(void)
{
	char line[32];
	unsigned int number = 0;
	static char text[16];
	FILE *processes;

	processes = open_processes(wanted_path);
	if (!processes)
		return NULL;
	while (fgets(line, sizeof(line), processes)) {
		line[strcspn(line, "\n")] = '\0';
		number += isdigit((unsigned char)*line) && has_name(line, wanted_name);
	}
	fclose(processes);
	snprintf(text, sizeof(text), "%u", number);
	return text;
}

/**
 * cgroup_processes() - count the processes of a program in a cgroup
 * @path: from cgroup_path()
 * @name: the command name
 *
 * Return: the number; 0 if it can't be found out.
 */
unsigned int cgroup_processes(const char *path, const char *name)
{
	char fact[2 * PATH_MAX];
	const char *found;

	wanted_path = path;
	wanted_name = name;
	snprintf(fact, sizeof(fact), CGROUP_FACT " %s %s", path, name);
	found = machine_fact(fact, look_for_processes);
	return found ? strtoul(found, NULL, 10) : 0;
}
