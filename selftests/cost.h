/* SPDX-License-Identifier: GPL-2.0 */
/* What things cost, in instructions; see cost.c. */
#ifndef COST_H
#define COST_H

#include <stdbool.h>

/**
 * struct cost - what is to be measured
 * @host: the address that connections go to
 * @netns: the server's network namespace, or NULL
 * @port: the server's
 * @count: how many times it is done
 * @share: how many per cent of the ports are taken before, or -1
 * @destinations: how many there are of a crowd
 * @words: the command line, behind the name of the measure
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
