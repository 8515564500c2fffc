// SPDX-License-Identifier: GPL-2.0
/*
 * How long a command keeps another thread waiting; see cost.c.
 *
 * With two CPUs, a thread on the second CPU reads the clock all the time, while the
 * command runs on the first one; the result is the longest gap between two reads. With
 * one CPU, a real-time thread sleeps for INTERVAL again and again; the result is its
 * longest delay. Compare it with that of "sleep". Meanwhile the free memory is measured.
 */
#include <err.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cost.h"

#define SECOND		1000000000ul
#define INTERVAL	100000ul	/* of the real-time thread, in ns */

static atomic_bool over, begun;
static unsigned long longest;
static long least_free;

static unsigned long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * SECOND + ts.tv_nsec;
}

/* In KiB. */
static long free_memory(void)
{
	FILE *file = fopen("/proc/meminfo", "r");
	char line[100];
	long size = -1;

	while (file && size < 0 && fgets(line, sizeof(line), file))
		sscanf(line, "MemFree: %ld", &size);
	if (!file || size < 0)
		err(1, "/proc/meminfo");
	fclose(file);
	return size;
}

static void note(unsigned long waited)
{
	if (waited > longest)
		longest = waited;
}

static void *look_at_clock(void *unused)
{
	unsigned long last = now(), here;

	(void)unused;
	begun = true;
	while (!over) {
		here = now();
		note(here - last);
		last = here;
	}
	return NULL;
}

static void *wake_up(void *unused)
{
	struct timespec ts;
	unsigned long next;

	(void)unused;
	begun = true;
	while (!over) {
		next = now() + INTERVAL;
		ts = (struct timespec){ next / SECOND, next % SECOND };
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
		note(now() - next);
	}
	return NULL;
}

static void *watch_memory(void *unused)
{
	long size;

	(void)unused;
	while (!over) {
		size = free_memory();
		if (size < least_free)
			least_free = size;
		usleep(1000);
	}
	return NULL;
}

static pthread_t start(void *(*function)(void *), int cpu)
{
	pthread_attr_t attributes;
	pthread_t thread;
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(cpu, &cpus);
	pthread_attr_init(&attributes);
	pthread_attr_setaffinity_np(&attributes, sizeof(cpus), &cpus);
	if (function != watch_memory) {
		pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
		pthread_attr_setschedpolicy(&attributes, SCHED_FIFO);
		pthread_attr_setschedparam(&attributes,
					   &(struct sched_param){ .sched_priority = 50 });
	}
	if (pthread_create(&thread, &attributes, function, NULL))
		errx(1, "a thread can't be created");
	return thread;
}

/**
 * cost_wait() - measure how long a command keeps another thread waiting
 * @cost: the command
 */
void cost_wait(const struct cost *cost)
{
	int cpus = sysconf(_SC_NPROCESSORS_ONLN);
	pthread_t waiter, watcher;
	long before, after;
	unsigned long from, to;
	cpu_set_t first;

	CPU_ZERO(&first);
	CPU_SET(0, &first);
	sched_setaffinity(0, sizeof(first), &first);
	before = free_memory();
	least_free = before;
	waiter = start(cpus > 1 ? look_at_clock : wake_up, cpus > 1);
	watcher = start(watch_memory, 0);
	while (!begun)
		usleep(1000);

	from = now();
	if (system(cost->words[0]))
		errx(1, "%s: failed", cost->words[0]);
	to = now();
	over = true;
	pthread_join(waiter, NULL);
	pthread_join(watcher, NULL);
	after = free_memory();
	printf("took %lu wait %lu before %ld least %ld after %ld\n", (to - from) / 1000,
	       longest / 1000, before, least_free, after);
}
