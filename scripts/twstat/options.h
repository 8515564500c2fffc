/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_OPTIONS_H
#define TWSTAT_OPTIONS_H

#include <stdbool.h>

struct client;

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

/**
 * struct command - something that the tool does
 * @name: what it is called
 * @arguments: what may follow the name, for the help
 * @help: what it does, for the help
 * @run: does it; @argv begins behind the name
 */
struct command {
	const char *name;
	const char *arguments;
	const char *help;
	void (*run)(struct client *client, int argc, char **argv);
};

int options_parse(int argc, char **argv);
double options_seconds(const char *text);

/* The commands, one a file. */
void command_summary(struct client *client, int argc, char **argv);
void command_dst(struct client *client, int argc, char **argv);
void command_srv(struct client *client, int argc, char **argv);
void command_hist(struct client *client, int argc, char **argv);
void command_sock(struct client *client, int argc, char **argv);
void command_hooks(struct client *client, int argc, char **argv);
void command_config(struct client *client, int argc, char **argv);
void command_explain(struct client *client, int argc, char **argv);
void command_monitor(struct client *client, int argc, char **argv);
void command_watch(struct client *client, int argc, char **argv);

extern const struct command commands[];

#endif
