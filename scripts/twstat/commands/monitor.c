// SPDX-License-Identifier: GPL-2.0
/* Events, one per line. */
#include <errno.h>
#include <poll.h>

#include "ask/events.h"
#include "base/fail.h"
#include "commands/commands.h"
#include "commands/event.h"
#include "commands/hear.h"

static void take(const struct nlmsghdr *message)
{
	event_print(message, NULL);
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
	const char *missing;

	(void)argc;
	(void)argv;
	missing = hear(client);
	if (missing)
		note("%s", missing);
	wait[0].fd = events_fd(client);
	wait[1].fd = hear_interruptions();
	while (poll(wait, 2, -1) >= 0 && !wait[1].revents)
		if (events_read(client, take) == -ENOBUFS)
			note("Events came too fast: some were lost.");
}
