/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_BASE_OPTIONS_H
#define TWSTAT_BASE_OPTIONS_H

#include <stdbool.h>

/**
 * struct options - what is the same for all commands
 * @json: print JSON
 * @pretty: for people to read
 * @numeric: don't say what the service of a port is called
 * @stats: print more numbers
 * @family: AF_INET or AF_INET6, if only that; otherwise AF_UNSPEC
 * @interval: how many seconds to look at rates; below 0 if it was not said
 * @netns: the network namespace to go to, or NULL
 */
struct options {
	bool json;
	bool pretty;
	bool numeric;
	bool stats;
	int family;
	double interval;
	const char *netns;
};

extern struct options options;

int options_parse(int argc, char **argv, void (*help)(void));

#endif
