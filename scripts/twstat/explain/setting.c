// SPDX-License-Identifier: GPL-2.0
/* The lines that change a setting, now and after a reboot. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask/place.h"
#include "base/memory.h"
#include "base/options.h"
#include "explain/setting.h"

/*
 * After 99-sysctl.conf, which is /etc/sysctl.conf: of two files with a setting, the last one
 * wins.
 */
#define FILE_NAME	"/etc/sysctl.d/99-twstat.conf"

/* A word for the shell, in quotes if it needs them; to be freed. */
static char *quoted(const char *word)
{
	char *text = NULL;
	size_t size = 0;
	const char *at;
	FILE *to = memory_checked(open_memstream(&text, &size));

	for (at = word; isalnum((unsigned char)*at) || (*at && strchr("._-/", *at)); at++)
		;
	if (!*at) {
		fputs(word, to);
	} else {
		fputc('\'', to);
		for (; *word; word++)
			fputs(*word == '\'' ? "'\\''" : (char []){ *word, '\0' }, to);
		fputc('\'', to);
	}
	fclose(to);
	return text;
}

/**
 * state_command() - add a command to type, in the namespace that is looked at
 * @all: the statements so far
 * @command: the command
 */
void state_command(struct statements *all, const char *command)
{
	char *name;

	if (!options.netns) {
		state_line(all, "%s\n", command);
		return;
	}
	name = quoted(options.netns);
	if (strchr(options.netns, '/'))
		state_line(all, "nsenter --net=%s %s\n", name, command);
	else
		state_line(all, "ip netns exec %s %s\n", name, command);
	free(name);
}

/**
 * state_setting() - add the lines that change a setting
 * @all: the statements so far
 * @name: its name, without net.ipv4
 * @value: the new value: numbers
 */
void state_setting(struct statements *all, const char *name, const char *value)
{
	bool words = strchr(value, ' ');
	char *command;

	if (asprintf(&command, "sysctl -w net.ipv4.%s=%s%s%s", name, words ? "\"" : "", value,
		     words ? "\"" : "") < 0)
		command = NULL;
	state_command(all, memory_checked(command));
	free(command);
	if (!options.netns && is_first_namespace())
		state_keep(all, "echo 'net.ipv4.%s = %s' >> " FILE_NAME "\n", name, value);
	else if (!all->list[all->number - 1].keep)
		state_keep(all,
			   "# To keep it, set it where this network namespace is made (docker run --sysctl).\n");
}

/**
 * state_manual() - add where the settings of programs are described
 * @all: the statements so far
 */
void state_manual(struct statements *all)
{
	state_line(all, "man 7 twstat-remedies\n");
}
