// SPDX-License-Identifier: GPL-2.0
/*
 * The names that a person knows network namespaces by: that of ip-netns(8), of the pod,
 * container or unit of a process in it, or NAME[PID]. Container engines also make names of
 * ip-netns(8), with a UUID: these are only used if there is no other.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask/namespaces.h"
#include "ask/process.h"
#include "base/clean.h"
#include "base/memory.h"

/* The name of the network namespace of the machine's first process. */
#define HOST	"host"

/* The name of the tool's own, if there is no better one: its processes are the user's shell. */
#define OWN	"this"

/* The PID namespace of the machine: a constant of the kernel. */
#define FIRST_PIDS	4026531836

/* Of so many processes, the one with the best name is taken. */
#define MOST_PROCESSES	8

/* The length of a UUID. */
#define UUID	36

static bool has_uuid(const char *name)
{
	size_t size = strlen(name), i;

	if (size < UUID)
		return false;
	name += size - UUID;
	for (i = 0; i < UUID; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ?
		    name[i] != '-' : !isxdigit((unsigned char)name[i]))
			return false;
	return true;
}

static char *text(const char *from)
{
	return memory_checked(strdup(from));
}

/* The process whose cgroup has the best name; 0 if there is none. */
static int best_process(const struct place *place, struct cgroup_name *best)
{
	struct cgroup_name name;
	unsigned int looked = 0;
	int pid = 0;
	size_t i;

	cgroup_name(best, "");
	for (i = 0; i < place->sightings && looked < MOST_PROCESSES; i++) {
		if (place->sighting[i].kind != SIGHTING_PROCESS)
			continue;
		looked++;
		process_cgroup(&name, place->sighting[i].pid);
		if (!pid || name.kind > best->kind) {
			pid = place->sighting[i].pid;
			*best = name;
		}
	}
	return pid;
}

static char *number(int pid)
{
	char *name;

	return memory_checked(asprintf(&name, "%d", pid) < 0 ? NULL : name);
}

static void name_by_process(struct place *place, const struct cgroup_name *cgroup)
{
	char name[CGROUP_NAME_SIZE];

	process_name(name, sizeof(name), place->pid);
	place->name = text(name);
	if (*cgroup->pod)
		place->netns = text(cgroup->pod);
	else if (*cgroup->container)
		place->netns = memory_checked(strndup(cgroup->container,
						      strcmp(cgroup->engine, "lxc") ?
						      CONTAINER_SHOWN : CONTAINER_ID));
	else
		place->netns = number(place->pid);
}

static void name_by_file(struct place *place)
{
	place->netns = place->sightings ? sighting_path(place->sighting) : text("");
	place->name = text(place->netns);
}

static const char *given_name(const struct place *place)
{
	return place->sightings && place->sighting->kind == SIGHTING_NAMED ?
		strrchr(place->sighting->mount, '/') + 1 : NULL;
}

static void name_place(struct place *place, unsigned long first)
{
	const char *given = given_name(place);
	struct cgroup_name cgroup;

	place->pid = best_process(place, &cgroup);
	if (place->inode == first) {
		place->name = text(HOST);
		place->netns = text("1");
	} else if (given && !(has_uuid(given) && cgroup.kind >= CGROUP_CONTAINER)) {
		place->name = text(given);
		place->netns = text(given);
	} else if (place->own && cgroup.kind <= CGROUP_SESSION) {
		place->name = text(OWN);
		place->netns = text("/proc/self/ns/net");
	} else if (place->pid) {
		name_by_process(place, &cgroup);
	} else {
		name_by_file(place);
	}
	clean_name(place->name);
}

static int by_name(const void *a, const void *b)
{
	return strcmp((*(struct place *const *)a)->name, (*(struct place *const *)b)->name);
}

/* NAME[PID], for names that several have; or NAME[INODE], which -N does not take. */
static void tell_apart(struct place *place)
{
	char *name;

	if (asprintf(&name, "%s[%lu]", place->name,
		     place->pid ? (unsigned long)place->pid : place->inode) < 0)
		name = NULL;
	free(place->name);
	place->name = memory_checked(name);
	if (!place->pid)
		return;
	free(place->netns);
	place->netns = number(place->pid);
}

static void tell_all_apart(struct places *places)
{
	struct place **sorted = memory_checked(calloc(places->number + 1, sizeof(*sorted)));
	size_t i, j, same;

	for (i = 0; i < places->number; i++)
		sorted[i] = &places->list[i];
	qsort(sorted, places->number, sizeof(*sorted), by_name);
	for (i = 0; i < places->number; i += same) {
		same = 1;
		while (i + same < places->number && !by_name(&sorted[i], &sorted[i + same]))
			same++;
		for (j = i; same > 1 && j < i + same; j++)
			tell_apart(sorted[j]);
	}
	free(sorted);
}

/**
 * places_name() - find the names
 * @places: from places_find()
 *
 * They are unique, unless two processes end and another begins meanwhile.
 */
void places_name(struct places *places)
{
	bool machine = namespace_of(0, "pid") == FIRST_PIDS;
	unsigned long first = machine ? namespace_of(1, "net") : 0;
	char *at;
	size_t i;

	for (i = 0; i < places->number; i++) {
		name_place(&places->list[i], first);
		for (at = places->list[i].name; *at; at++)
			if (!isprint((unsigned char)*at))
				*at = '?';
	}
	tell_all_apart(places);
}
