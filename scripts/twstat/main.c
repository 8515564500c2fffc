// SPDX-License-Identifier: GPL-2.0
/* twstat, the user tool: what TIME_WAIT does on this machine. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ask/client.h"
#include "ask/netns.h"
#include "base/fail.h"
#include "base/options.h"
#include "commands/commands.h"
#include "recording/lines.h"
#include "show/recorded.h"

/* The first is the default. */
static const struct command commands[] = {
	{ "summary", "", "TIME_WAIT, ports and counters on one screen",
	  0, command_summary, command_summary_all },
	{ "explain", "[DESTINATION]", "what is wrong, why, and what helps",
	  1, command_explain, command_explain_all },
	{ "history", "[--since TIME] [FILTER as for dst]",
	  "incidents: what was wrong, when, and which program did it",
	  INT_MAX, command_history, command_history_all },
	{ "dst", "[[to] ADDRESS[/BITS]] [from ADDRESS[/BITS]] [port N] [dev NAME] [min N]",
	  "destinations and the local ports in use for each", INT_MAX, command_dst, command_dst },
	{ "srv", "", "local services and their sockets in TIME_WAIT",
	  0, command_srv, command_srv_all },
	{ "hist", "[NAME...]", "histograms of lifetimes, port searches, delays",
	  INT_MAX, command_hist, NULL },
	{ "sock", "", "each socket in TIME_WAIT, and whether connect() can reuse it",
	  0, command_sock, NULL },
	{ "states", "[--dot]", "how often sockets went from one TCP state to another",
	  0, command_states, NULL },
	{ "hooks", "", "kernel functions that the module hooks", 0, command_hooks, NULL },
	{ "config", "[NAME=VALUE...]", "print or change the module's settings",
	  INT_MAX, command_config, NULL },
	{ "watch", "[SECONDS]", "the summary, updated every SECONDS (default: 2)",
	  1, command_watch, command_watch_all },
	{ "monitor", "", "events, one per line, until interrupted",
	  0, command_monitor, command_monitor_all },
	{ "metrics", "", "all numbers, for Prometheus and what reads the same (OpenMetrics)",
	  0, command_metrics, command_metrics },
	{ "record", "FILE", "all numbers in a file, for --from", 1, command_record, NULL },
	{ "diff", "FILE [FILE]", "what changed since a recording, or between two",
	  2, command_diff, NULL },
	{ "report", "[FILE]", "all that a trouble ticket needs, as text",
	  1, command_report, NULL },
	{ }
};

static void print_help(void)
{
	const struct command *command;

	puts("Usage: twstat [OPTION...] [COMMAND [ARGUMENT...]]\n"
	     "\n"
	     "Shows what TCP TIME_WAIT does on this machine. Needs the kernel module twstat.\n"
	     "\n"
	     "Commands (default: summary):");
	for (command = commands; command->name; command++) {
		printf("  %-8s %s\n", command->name, command->help);
		if (*command->arguments)
			printf("  %-8s   %s\n", "", command->arguments);
	}
	puts("\n"
	     "Options:\n"
	     "  -4, -6           list only IPv4, only IPv6\n"
	     "  -i, --interval S measure rates over S seconds (summary: 1, explain: 2, dst: 0)\n"
	     "  -j, --json       print JSON\n"
	     "  -p, --pretty     print indented JSON\n"
	     "  -n, --numeric    print port numbers, not names of services\n"
	     "  -s, --stats      print more: all counters, all destinations; sock: totals\n"
	     "      --full       explain: all causes, numbers and remedies, not ten lines\n"
	     "      --at TIME    explain: what was wrong then\n"
	     "      --since TIME history: only from then on: 2026-11-30T03:12, 03:12, 10m (ago)\n"
	     "  -N, --netns NAME use another network namespace: a name of ip-netns(8), a path,\n"
	     "                   a PID, or the first digits of a container's ID\n"
	     "  -A, --all        look at all network namespaces, the worst first: summary,\n"
	     "                   explain, history, dst, srv, watch, monitor, metrics\n"
	     "      --top N      metrics: destinations and services with series of their own (20)\n"
	     "      --dot        states: a graph, for dot(1)\n"
	     "      --textfile FILE\n"
	     "                   metrics: write FILE anew, for node_exporter; -: standard output\n"
	     "      --from FILE  read a recording, not this machine; -: standard input\n"
	     "      --mask       record, report: other addresses and names\n"
	     "  -h, --help       print this help\n"
	     "  -V, --version    print the version\n"
	     "\n"
	     "Exit status: 0 success, 1 failure, 2 wrong usage, 3 module not loaded,\n"
	     "4 permission denied, 5 module too old, 6 unknown destination.\n"
	     "\n"
	     "See twstat(8).");
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
	static const char *const numbers[] = { "no argument", "one argument", "two arguments" };

	if (argc > command->most)
		usage("%s takes %s, and '%s' is one too many; see twstat --help.",
		      command->name, numbers[command->most], argv[command->most]);
}

static bool takes_mask(const struct command *command)
{
	return command->run == command_record || command->run == command_report;
}

static bool is_live(const struct command *command)
{
	return command->run == command_watch || command->run == command_monitor ||
	       command->run == command_diff || command->run == command_metrics;
}

static void check_options(const struct command *command)
{
	if ((options.top >= 0 || options.textfile) && command->run != command_metrics)
		usage("%s is for metrics.", options.textfile ? "--textfile" : "--top");
	if (options.dot && command->run != command_states)
		usage("--dot is for states.");
	if (command->run == command_metrics &&
	    (options.json || options.stats || options.family != AF_UNSPEC ||
	     options.interval >= 0 || options.since || options.at))
		usage("metrics takes -A, -N, --top and --textfile, and no other option.");
	if (options.mask && !takes_mask(command))
		usage("--mask is for record and report.");
	if (!options.from)
		return;
	if (is_live(command))
		usage("%s can't be used with --from.", command->name);
	if (options.all)
		usage("-A can't be used with --from: a recording is of one network namespace.");
	if (options.netns)
		usage("-N can't be used with --from: a recording is of one network namespace.");
}

static void read_recording(const struct command *command)
{
	recording_replay(recording_read(options.from));
	options.netns = recording_head("netns");
	options.netns_given = options.netns;
	if (!takes_mask(command))
		recorded_print();
}

static void check_all(const struct command *command)
{
	if (options.all && options.netns)
		usage("-A looks at all network namespaces, and -N at one: give one of them.");
	if (options.all && !command->all)
		usage("%s does not take -A; see twstat --help.",
		      command->name);
}

int main(int argc, char **argv)
{
	const struct command *command;
	struct client *client;
	int at;

	/* Otherwise a socket could become stdout, and output would go to the kernel. */
	if (fcntl(STDOUT_FILENO, F_GETFD) < 0)
		fail(EXIT_FAILED, "Can't write to standard output: %s.", strerror(errno));
	setlocale(LC_CTYPE, "");
	at = options_parse(argc, argv, print_help);
	command = command_find(argv[at]);
	if (argv[at])
		at++;
	check_arguments(command, argc - at, argv + at);
	check_all(command);

	check_options(command);

	metrics_begin();
	if (options.from)
		read_recording(command);
	else if (options.netns)
		netns_enter(options.netns);
	client = client_open();
	(options.all ? command->all : command->run)(client, argc - at, argv + at);
	finish_output();
	client_close(client);
	return EXIT_FINE;
}
