// SPDX-License-Identifier: GPL-2.0
/* twstat, the user tool: what TIME_WAIT does on this machine. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ask/client.h"
#include "ask/netns.h"
#include "base/fail.h"
#include "base/options.h"
#include "commands/commands.h"

/* The first is what is done if none is asked for. */
static const struct command commands[] = {
	{ "summary", "", "how this machine is doing, on one screen",
	  0, command_summary },
	{ "explain", "[DESTINATION]", "what is wrong, why, and what would help here",
	  1, command_explain },
	{ "dst", "[[to] ADDRESS[/BITS]] [from ADDRESS[/BITS]] [port N] [min N]",
	  "destinations, and the local ports in use for each", INT_MAX, command_dst },
	{ "srv", "", "local services, and what they left in TIME_WAIT",
	  0, command_srv },
	{ "hist", "[NAME...]", "how long things took", INT_MAX, command_hist },
	{ "sock", "", "each socket in TIME_WAIT, and whether it can be reused",
	  0, command_sock },
	{ "hooks", "", "what the module hooks in the kernel", 0, command_hooks },
	{ "config", "[NAME=VALUE...]", "what can be set; sets it",
	  INT_MAX, command_config },
	{ "watch", "[SECONDS]", "the same as summary, live", 1, command_watch },
	{ "monitor", "", "events, one a line, until interrupted",
	  0, command_monitor },
	{ }
};

static void print_help(void)
{
	const struct command *command;

	puts("Usage: twstat [OPTION...] [COMMAND [ARGUMENT...]]\n"
	     "\n"
	     "Tells what TCP TIME_WAIT does on this machine; needs the module twstat.\n"
	     "\n"
	     "Commands (summary, if there is none):");
	for (command = commands; command->name; command++) {
		printf("  %-8s %s\n", command->name, command->help);
		if (*command->arguments)
			printf("  %-8s   %s\n", "", command->arguments);
	}
	puts("\n"
	     "Options:\n"
	     "  -4, -6           only IPv4, only IPv6: of lists\n"
	     "  -i, --interval S look at rates for S seconds (summary: 1, explain: 2, dst: 0)\n"
	     "  -j, --json       print JSON\n"
	     "  -p, --pretty     print JSON for people to read\n"
	     "  -n, --numeric    print ports as numbers\n"
	     "  -s, --stats      print more numbers; of sock, totals\n"
	     "  -N, --netns NAME look at another network namespace\n"
	     "  -h, --help       print this\n"
	     "  -V, --version    print the version\n"
	     "\n"
	     "Exit status: 0 it is done, 1 it failed, 2 there is no such thing to do,\n"
	     "3 the module is not loaded, 4 this user may not, 5 the module is too old,\n"
	     "6 nothing is known of that destination.\n"
	     "\n"
	     "More is in twstat(8).");
}

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

static void check_arguments(const struct command *command, int argc, char **argv)
{
	if (argc > command->most)
		usage("%s has no argument '%s'; see twstat --help.", command->name,
		      argv[command->most]);
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
	at = options_parse(argc, argv, print_help);
	command = command_find(argv[at]);
	if (argv[at])
		at++;
	check_arguments(command, argc - at, argv + at);

	if (options.netns)
		netns_enter(options.netns);
	client = client_open();
	command->run(client, argc - at, argv + at);
	finish_output();
	client_close(client);
	return EXIT_FINE;
}
