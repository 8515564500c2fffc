// SPDX-License-Identifier: GPL-2.0
/*
 * Measure costs: in instructions, if the TSC counts them (scripts/vm --mode icount),
 * else in time.
 *
 *	cost [OPTION...] WHAT [WORD...]
 *
 *	client, server	a loopback connection from socket() to both close(); the client
 *			or the server closes first
 *	reopen		the same, always from one port: the SYN reopens the server's
 *			socket in TIME_WAIT
 *	crawl		as client, each to another address of 127.1.0.0/16; needs -a 0.0.0.0
 *	refused		a connect() that finds no port; needs -f 100, now or in an
 *			earlier run
 *	segment		a repeated FIN to a socket in TIME_WAIT, and the answer
 *	expiry		the end of a socket whose 2MSL is over
 *	read FILE	open(), read() to the end, close()
 *	run WORD...	a command, by the shell
 *	wait WORD...	the same: its duration, how long it keeps another thread waiting,
 *			and the memory that it takes; see cost_wait.c
 *	crowd		measures nothing: leaves -n sockets in TIME_WAIT, quickly
 *
 *	-a ADDRESS	of the server (127.0.0.1)
 *	-N NETNS	the server's network namespace
 *	-p PORT		the server's port (8080)
 *	-n COUNT	number of measurements, or of sockets (1000)
 *	-f SHARE	take so many per cent of the range's ports first
 *	-d COUNT	number of destinations of a crowd (8)
 *
 * It prints the mean of the middle half (interquartile mean), the median, the mean, the
 * 10th and the 90th percentile, the highest, and the number of values. Rare events, such
 * as the timer tick, affect the mean only; those of one in three affect both means. The
 * exit status is 1 after an error, 2 after wrong arguments.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cost.h"

static const struct {
	const char *name;
	void (*measure)(const struct cost *cost);
	int words;
} measures[] = {
	{ "client", cost_client_first, 0 },
	{ "server", cost_server_first, 0 },
	{ "reopen", cost_reopen, 0 },
	{ "crawl", cost_crawl, 0 },
	{ "refused", cost_refused, 0 },
	{ "segment", cost_segment, 0 },
	{ "expiry", cost_expiry, 0 },
	{ "read", cost_read, 1 },
	{ "run", cost_run, 1 },
	{ "wait", cost_wait, 1 },
	{ "crowd", cost_crowd, 0 },
};

/**
 * cost_now() - read the clock
 *
 * Return: the TSC, which counts instructions in mode icount.
 */
unsigned long cost_now(void)
{
#ifdef __x86_64__
	return __builtin_ia32_rdtsc();
#else
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ul + now.tv_nsec;
#endif
}

/**
 * cost_samples() - allocate memory for measured values
 * @count: their number
 *
 * Return: memory that was written to before, so that writing causes no page fault.
 */
unsigned long *cost_samples(long count)
{
	unsigned long *samples = malloc(count * sizeof(*samples));

	if (!samples)
		err(1, "memory for %ld samples", count);
	memset(samples, 0xff, count * sizeof(*samples));
	return samples;
}

static int compare(const void *a, const void *b)
{
	const unsigned long *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/**
 * cost_report() - print the measured values
 * @samples: the values; will be sorted
 * @count: their number
 */
void cost_report(unsigned long *samples, long count)
{
	unsigned long sum = 0, middle = 0;
	long i, quarter = count / 4;

	if (!count)
		errx(1, "nothing was measured");
	for (i = 0; i < count; i++)
		sum += samples[i];
	qsort(samples, count, sizeof(*samples), compare);
	for (i = quarter; i < count - quarter; i++)
		middle += samples[i];
	printf("middle %lu median %lu mean %lu p10 %lu p90 %lu max %lu count %ld\n",
	       middle / (count - 2 * quarter), samples[count / 2], sum / count,
	       samples[count / 10], samples[count * 9 / 10], samples[count - 1], count);
}

static long parse_number(const char *text, long min, long max)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (end == text || *end || value < min || value > max)
		errx(2, "'%s' is not a number from %ld to %ld", text, min, max);
	return value;
}

int main(int argc, char **argv)
{
	struct cost cost = {
		.host = "127.0.0.1",
		.port = 8080,
		.count = 1000,
		.share = -1,
		.destinations = 8,
	};
	size_t i;
	int opt;

	while ((opt = getopt(argc, argv, "+a:N:p:n:f:d:")) != -1) {
		switch (opt) {
		case 'a':
			cost.host = optarg;
			break;
		case 'N':
			cost.netns = optarg;
			break;
		case 'p':
			cost.port = parse_number(optarg, 1, 65535);
			break;
		case 'n':
			cost.count = parse_number(optarg, 1, 10000000);
			break;
		case 'f':
			cost.share = parse_number(optarg, 0, 100);
			break;
		case 'd':
			cost.destinations = parse_number(optarg, 1, 10000);
			break;
		default:
			return 2;
		}
	}
	if (optind == argc)
		errx(2, "the argument WHAT is missing");
	cost.words = argv + optind + 1;
	for (i = 0; i < sizeof(measures) / sizeof(*measures); i++) {
		if (strcmp(argv[optind], measures[i].name))
			continue;
		if (!!*cost.words != measures[i].words)
			errx(2, "'%s' takes %s words", argv[optind],
			     measures[i].words ? "some" : "no");
		measures[i].measure(&cost);
		return 0;
	}
	errx(2, "there is no measurement '%s'", argv[optind]);
}
