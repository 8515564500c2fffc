/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_BASE_OPTIONS_H
#define TWSTAT_BASE_OPTIONS_H

#include <linux/types.h>
#include <stdbool.h>

/**
 * struct options - the options, which are the same for all commands
 * @json: print JSON
 * @pretty: indent JSON
 * @numeric: print port numbers, not names of services
 * @stats: print more numbers
 * @full: print the whole explanation; -s implies it
 * @family: list only AF_INET or AF_INET6; AF_UNSPEC: both
 * @interval: measure rates over so many seconds; below 0: the default
 * @since: only incidents that were noticed then or later, in ns since 1970; 0: all
 * @at: explain what was wrong then, in ns since 1970; 0: now
 * @netns: the network namespace to enter, by a name of ip-netns(8) or a path, or NULL
 * @netns_given: the same, as the user has given it
 * @all: look at all network namespaces
 * @from: the recording to read, or NULL
 * @mask: mask the recording that is made
 * @top: how many destinations have metrics of their own; below 0: the default
 * @textfile: the file to write metrics to, or NULL
 * @dot: print a graph in the language of graphviz
 */
struct options {
	bool json;
	bool pretty;
	bool numeric;
	bool stats;
	bool full;
	int family;
	double interval;
	__u64 since;
	__u64 at;
	const char *netns;
	const char *netns_given;
	bool all;
	const char *from;
	bool mask;
	long top;
	const char *textfile;
	bool dot;
};

extern struct options options;

int options_parse(int argc, char **argv, void (*help)(void));

#endif
