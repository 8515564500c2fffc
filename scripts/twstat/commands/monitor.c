// SPDX-License-Identifier: GPL-2.0
/* Events, one per line. */
#include <errno.h>
#include <poll.h>

#include "ask/events.h"
#include "ask/namespaces.h"
#include "base/fail.h"
#include "commands/commands.h"
#include "commands/event.h"
#include "commands/hear.h"

/* The network namespace that is listened to. */
static const struct place *here;

static void take(const struct nlmsghdr *message)
{
	event_print(message, here);
}

/* Without /proc, it has no name. */
static void find_name(struct places *places)
{
	size_t i;

	places_find_own(places);
	places_name(places);
	for (i = 0; i < places->number; i++)
		if (places->list[i].own)
			here = &places->list[i];
}

/**
 * command_monitor() - print events until interrupted
 * @client: the client
 * @argc: number of arguments
 * @argv: none
 */
void command_monitor(struct client *client, int argc, char **argv)
{
	struct pollfd wait[] = {
		{ .events = POLLIN },
		{ .events = POLLIN },
	};
	struct places places;
	const char *missing;

	(void)argc;
	(void)argv;
	missing = hear(client);
	find_name(&places);
	if (missing)
		note("%s", missing);
	wait[0].fd = events_fd(client);
	wait[1].fd = hear_interruptions();
	while (poll(wait, 2, -1) >= 0 && !wait[1].revents)
		if (events_read(client, take) == -ENOBUFS)
			note("Events came too fast: some were lost.");
	places_free(&places);
}
