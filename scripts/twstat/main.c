// SPDX-License-Identifier: GPL-2.0
/* twstat, the user tool: what TIME_WAIT does on this machine. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client.h"
#include "fail.h"
#include "netns.h"
#include "options.h"

/* The first is what is done if none is asked for. */
const struct command commands[] = {
	{ "summary", "", "how this machine is doing, on one screen",
	  command_summary },
	{ "explain", "[DESTINATION]", "what is wrong, why, and what would help here",
	  command_explain },
	{ "dst", "[[to] ADDRESS[/BITS]] [from ADDRESS[/BITS]] [port N] [min N]",
	  "destinations, and the local ports in use for each", command_dst },
	{ "srv", "", "local services, and what they left in TIME_WAIT",
	  command_srv },
	{ "hist", "[NAME...]", "how long things took", command_hist },
	{ "sock", "", "each socket in TIME_WAIT, and whether it can be reused",
	  command_sock },
	{ "hooks", "", "what the module hooks in the kernel", command_hooks },
	{ "config", "[NAME=VALUE...]", "what can be set; sets it", command_config },
	{ "watch", "[SECONDS]", "the same as summary, live", command_watch },
	{ "monitor", "", "events, one a line, until interrupted", command_monitor },
	{ }
};

static const struct command *command_find(const char *name)
{
	const struct command *command;

	if (!name)
		return commands;
	for (command = commands; command->name; command++)
		if (!strcmp(command->name, name))
			return command;
	usage("There is no command '%s'; see twstat --help.", name);
}

int main(int argc, char **argv)
{
	const struct command *command;
	struct client *client;
	int at;

	/* Or else the socket would be it, and what is printed would go to the kernel. */
	if (fcntl(STDOUT_FILENO, F_GETFD) < 0)
		fail(EXIT_FAILED, "Can't write: %s.", strerror(errno));
	setlocale(LC_CTYPE, "");
	at = options_parse(argc, argv);
	command = command_find(argv[at]);
	if (argv[at])
		at++;

	if (options.netns)
		netns_enter(options.netns);
	client = client_open();
	command->run(client, argc - at, argv + at);
	finish_output();
	client_close(client);
	return EXIT_FINE;
}
