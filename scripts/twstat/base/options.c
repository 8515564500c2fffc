// SPDX-License-Identifier: GPL-2.0
/* The options, which are the same for all commands. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/fail.h"
#include "base/moment.h"
#include "base/number.h"
#include "base/options.h"

struct options options = {
	.interval = -1,
	.top = -1,
};

static const struct option known[] = {
	{ "json",	no_argument,		NULL, 'j' },
	{ "pretty",	no_argument,		NULL, 'p' },
	{ "ipv4",	no_argument,		NULL, '4' },
	{ "ipv6",	no_argument,		NULL, '6' },
	{ "numeric",	no_argument,		NULL, 'n' },
	{ "stats",	no_argument,		NULL, 's' },
	{ "full",	no_argument,		NULL, 'F' },
	{ "interval",	required_argument,	NULL, 'i' },
	{ "since",	required_argument,	NULL, 'S' },
	{ "at",		required_argument,	NULL, 'T' },
	{ "netns",	required_argument,	NULL, 'N' },
	{ "from",	required_argument,	NULL, 'f' },
	{ "mask",	no_argument,		NULL, 'm' },
	{ "all",	no_argument,		NULL, 'A' },
	{ "top",	required_argument,	NULL, 't' },
	{ "textfile",	required_argument,	NULL, 'w' },
	{ "dot",	no_argument,		NULL, 'D' },
	{ "help",	no_argument,		NULL, 'h' },
	{ "version",	no_argument,		NULL, 'V' },
	{ }
};

static void take_option(int letter, char **argv, void (*help)(void))
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
		options.full = true;
		break;
	case 'F':
		options.full = true;
		break;
	case 'i':
		options.interval = number_seconds(optarg);
		break;
	case 'S':
		options.since = moment_read(optarg);
		break;
	case 'T':
		options.at = moment_read(optarg);
		break;
	case 'N':
		options.netns = optarg;
		options.netns_given = optarg;
		break;
	case 'A':
		options.all = true;
		break;
	case 'f':
		options.from = optarg;
		break;
	case 'm':
		options.mask = true;
		break;
	case 't':
		options.top = number_top(optarg);
		break;
	case 'w':
		options.textfile = optarg;
		break;
	case 'D':
		options.dot = true;
		break;
	case 'h':
		help();
		finish_output();
		exit(EXIT_FINE);
	case 'V':
		puts("twstat " TWSTAT_VERSION);
		finish_output();
		exit(EXIT_FINE);
	case ':':
		usage("Option '%s' needs a value; see twstat --help.",
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
 * options_parse() - read the options, which may be anywhere
 * @argc: of main()
 * @argv: of main(); options are moved to the front
 * @help: prints the help
 *
 * Return: the index in @argv of the first other argument.
 */
int options_parse(int argc, char **argv, void (*help)(void))
{
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, ":jp46nsi:N:AhV", known,
				     NULL)) >= 0)
		take_option(letter, argv, help);
	return optind;
}
