/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_COMMANDS_COMMANDS_H
#define TWSTAT_COMMANDS_COMMANDS_H

struct client;

/**
 * struct command - a command of the tool
 * @name: its name
 * @arguments: its arguments, for the help
 * @help: what it does, for the help
 * @most: the largest number of arguments
 * @run: runs it; @argv begins after the name
 * @all: the same for all network namespaces (-A); NULL if there is no such thing
 */
struct command {
	const char *name;
	const char *arguments;
	const char *help;
	int most;
	void (*run)(struct client *client, int argc, char **argv);
	void (*all)(struct client *client, int argc, char **argv);
};

/* One command per file. */
void command_summary(struct client *client, int argc, char **argv);
void command_dst(struct client *client, int argc, char **argv);
void command_srv(struct client *client, int argc, char **argv);
void command_history(struct client *client, int argc, char **argv);
void command_history_all(struct client *client, int argc, char **argv);
void command_hist(struct client *client, int argc, char **argv);
void command_sock(struct client *client, int argc, char **argv);
void command_hooks(struct client *client, int argc, char **argv);
void command_config(struct client *client, int argc, char **argv);
void command_explain(struct client *client, int argc, char **argv);
void command_monitor(struct client *client, int argc, char **argv);
void command_watch(struct client *client, int argc, char **argv);
void command_record(struct client *client, int argc, char **argv);
void command_diff(struct client *client, int argc, char **argv);
void command_report(struct client *client, int argc, char **argv);
void command_states(struct client *client, int argc, char **argv);
void command_metrics(struct client *client, int argc, char **argv);
void metrics_begin(void);

/* With -A. */
void command_srv_all(struct client *client, int argc, char **argv);
void command_explain_all(struct client *client, int argc, char **argv);
void command_summary_all(struct client *client, int argc, char **argv);
void command_watch_all(struct client *client, int argc, char **argv);
void command_monitor_all(struct client *client, int argc, char **argv);

#endif
