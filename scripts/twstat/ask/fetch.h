/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_FETCH_H
#define TWSTAT_ASK_FETCH_H

#include "ask/client.h"
#include "ask/record.h"

/**
 * struct stats - counters and gauges of the namespace
 * @counters: by TWSTAT_A_COUNTERS_*
 * @gauges: by TWSTAT_A_GAUGES_*
 */
struct stats {
	struct record counters;
	struct record gauges;
};

/**
 * struct service - a local address and port that accepts connections
 * @n: by TWSTAT_A_SERVICE_*
 * @local: the local address; its port is in @n
 */
struct service {
	struct record n;
	struct address local;
};

/**
 * struct tw_socket - a socket in TIME_WAIT, or a FIN_WAIT2 mini-socket
 * @n: by TWSTAT_A_SOCKET_*
 * @local: the local address; its port is in @n
 * @remote: the remote address; its port is in @n
 */
struct tw_socket {
	struct record n;
	struct address local;
	struct address remote;
};

/* The most buckets of a histogram. */
#define BUCKETS	64

/**
 * struct histogram - a distribution of times
 * @n: by TWSTAT_A_HISTOGRAM_*
 * @bucket: in ascending order
 * @bucket.bounded: it has an upper bound
 * @bucket.bound: the upper bound
 * @bucket.count: number of times up to @bucket.bound and above that of the one before
 * @buckets: number of @bucket
 */
struct histogram {
	struct record n;
	struct {
		bool bounded;
		__u64 bound;
		__u64 count;
	} bucket[BUCKETS];
	unsigned int buckets;
};

/**
 * struct hook - a function of the kernel that the module hooks, or can hook
 * @n: by TWSTAT_A_HOOK_*
 * @symbol: its name
 * @group: the group that it counts for
 * @backend: how it is hooked, or NULL
 * @state: on, off, spare or silent
 * @silent: it is on, but kprobes are disarmed, so the kernel does not call it
 * @lost: what is not counted because it is off, or NULL
 */
struct hook {
	struct record n;
	const char *symbol;
	const char *group;
	const char *backend;
	const char *state;
	bool silent;
	const char *lost;
};

typedef void service_taker(const struct service *service, void *data);
typedef void socket_taker(const struct tw_socket *socket, void *data);
typedef void histogram_taker(const struct histogram *histogram, void *data);
typedef void hook_taker(const struct hook *hook, void *data);
typedef void transition_taker(const struct record *transition, void *data);

void fetch_stats(struct client *client, struct stats *stats);
void fetch_services(struct client *client, service_taker *take, void *data);
bool fetch_sockets(struct client *client, socket_taker *take, void *data);
void fetch_histograms(struct client *client, histogram_taker *take, void *data);
void fetch_hooks(struct client *client, hook_taker *take, void *data);
void fetch_transitions(struct client *client, transition_taker *take, void *data);
void fetch_config(struct client *client, struct record *config);

void hook_read(struct hook *hook, const struct nlmsghdr *message);

#endif
