// SPDX-License-Identifier: GPL-2.0
/* The network namespaces of this machine: found, and entered one after the other. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "ask/namespaces.h"
#include "base/fail.h"
#include "base/memory.h"
#include "recording/recording.h"

/* For so long, places_others() takes what it has found. */
#define SECONDS	10

/* The namespace to go back to, and the one that this process is in. */
static unsigned long home, here;
static int home_fd = -1;

static void find_home(void)
{
	if (home)
		return;
	home = namespace_of(0, "net");
	here = home;
	/* It fails without /proc, and then no other namespace is found either. */
	home_fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
}

static void add(struct places *places, unsigned long inode)
{
	places->list = memory_grow(places->list, places->number, sizeof(*places->list));
	places->list[places->number++] = (struct place){
		.inode = inode, .own = inode == home,
	};
}

/**
 * places_find() - find all network namespaces that can be seen from here
 * @places: filled in, without names
 */
void places_find(struct places *places)
{
	const struct sighting *sighting;
	struct place *last = NULL;
	bool own = false;
	size_t i;

	find_home();
	*places = (struct places){ };
	sightings_find(&places->seen);
	places->hidden = places->seen.hidden;
	for (i = 0; i < places->seen.number; i++) {
		sighting = &places->seen.list[i];
		if (!last || last->inode != sighting->inode) {
			add(places, sighting->inode);
			last = &places->list[places->number - 1];
			last->sighting = sighting;
			own |= last->own;
		}
		last->sightings++;
	}
	if (!own)
		add(places, home);
}

/**
 * places_find_own() - find only the network namespace that the tool is in
 * @places: filled in, without names
 */
void places_find_own(struct places *places)
{
	find_home();
	*places = (struct places){ };
	add(places, home);
}

/**
 * places_free() - free the list
 * @places: from places_find()
 */
void places_free(struct places *places)
{
	size_t i;

	for (i = 0; i < places->number; i++) {
		free(places->list[i].name);
		free(places->list[i].netns);
	}
	free(places->list);
	sightings_free(&places->seen);
}

/**
 * places_others() - how many other network namespaces there are
 *
 * They are looked for only now and then, since watch asks at each update.
 *
 * Return: the number.
 */
struct others places_others(void)
{
	static struct others others;
	static time_t looked;
	struct places places;

	/* A recording is of one, and of another machine. */
	if (recording_replayed())
		return (struct others){ };
	if (looked && time(NULL) < looked + SECONDS)
		return others;
	places_find(&places);
	others = (struct others){ places.number - 1, places.hidden };
	places_free(&places);
	looked = time(NULL);
	return others;
}

/* Another namespace may only be entered if this one can be entered again. */
static bool can_return(void)
{
	static int can = -1;

	if (can < 0)
		can = !setns(home_fd, CLONE_NEWNET);
	return can;
}

/**
 * place_enter() - enter a network namespace
 * @place: the namespace
 *
 * If it is not where it was seen, it is tried where else it was seen.
 *
 * Return: 0; -EPERM if this user may not; -ENOENT if the namespace is gone.
 */
int place_enter(const struct place *place)
{
	int fd, err = -ENOENT;
	size_t i;

	if (place->inode == here)
		return 0;
	if (place->own) {
		place_leave();
		return 0;
	}
	if (!can_return())
		return -EPERM;
	for (i = 0; i < place->sightings; i++) {
		fd = sighting_open(&place->sighting[i]);
		if (fd >= 0 && !setns(fd, CLONE_NEWNET)) {
			close(fd);
			here = place->inode;
			return 0;
		}
		if (errno == EPERM || errno == EACCES)
			err = -EPERM;
		if (fd >= 0)
			close(fd);
	}
	return err;
}

/**
 * place_leave() - go back to the namespace where the tool was started
 */
void place_leave(void)
{
	if (here == home)
		return;
	if (setns(home_fd, CLONE_NEWNET))
		fail(EXIT_FAILED, "Can't return to the first network namespace.");
	here = home;
}
