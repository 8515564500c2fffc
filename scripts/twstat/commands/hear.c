// SPDX-License-Identifier: GPL-2.0
/* What monitor waits for: the events of a network namespace, and signals. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>

#include "ask/events.h"
#include "ask/fetch.h"
#include "base/fail.h"
#include "base/options.h"
#include "commands/hear.h"

/*
 * The module checks for listeners from time to time, and when its settings are read. So
 * they are read here: on another socket, since events may arrive on this one already.
 */
static void hear_from_now_on(const struct client *listener)
{
	struct client *client = client_open();
	struct record config;

	client->family = listener->family;
	fetch_config(client, &config);
	client_close(client);
}

/**
 * hear() - subscribe to the events of the network namespace that this process is in
 * @client: the client
 *
 * Incidents tell once of what single events would repeat; so those are heard with -s only, or if
 * incidents can't be heard.
 *
 * Return: a sentence if there are events that can not be heard, or NULL.
 */
const char *hear(struct client *client)
{
	int err = events_join(client, TWSTAT_MCGRP_INCIDENTS);

	if (!err && !options.stats)
		return NULL;
	if (events_join(client, TWSTAT_MCGRP_EVENTS) == -ENOENT)
		client_outdated("events");
	if (err != -EPERM)
		err = events_join(client, TWSTAT_MCGRP_DESTINATIONS);
	hear_from_now_on(client);
	if (err == -EPERM)
		return "Only root may see incidents and events of destinations: they are left out.";
	/* Debian 11's kernel can't keep other users out of a group: the module has none. */
	return err ? "The module has no events of destinations on this kernel." : NULL;
}

/**
 * hear_interruptions() - the signals that end the command
 *
 * Return: a file descriptor to poll().
 */
int hear_interruptions(void)
{
	sigset_t signals;
	int fd;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	fd = signalfd(-1, &signals, SFD_CLOEXEC);
	if (fd < 0)
		fail(EXIT_FAILED, "Can't wait for signals: %s.", strerror(errno));
	return fd;
}
