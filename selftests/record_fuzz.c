// SPDX-License-Identifier: GPL-2.0
/*
 * record_fuzz FILE NUMBER SEED - reads NUMBER mutations of a recording, as a stranger may send
 * them, with the tool's commands; fails if one of these crashes, hangs, or does what a sanitizer
 * reports. It is linked with the tool's own objects but main.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ask/client.h"
#include "base/options.h"
#include "commands/commands.h"
#include "commands/report_parts.h"
#include "recording/lines.h"
#include "recording/mask.h"
#include "show/recorded.h"

/* Above all of the tool's own. */
#define SANITIZER	99

#define MOST	(16 * 1024 * 1024)
#define TAIL	2048

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *__asan_default_options(void)
{
	return "exitcode=99:detect_leaks=0";
}

const char *__ubsan_default_options(void)
{
	return "halt_on_error=1:exitcode=99:print_stacktrace=1";
}

static char base[MOST], mutant[MOST];
static size_t base_size, size;
static unsigned long long state;

static unsigned int pick(unsigned int below)
{
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (state >> 33) % below;
}

/* Often near the end, where what is not an answer of the module is. */
static size_t somewhere(void)
{
	return pick(2) && size > TAIL ? size - 1 - pick(TAIL) : pick(size);
}

/* Replaces a part of the mutant. */
static void replace(size_t at, size_t length, const char *by, size_t by_size)
{
	if (at + length > size || size - length + by_size > MOST)
		return;
	memmove(mutant + at + by_size, mutant + at + length, size - at - length);
	memcpy(mutant + at, by, by_size);
	size += by_size - length;
}

static void change_number(void)
{
	static const char *const numbers[] = {
		"0", "-1", "1", "255", "65535", "65536", "4294967295", "4294967296",
		"9223372036854775807", "-9223372036854775808", "1e308", "0.5", "null", "\"\"",
		"[]", "{}", "true",
	};
	const char *by = numbers[pick(sizeof(numbers) / sizeof(*numbers))];
	size_t at = somewhere(), tries = 1000, length = 0;

	while (tries-- && (mutant[at] < '0' || mutant[at] > '9'))
		at = somewhere();
	while (at && mutant[at - 1] >= '0' && mutant[at - 1] <= '9')
		at--;
	while (at + length < size && mutant[at + length] >= '0' && mutant[at + length] <= '9')
		length++;
	replace(at, length, by, strlen(by));
}

static void change_line(void)
{
	size_t at = somewhere(), end = at;
	char *copy;

	while (at && mutant[at - 1] != '\n')
		at--;
	while (end < size && mutant[end] != '\n')
		end++;
	end += end < size;
	if (pick(2)) {
		replace(at, end - at, "", 0);
		return;
	}
	copy = strndup(mutant + at, end - at);
	replace(at, 0, copy, strlen(copy));
	free(copy);
}

static void change_bytes(void)
{
	char random[4];
	unsigned int i;

	for (i = 0; i < sizeof(random); i++)
		random[i] = pick(3) ? "{}[],:\"\\0-x"[pick(11)] : (char)pick(256);
	replace(somewhere(), pick(3), random, pick(sizeof(random)));
}

static void mutate(void)
{
	unsigned int changes = 1 + pick(4), lines = 0;
	char end[32];
	size_t at;

	memcpy(mutant, base, base_size);
	size = base_size;
	while (changes--)
		switch (pick(8)) {
		case 0:
			change_line();
			break;
		case 1:
			change_bytes();
			break;
		default:
			change_number();
		}
	if (!pick(20))
		size = pick(size) + 1;
	if (!pick(8))
		return;
	/* The end fits again, so that it is noticed less early. */
	for (at = size; at && strncmp(mutant + at, "{\"end\":", size - at < 7 ? size - at + 1 : 7);)
		at--;
	if (!at)
		return;
	size = at;
	while (at--)
		lines += mutant[at] == '\n';
	replace(size, 0, end, snprintf(end, sizeof(end), "{\"end\":%u}\n", lines));
}

static void run(int fd)
{
	void (*const commands[])(struct client *client, int argc, char **argv) = {
		command_explain, command_explain, command_summary, command_dst, command_srv,
		command_hist, command_sock, command_hooks, command_config, part_machine,
		part_counters, part_destinations, part_conflicts, part_settings, part_log,
	};
	/* Of CPU time, since the clock of a VM may go on while it waits for a file. */
	const struct rlimit limit = { 20, 20 };
	char path[32];
	int i;

	setrlimit(RLIMIT_CPU, &limit);
	if (!freopen("/dev/null", "w", stdout))
		exit(SANITIZER);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	options.json = pick(2);
	options.full = pick(2);
	options.stats = options.full && pick(2);
	recording_replay(recording_read(path));
	recorded_print();
	if (!pick(4))
		recording_mask(recording_replayed());
	if (!pick(4))
		recording_write(recording_replayed(), stdout);
	for (i = 0; i < 4; i++)
		commands[pick(sizeof(commands) / sizeof(*commands))](client_open(), 0, NULL);
	exit(0);
}

/* Returns the exit status, or the signal above 128. */
static int try(int err)
{
	int fd = memfd_create("recording", 0), status;
	pid_t child;

	if (fd < 0 || write(fd, mutant, size) != (ssize_t)size)
		return SANITIZER;
	lseek(fd, 0, SEEK_SET);
	child = fork();
	if (!child) {
		dup2(err, STDERR_FILENO);
		run(fd);
	}
	close(fd);
	waitpid(child, &status, 0);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Prints what the child said, and leaves the mutant where the result of the test goes. */
static int complain(unsigned int number, int status, int err)
{
	char text[8192], path[4096];
	ssize_t got = pread(err, text, sizeof(text), 0);
	const char *folder = getenv("TWSTAT_OUT");
	FILE *file;

	snprintf(path, sizeof(path), "%s/record_fuzz.mutant", folder ? folder : "/tmp");
	file = fopen(path, "w");
	printf("mutation %u: status %d\n%.*s\n", number, status, (int)(got > 0 ? got : 0), text);
	if (file) {
		fwrite(mutant, 1, size, file);
		fclose(file);
	}
	return 1;
}

int main(int argc, char **argv)
{
	FILE *file = argc == 4 ? fopen(argv[1], "r") : NULL;
	int err = memfd_create("errors", 0), status;
	unsigned int i, read = 0;

	if (!file || err < 0)
		return 2;
	base_size = fread(base, 1, MOST / 2, file);
	fclose(file);
	for (i = 0; i < strtoul(argv[2], NULL, 10); i++) {
		state = strtoull(argv[3], NULL, 10) + i;
		pick(2);
		mutate();
		if (ftruncate(err, 0) || lseek(err, 0, SEEK_SET))
			return 2;
		fflush(stdout);
		status = try(err);
		read += !status;
		if (status > 6)
			return complain(i, status, err);
	}
	printf("%u mutations, %u of them read\n", i, read);
	return 0;
}
