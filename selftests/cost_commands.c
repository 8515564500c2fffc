// SPDX-License-Identifier: GPL-2.0
/* The cost of reading a file, and of running a command; see cost.c. */
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "cost.h"

static void read_all(const char *path)
{
	static char buffer[65536];
	int fd = open(path, O_RDONLY);
	ssize_t got;

	if (fd < 0)
		err(1, "%s", path);
	do
		got = read(fd, buffer, sizeof(buffer));
	while (got > 0);
	if (got || close(fd))
		err(1, "%s", path);
}

/**
 * cost_read() - measure reading a file
 * @cost: the count, and the file
 */
void cost_read(const struct cost *cost)
{
	unsigned long *samples = cost_samples(cost->count), start;
	long i;

	for (i = 0; i < cost->count; i++) {
		start = cost_now();
		read_all(cost->words[0]);
		samples[i] = cost_now() - start;
	}
	cost_report(samples, cost->count);
}

/**
 * cost_run() - measure running a command
 * @cost: the count, and the command
 */
void cost_run(const struct cost *cost)
{
	unsigned long *samples = cost_samples(cost->count), start;
	long i;

	for (i = 0; i < cost->count; i++) {
		start = cost_now();
		if (system(cost->words[0]))
			errx(1, "%s: failed", cost->words[0]);
		samples[i] = cost_now() - start;
	}
	cost_report(samples, cost->count);
}
