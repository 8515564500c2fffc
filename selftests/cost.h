/* SPDX-License-Identifier: GPL-2.0 */
/* Measuring costs; see cost.c. */
#ifndef COST_H
#define COST_H

#include <stdbool.h>

/**
 * struct cost - what to measure
 * @host: the address that connections go to
 * @netns: the server's network namespace, or NULL
 * @port: the server's port
 * @count: the number of measurements, or of sockets
 * @share: how many per cent of the ports to take before, or -1
 * @destinations: the number of destinations of a crowd
 * @words: the words after WHAT
 */
struct cost {
	const char *host;
	const char *netns;
	int port;
	long count;
	int share;
	int destinations;
	char **words;
};

unsigned long cost_now(void);
unsigned long *cost_samples(long count);
void cost_report(unsigned long *samples, long count);

void cost_client_first(const struct cost *cost);
void cost_server_first(const struct cost *cost);
void cost_reopen(const struct cost *cost);
void cost_crawl(const struct cost *cost);
void cost_refused(const struct cost *cost);
void cost_segment(const struct cost *cost);
void cost_crowd(const struct cost *cost);
void cost_expiry(const struct cost *cost);
void cost_read(const struct cost *cost);
void cost_run(const struct cost *cost);
void cost_wait(const struct cost *cost);

void connections_open(const struct cost *cost);
void connections_make(long count);

#endif
