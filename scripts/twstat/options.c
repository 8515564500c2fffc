// SPDX-License-Identifier: GPL-2.0
/* Options: those that all commands have. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "fail.h"
#include "options.h"

struct options options = {
	.interval = -1,
};

static const struct option known[] = {
	{ "json",	no_argument,		NULL, 'j' },
	{ "pretty",	no_argument,		NULL, 'p' },
	{ "ipv4",	no_argument,		NULL, '4' },
	{ "ipv6",	no_argument,		NULL, '6' },
	{ "numeric",	no_argument,		NULL, 'n' },
	{ "stats",	no_argument,		NULL, 's' },
	{ "interval",	required_argument,	NULL, 'i' },
	{ "netns",	required_argument,	NULL, 'N' },
	{ "help",	no_argument,		NULL, 'h' },
	{ "version",	no_argument,		NULL, 'V' },
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

/**
 * options_seconds() - read how many seconds
 * @text: what was given
 *
 * Return: a number, from 0 to a day.
 */
double options_seconds(const char *text)
{
	double seconds;
	char *end;

	errno = 0;
	seconds = strtod(text, &end);
	if (errno || end == text || *end || !(seconds >= 0 && seconds <= 86400))
		usage("'%s' is no number of seconds from 0 to 86400.", text);
	return seconds;
}

static void take_option(int letter, char **argv)
{
	switch (letter) {
	case 'j':
		options.json = true;
		break;
	case 'p':
		options.json = true;
		options.pretty = true;
		break;
	case '4':
		options.family = AF_INET;
		break;
	case '6':
		options.family = AF_INET6;
		break;
	case 'n':
		options.numeric = true;
		break;
	case 's':
		options.stats = true;
		break;
	case 'i':
		options.interval = options_seconds(optarg);
		break;
	case 'N':
		options.netns = optarg;
		break;
	case 'h':
		print_help();
		finish_output();
		exit(EXIT_FINE);
	case 'V':
		puts("twstat " TWSTAT_VERSION);
		finish_output();
		exit(EXIT_FINE);
	case ':':
		usage("A value is missing behind '%s'; see twstat --help.",
		      argv[optind - 1]);
	default:
		if (optopt)
			usage("There is no option '-%c'; see twstat --help.",
			      optopt);
		usage("There is no option '%s'; see twstat --help.",
		      argv[optind - 1]);
	}
}

/**
 * options_parse() - read the options, wherever they are
 * @argc: of main()
 * @argv: of main(); its options move to its beginning
 *
 * Return: where in @argv the rest begins.
 */
int options_parse(int argc, char **argv)
{
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, ":jp46nsi:N:hV", known,
				     NULL)) >= 0)
		take_option(letter, argv);
	return optind;
}
