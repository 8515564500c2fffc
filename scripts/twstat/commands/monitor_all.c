// SPDX-License-Identifier: GPL-2.0
/*
 * Events of all network namespaces. Each has a socket, since the kernel gives one socket the
 * events of those namespaces only that have an id. A socket keeps its namespace: so it is
 * closed soon after the namespace can be seen nowhere else.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ask/events.h"
#include "ask/sample.h"
#include "base/fail.h"
#include "base/memory.h"
#include "commands/commands.h"
#include "commands/event.h"
#include "commands/hear.h"

/* Seconds from one search for namespaces to the next, and the most of the time for it. */
#define SECONDS	1
#define SHARE	0.05

/**
 * struct ear - a network namespace that is listened to
 * @place: the namespace; only its inode, name and PID are kept
 * @client: the client, whose socket is in it
 * @there: it was seen in the last search
 */
struct ear {
	struct place place;
	struct client *client;
	bool there;
};

/**
 * struct ears - all that are listened to
 * @list: one for each namespace
 * @number: length of @list
 * @poll: the file descriptor that polls all of them
 * @refused: some could not be listened to for lack of permission
 * @missing: a sentence about events that can not be heard, or NULL
 */
struct ears {
	struct ear **list;
	size_t number;
	int poll;
	bool refused;
	const char *missing;
};

/* What is said if some namespaces can not be entered. */
#define HEARS_SOME \
	"Permission denied: only the network namespaces that this user may enter are heard (%zu)."

/* The one that events are read of. */
static const struct ear *hearing;

/* What happens to the machine is told in each namespace, and printed once. */
static void take(const struct nlmsghdr *message)
{
	if (client_command(message) != TWSTAT_CMD_HOOK_LOST_NTF)
		event_print(message, &hearing->place);
	else if (hearing->place.own)
		event_print(message, NULL);
}

static struct ear *find(const struct ears *ears, unsigned long inode)
{
	size_t i;

	for (i = 0; i < ears->number; i++)
		if (ears->list[i]->place.inode == inode)
			return ears->list[i];
	return NULL;
}

static void watch_fd(const struct ears *ears, int fd, void *what)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = what };

	if (epoll_ctl(ears->poll, EPOLL_CTL_ADD, fd, &event))
		fail(EXIT_FAILED, "Can't wait for events: %s.", strerror(errno));
}

static void keep_name(struct ear *ear, const struct place *place)
{
	free(ear->place.name);
	free(ear->place.netns);
	ear->place = (struct place){
		.inode = place->inode,
		.pid = place->pid,
		.own = place->own,
		.name = memory_checked(strdup(place->name)),
		.netns = memory_checked(strdup(place->netns)),
	};
}

static void begin_to_hear(struct ears *ears, const struct place *place)
{
	int err = place_enter(place);
	const char *missing;
	struct ear *ear;

	ears->refused |= err == -EPERM;
	if (err)
		return;
	ear = memory_checked(calloc(1, sizeof(*ear)));
	ear->client = client_open();
	missing = hear(ear->client);
	ears->missing = missing ? missing : ears->missing;
	ear->there = true;
	keep_name(ear, place);
	watch_fd(ears, events_fd(ear->client), ear);
	ears->list = memory_grow(ears->list, ears->number, sizeof(*ears->list));
	ears->list[ears->number++] = ear;
}

static void ear_free(struct ear *ear)
{
	client_close(ear->client);
	free(ear->place.name);
	free(ear->place.netns);
	free(ear);
}

/* Closing its socket also takes it out of the poll. */
static void drop_gone(struct ears *ears)
{
	size_t i, kept = 0;

	for (i = 0; i < ears->number; i++) {
		if (ears->list[i]->there)
			ears->list[kept++] = ears->list[i];
		else
			ear_free(ears->list[i]);
	}
	ears->number = kept;
}

/* Whether all of them are listened to already. */
static bool mark_seen(struct ears *ears, const struct places *places)
{
	bool all = true;
	struct ear *ear;
	size_t i;

	for (i = 0; i < ears->number; i++)
		ears->list[i]->there = false;
	for (i = 0; i < places->number; i++) {
		ear = find(ears, places->list[i].inode);
		if (ear)
			ear->there = true;
		else
			all = false;
	}
	return all;
}

static void look_around(struct ears *ears)
{
	struct places places;
	size_t i;

	places_find(&places);
	ears->refused |= places.hidden;
	if (!mark_seen(ears, &places)) {
		places_name(&places);
		for (i = 0; i < places.number; i++)
			if (!find(ears, places.list[i].inode))
				begin_to_hear(ears, &places.list[i]);
		place_leave();
	}
	places_free(&places);
	drop_gone(ears);
}

static void allow_many_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/* Waits until the given time; false if a signal ends the command. */
static bool listen_until(struct ears *ears, double when)
{
	struct epoll_event events[64];
	int number, i;
	double left;

	while ((left = when - clock_now()) > 0) {
		number = epoll_wait(ears->poll, events, 64, ceil(left * 1000));
		if (number < 0 && errno != EINTR)
			fail(EXIT_FAILED, "Can't wait for events: %s.", strerror(errno));
		for (i = 0; i < number; i++) {
			hearing = events[i].data.ptr;
			if (!hearing)
				return false;
			if (events_read(hearing->client, take) == -ENOBUFS)
				note("Events came too fast: some were lost.");
		}
	}
	return true;
}

/**
 * command_monitor_all() - print events of all network namespaces until interrupted
 * @client: the client
 * @argc: number of arguments
 * @argv: none
 */
void command_monitor_all(struct client *client, int argc, char **argv)
{
	struct ears ears = { .poll = epoll_create1(EPOLL_CLOEXEC) };
	double begun, took;

	(void)argc;
	(void)argv;
	client_reach(client);
	allow_many_files();
	watch_fd(&ears, hear_interruptions(), NULL);
	begun = clock_now();
	look_around(&ears);
	took = clock_now() - begun;
	if (ears.missing)
		note("%s", ears.missing);
	if (ears.refused)
		note(HEARS_SOME, ears.number);
	while (listen_until(&ears, begun + fmax(SECONDS, took / SHARE))) {
		begun = clock_now();
		look_around(&ears);
		took = clock_now() - begun;
	}
	while (ears.number)
		ear_free(ears.list[--ears.number]);
	free(ears.list);
	close(ears.poll);
}
