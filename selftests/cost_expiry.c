// SPDX-License-Identifier: GPL-2.0
/*
 * The cost of the end of 2MSL; see cost.c.
 *
 * Timers run in interrupts, whose cost is not accounted to a process. So a loop of known
 * cost runs meanwhile on the only CPU: the part of the clock that the loop did not use was
 * used by timers. What they use without any socket in TIME_WAIT is subtracted.
 */
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cost.h"

#define SECOND	1000000000ul
#define TURN	2000	/* iterations of the loop between two reads of the clock */

static unsigned long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * SECOND + ts.tv_nsec;
}

static void sleep_until(unsigned long when)
{
	struct timespec ts = { .tv_sec = when / SECOND, .tv_nsec = when % SECOND };

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
}

/* Spins for so many turns, each of which costs the same. Returns the cost of all turns, and
 * sets @least to that of the cheapest one.
 */
static unsigned long spin(long turns, unsigned long *least)
{
	unsigned long start = cost_now(), last = start, here;
	int i;

	*least = ULONG_MAX;
	while (turns--) {
		for (i = 0; i < TURN; i++)
			asm volatile("");
		here = cost_now();
		if (here - last < *least)
			*least = here - last;
		last = here;
	}
	return last - start;
}

static unsigned long taken(unsigned long nanoseconds)
{
	unsigned long least, elapsed;
	long turns;

	spin(1000, &least);
	turns = nanoseconds / least;
	elapsed = spin(turns, &least);
	return elapsed - turns * least;
}

static long in_time_wait(void)
{
	FILE *file = fopen("/proc/net/sockstat", "r");
	char line[200];
	long count = -1;

	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, "TCP:", 4))
			sscanf(strstr(line, " tw "), " tw %ld", &count);
	if (!file || count < 0)
		err(1, "/proc/net/sockstat");
	fclose(file);
	return count;
}

/**
 * cost_expiry() - measure the end of sockets whose 2MSL is over
 * @cost: the number of sockets
 */
void cost_expiry(const struct cost *cost)
{
	unsigned long begun, made, window, idle, busy;

	connections_open(cost);
	begun = now();
	connections_make(cost->count);
	made = now();

	/* The timer wheel fires up to 2.05 s late, but never early. */
	window = made - begun + 24 * SECOND / 10;
	idle = taken(window);
	if (in_time_wait() != cost->count)
		errx(1, "the sockets are not in TIME_WAIT");
	sleep_until(begun + 599 * SECOND / 10);
	busy = taken(window);
	if (in_time_wait())
		errx(1, "%ld sockets have not expired", in_time_wait());
	if (busy < idle)
		errx(1, "the measured cost is below 0");
	printf("mean %lu count %ld background %lu\n", (busy - idle) / cost->count,
	       cost->count, idle);
}
