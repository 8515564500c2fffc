// SPDX-License-Identifier: GPL-2.0
/* Enters the network namespace that option -N names. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask/namespaces.h"
#include "ask/netns.h"
#include "ask/process.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/options.h"

/**
 * struct match - the container or pod that a prefix fits
 * @prefix: the prefix
 * @pid: a process in it; 0 if there is none
 * @name: what it belongs to
 * @other: another one, which it fits, too
 */
struct match {
	const char *prefix;
	int pid;
	struct cgroup_name name;
	char other[CGROUP_NAME_SIZE];
};

/* The prefix of a UID or container ID; the name of a container of LXC has to be whole. */
static bool fits(const struct cgroup_name *name, const char *prefix)
{
	size_t size = strlen(prefix);

	if (*name->pod && !strncmp(name->pod, prefix, size))
		return true;
	if (!*name->container)
		return false;
	return strcmp(name->engine, "lxc") ? !strncmp(name->container, prefix, size) :
					     !strcmp(name->container, prefix);
}

/* The containers of a pod share its network namespace. */
static bool is_same(const struct cgroup_name *a, const struct cgroup_name *b)
{
	return *a->pod || *b->pod ? !strcmp(a->pod, b->pod) :
				    !strcmp(a->container, b->container);
}

static void match_process(int pid, void *data)
{
	struct match *match = data;
	struct cgroup_name name;

	process_cgroup(&name, pid);
	if (!fits(&name, match->prefix))
		return;
	if (match->pid && !is_same(&name, &match->name)) {
		snprintf(match->other, sizeof(match->other), "%s", name.text);
	} else {
		match->pid = pid;
		match->name = name;
	}
}

/* A process in the container or pod; 0 if there is none. */
static int find_container(const char *prefix)
{
	struct match match = { .prefix = prefix };

	if (!*prefix)
		return 0;
	process_each(match_process, &match);
	if (*match.other)
		usage("'%s' fits more than one container: %s and %s; give more of the ID.",
		      prefix, match.name.text, match.other);
	return match.pid;
}

static bool is_process(const char *name)
{
	unsigned long pid;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%.32s", name);
	return number_read(name, &pid) && !access(path, F_OK);
}

/* Where the namespace is that twstat -A calls so; NULL if there is none. To be freed. */
static char *find_named(const char *name)
{
	struct places places;
	char *path = NULL;
	size_t i;

	places_find(&places);
	places_name(&places);
	for (i = 0; !path && i < places.number; i++)
		if (places.list[i].sightings && !strcmp(places.list[i].name, name))
			path = sighting_path(places.list[i].sighting);
	places_free(&places);
	return path;
}

/* A path, a name of ip-netns(8), a PID, a container or pod, a name that -A shows. */
static void find_path(char path[PATH_MAX], const char *name)
{
	int pid = is_process(name) ? atoi(name) : 0;
	char *found = NULL;

	if (strchr(name, '/')) {
		snprintf(path, PATH_MAX, "%s", name);
		return;
	}
	snprintf(path, PATH_MAX, "/run/netns/%s", name);
	if (*name && !access(path, F_OK))
		return;
	if (!pid)
		pid = find_container(name);
	if (!pid)
		found = find_named(name);
	else if (asprintf(&found, "/proc/%d/ns/net", pid) < 0)
		found = NULL;
	if (!found)
		return;
	snprintf(path, PATH_MAX, "%s", found);
	/* It is a word that nsenter(1) knows, for lines to type; it is never freed. */
	options.netns = found;
}

/**
 * netns_enter() - enter a network namespace, or fail
 * @name: its name as in ip-netns(8), a path, a PID, a prefix of the ID of a container or of
 *	the UID of a pod, or a name that option -A shows
 */
void netns_enter(const char *name)
{
	char path[PATH_MAX];
	int fd;

	find_path(path, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		fail(EXIT_FAILED,
		     "There is no network namespace '%s', and no such process, container or pod; see twstat -A.",
		     name);
	if (fd >= 0 && !setns(fd, CLONE_NEWNET)) {
		close(fd);
		return;
	}
	if (errno == EPERM || errno == EACCES)
		fail(EXIT_NOT_ALLOWED,
		     "Permission denied: only root may use another network namespace (-N).");
	if (errno == EINVAL)
		fail(EXIT_FAILED, "'%s' is not a network namespace.", name);
	fail(EXIT_FAILED, "Can't enter the network namespace '%s': %s.", name,
	     strerror(errno));
}
