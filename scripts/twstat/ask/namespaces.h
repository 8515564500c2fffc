/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_NAMESPACES_H
#define TWSTAT_ASK_NAMESPACES_H

#include <stdbool.h>
#include <stddef.h>

#include "ask/sightings.h"

/**
 * struct place - a network namespace of this machine
 * @inode: its number in /proc/PID/ns/net
 * @name: the name that a person knows it by
 * @netns: what option -N takes for it
 * @pid: a process in it, which @name is of; 0 if there is none, or @name is of a file
 * @own: the tool was started in it, or option -N has entered it
 * @sighting: where it was seen, the most lasting place first
 * @sightings: length of @sighting
 */
struct place {
	unsigned long inode;
	char *name;
	char *netns;
	int pid;
	bool own;
	const struct sighting *sighting;
	size_t sightings;
};

/**
 * struct places - all network namespaces that were found
 * @list: sorted by inode
 * @number: length of @list
 * @hidden: there may be others: this user may not look at all processes
 * @seen: where they were seen
 */
struct places {
	struct place *list;
	size_t number;
	bool hidden;
	struct sightings seen;
};

/**
 * struct others - the network namespaces besides the one that the tool is in
 * @number: how many were found
 * @hidden: there may be more
 */
struct others {
	size_t number;
	bool hidden;
};

struct others places_others(void);
void places_find(struct places *places);
void places_find_own(struct places *places);
void places_name(struct places *places);
void places_free(struct places *places);

int place_enter(const struct place *place);
void place_leave(void);

#endif
