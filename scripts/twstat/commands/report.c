// SPDX-License-Identifier: GPL-2.0
/*
 * All that a trouble ticket needs, as text: the output of commands, of one recording. A part
 * that can't be had says why, and the others follow.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ask/capture.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/new_file.h"
#include "base/options.h"
#include "commands/commands.h"
#include "commands/report_parts.h"
#include "recording/mask.h"
#include "recording/recording.h"

/* As explain. */
#define SECONDS	2

/**
 * struct part - a part of the report
 * @title: its title
 * @run: prints it
 */
struct part {
	const char *title;
	void (*run)(struct client *client, int argc, char **argv);
};

/* Another command whose output a ticket needs is a line here. */
static const struct part parts[] = {
	{ "Machine", part_machine },
	{ "What is wrong (twstat --full explain)", command_explain },
	{ "Summary (twstat)", command_summary },
	{ "Counters that are not 0", part_counters },
	{ "Incidents (twstat history)", command_history },
	{ "Worst destinations (twstat dst)", part_destinations },
	{ "Services (twstat srv)", command_srv },
	{ "Failed bind() and connect() calls, and what held the port", part_conflicts },
	{ "Histograms (twstat hist)", command_hist },
	{ "Settings of the kernel", part_settings },
	{ "Settings of the module (twstat config)", command_config },
	{ "Hooks (twstat hooks)", command_hooks },
	{ "Lines of the module in the kernel's log", part_log },
	{ }
};

/* Runs a function in another process, since a failure ends the process. */
static bool succeeds(void (*run)(struct client *client, int argc, char **argv),
		     struct client *client, bool silent)
{
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child < 0)
		fail(EXIT_FAILED, "Can't start a process: %s.", strerror(errno));
	if (!child) {
		if (silent && !freopen("/dev/null", "w", stdout))
			_exit(EXIT_FAILED);
		dup2(STDOUT_FILENO, STDERR_FILENO);
		run(client, 0, NULL);
		finish_output();
		_exit(EXIT_FINE);
	}
	waitpid(child, &status, 0);
	return !status;
}

static void probe(struct client *client, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	client_reach(client);
}

static struct recording *make(struct client *client)
{
	double seconds = options.interval < 0 ? SECONDS : options.interval;

	if (!succeeds(probe, client, true))
		return capture_without();
	return capture(client, seconds);
}

static void print(struct client *client)
{
	const struct part *part;

	for (part = parts; part->title; part++) {
		printf("%s## %s\n\n", part == parts ? "" : "\n", part->title);
		options.full = part->run == command_explain;
		succeeds(part->run, client, false);
	}
}

/* The parts write to a file without a name until all are there. */
static FILE *collect(void)
{
	FILE *all = tmpfile();

	if (!all || dup2(fileno(all), STDOUT_FILENO) < 0)
		fail(EXIT_FAILED, "Can't make a temporary file: %s.", strerror(errno));
	return all;
}

static void write_all(FILE *all, const char *path)
{
	long size = fseek(all, 0, SEEK_END) ? -1 : ftell(all);
	char *text;

	if (size < 0)
		fail(EXIT_FAILED, "Can't read a temporary file: %s.", strerror(errno));
	rewind(all);
	text = memory_checked(malloc(size + 1));
	if (fread(text, 1, size, all) != (size_t)size)
		fail(EXIT_FAILED, "Can't read a temporary file: %s.", strerror(errno));
	new_file_write(path, text, size);
	free(text);
	fclose(all);
}

/**
 * command_report() - print a report
 * @client: the client
 * @argc: number of arguments
 * @argv: the file to write; without it, standard output
 */
void command_report(struct client *client, int argc, char **argv)
{
	struct recording *recording = recording_replayed();
	const char *path = argc && strcmp(argv[0], "-") ? argv[0] : NULL;
	FILE *all = NULL;

	if (options.json)
		usage("report prints no JSON: record does.");
	if (path)
		new_file_check(path);
	if (!recording)
		recording = make(client);
	if (options.mask)
		recording_mask(recording);
	recording_replay(recording);
	options.netns = recording_head("netns");
	options.netns_given = options.netns;
	options.interval = 1;
	if (path)
		all = collect();
	print(client);
	finish_output();
	if (path)
		write_all(all, path);
}
