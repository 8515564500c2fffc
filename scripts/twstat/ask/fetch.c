// SPDX-License-Identifier: GPL-2.0
/* Reads from the module, into structures; destinations have a file of their own. */
#include <linux/genetlink.h>
#include <stdlib.h>
#include <string.h>

#include "ask/fetch.h"

/**
 * struct taking - the callback of a dump
 * @services: of fetch_services()
 * @sockets: of fetch_sockets()
 * @histograms: of fetch_histograms()
 * @hooks: of fetch_hooks()
 * @transitions: of fetch_transitions()
 * @data: for the callback
 */
struct taking {
	service_taker *services;
	socket_taker *sockets;
	histogram_taker *histograms;
	hook_taker *hooks;
	transition_taker *transitions;
	void *data;
};

static void read_stats(const struct nlmsghdr *message, void *data)
{
	struct stats *stats = data;
	const struct nlattr *attr;

	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) == TWSTAT_A_STATS_COUNTERS)
			record_read_nest(&stats->counters, attr);
		if (mnl_attr_get_type(attr) == TWSTAT_A_STATS_GAUGES)
			record_read_nest(&stats->gauges, attr);
	}
}

/**
 * fetch_stats() - read all counters and gauges
 * @client: the client
 * @stats: filled in
 */
void fetch_stats(struct client *client, struct stats *stats)
{
	memset(stats, 0, sizeof(*stats));
	client_request(client, TWSTAT_CMD_COUNTERS_GET);
	client_do(client, read_stats, stats);
}

static void read_config(const struct nlmsghdr *message, void *data)
{
	record_read(data, message);
}

/**
 * fetch_config() - read the settings
 * @client: the client
 * @config: filled in, by TWSTAT_A_CONFIG_*
 */
void fetch_config(struct client *client, struct record *config)
{
	memset(config, 0, sizeof(*config));
	client_request(client, TWSTAT_CMD_CONFIG_GET);
	client_do(client, read_config, config);
}

static void read_service(const struct nlmsghdr *message, void *data)
{
	const struct taking *taking = data;
	struct service service;

	record_read(&service.n, message);
	record_read_address(&service.n, &service.local, message,
			    TWSTAT_A_SERVICE_LOCAL4, TWSTAT_A_SERVICE_LOCAL6);
	taking->services(&service, taking->data);
}

/**
 * fetch_services() - read all services
 * @client: the client
 * @take: takes each
 * @data: for @take
 */
void fetch_services(struct client *client, service_taker *take, void *data)
{
	struct taking taking = { .services = take, .data = data };

	client_request(client, TWSTAT_CMD_SERVICE_GET);
	client_dump(client, read_service, &taking);
}

static void read_socket(const struct nlmsghdr *message, void *data)
{
	const struct taking *taking = data;
	struct tw_socket socket;

	record_read(&socket.n, message);
	record_read_address(&socket.n, &socket.local, message,
			    TWSTAT_A_SOCKET_LOCAL4, TWSTAT_A_SOCKET_LOCAL6);
	record_read_address(&socket.n, &socket.remote, message,
			    TWSTAT_A_SOCKET_REMOTE4, TWSTAT_A_SOCKET_REMOTE6);
	taking->sockets(&socket, taking->data);
}

/**
 * fetch_sockets() - read all sockets
 * @client: the client
 * @take: takes each
 * @data: for @take
 *
 * Return: whether the dump is consistent: no socket was added or removed during it.
 */
bool fetch_sockets(struct client *client, socket_taker *take, void *data)
{
	struct taking taking = { .sockets = take, .data = data };

	client_request(client, TWSTAT_CMD_SOCKET_GET);
	return client_dump(client, read_socket, &taking);
}

static void read_bucket(struct histogram *histogram, const struct nlattr *nest)
{
	unsigned int at = histogram->buckets;
	struct record n;

	if (at == BUCKETS)
		return;
	record_read_nest(&n, nest);
	histogram->bucket[at].bounded = n.known[TWSTAT_A_BUCKET_BOUND];
	histogram->bucket[at].bound = n.value[TWSTAT_A_BUCKET_BOUND];
	histogram->bucket[at].count = n.value[TWSTAT_A_BUCKET_COUNT];
	histogram->buckets++;
}

static void read_histogram(const struct nlmsghdr *message, void *data)
{
	const struct taking *taking = data;
	struct histogram histogram;
	const struct nlattr *attr;

	memset(&histogram, 0, sizeof(histogram));
	record_read(&histogram.n, message);
	histogram.n.known[TWSTAT_A_HISTOGRAM_BUCKET] = false;
	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == TWSTAT_A_HISTOGRAM_BUCKET)
			read_bucket(&histogram, attr);
	taking->histograms(&histogram, taking->data);
}

/**
 * fetch_histograms() - read all histograms
 * @client: the client
 * @take: takes each
 * @data: for @take
 */
void fetch_histograms(struct client *client, histogram_taker *take, void *data)
{
	struct taking taking = { .histograms = take, .data = data };

	client_request(client, TWSTAT_CMD_HISTOGRAM_GET);
	client_dump(client, read_histogram, &taking);
}

/**
 * hook_read() - read a hook
 * @hook: filled in; its strings are only valid as long as the message
 * @message: the message
 */
void hook_read(struct hook *hook, const struct nlmsghdr *message)
{
	record_read(&hook->n, message);
	hook->symbol = message_text(message, TWSTAT_A_HOOK_SYMBOL);
	hook->group = message_text(message, TWSTAT_A_HOOK_GROUP);
	hook->backend = message_text(message, TWSTAT_A_HOOK_BACKEND);
	hook->state = message_text(message, TWSTAT_A_HOOK_STATE);
	hook->silent = hook->state && !strcmp(hook->state, "silent");
	hook->lost = message_text(message, TWSTAT_A_HOOK_LOST);
}

static void read_hook(const struct nlmsghdr *message, void *data)
{
	const struct taking *taking = data;
	struct hook hook;

	hook_read(&hook, message);
	taking->hooks(&hook, taking->data);
}

/**
 * fetch_hooks() - read all hooks
 * @client: the client
 * @take: takes each
 * @data: for @take
 */
void fetch_hooks(struct client *client, hook_taker *take, void *data)
{
	struct taking taking = { .hooks = take, .data = data };

	client_request(client, TWSTAT_CMD_HOOK_GET);
	client_dump(client, read_hook, &taking);
}

static void read_transition(const struct nlmsghdr *message, void *data)
{
	const struct taking *taking = data;
	struct record transition;

	record_read(&transition, message);
	taking->transitions(&transition, taking->data);
}

/**
 * fetch_transitions() - read how often sockets went from one state to another
 * @client: the client
 * @take: takes each, by TWSTAT_A_TRANSITION_*
 * @data: for @take
 */
void fetch_transitions(struct client *client, transition_taker *take, void *data)
{
	struct taking taking = { .transitions = take, .data = data };

	client_request(client, TWSTAT_CMD_TRANSITION_GET);
	client_dump(client, read_transition, &taking);
}
