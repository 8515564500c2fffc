/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_SIGHTINGS_H
#define TWSTAT_ASK_SIGHTINGS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * enum sighting_kind - where a namespace was seen, the most lasting place first
 * @SIGHTING_NAMED: a file that ip-netns(8) made
 * @SIGHTING_PROCESS: a process is in it
 * @SIGHTING_MOUNT: it is mounted on another file
 * @SIGHTING_ELSEWHERE: it is mounted in another mount namespace
 * @SIGHTING_FD: a process has an open file descriptor of it
 */
enum sighting_kind {
	SIGHTING_NAMED,
	SIGHTING_PROCESS,
	SIGHTING_MOUNT,
	SIGHTING_ELSEWHERE,
	SIGHTING_FD,
};

/**
 * struct sighting - one place where a network namespace was seen
 * @inode: the inode of the namespace
 * @kind: what kind of place it is
 * @pid: the process that is in it, has it open, or has it mounted; 0: this one
 * @fd: the file descriptor, for SIGHTING_FD
 * @mount: the path where it is mounted, as that process sees it, or NULL
 */
struct sighting {
	unsigned long inode;
	enum sighting_kind kind;
	int pid;
	int fd;
	char *mount;
};

/**
 * struct sightings - all of them
 * @list: sorted by inode, and then by kind and PID
 * @number: length of @list
 * @hidden: this user may not look at all processes
 */
struct sightings {
	struct sighting *list;
	size_t number;
	bool hidden;
};

unsigned long namespace_of(int pid, const char *kind);
void sightings_find(struct sightings *sightings);
void sightings_free(struct sightings *sightings);

char *sighting_path(const struct sighting *sighting);
int sighting_open(const struct sighting *sighting);

#endif
