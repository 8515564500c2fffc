// SPDX-License-Identifier: GPL-2.0
/* What connections cost, made or refused; see cost.c. */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cost.h"

#define RANGE	"/proc/sys/net/ipv4/ip_local_port_range"
#define REOPENS	50000	/* the port that is opened again and again */

/* One chunk of the range is filled after another. To find a port of the second half of
 * a large range the kernel asks for all of the first, which would take minutes.
 */
#define CHUNK	200

/* How often connections are put elsewhere in their slabs; more than one has room for. */
#define PLACES	40

static struct addrinfo *server;
static int listener;

static void enter(int netns)
{
	if (netns < 0 || setns(netns, CLONE_NEWNET))
		err(1, "network namespace");
}

static int new_socket(const char *netns)
{
	char path[64];
	int fd, here;

	if (!netns)
		return socket(server->ai_family, SOCK_STREAM, 0);
	here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/run/netns/%s", netns);
	enter(open(path, O_RDONLY | O_CLOEXEC));
	fd = socket(server->ai_family, SOCK_STREAM, 0);
	enter(here);
	return fd;
}

/**
 * connections_open() - have a server
 * @cost: its address
 */
void connections_open(const struct cost *cost)
{
	struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST,
	};
	char port[8];
	int e;

	snprintf(port, sizeof(port), "%d", cost->port);
	e = getaddrinfo(cost->host, port, &hints, &server);
	if (e)
		errx(1, "%s: %s", cost->host, gai_strerror(e));
	listener = new_socket(cost->netns);
	if (listener < 0 ||
	    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)) ||
	    bind(listener, server->ai_addr, server->ai_addrlen) || listen(listener, 128))
		err(1, "listen on %s port %s", cost->host, port);
}

static void bind_client(int fd)
{
	struct sockaddr_in6 from;

	memcpy(&from, server->ai_addr, server->ai_addrlen);
	from.sin6_port = htons(REOPENS);	/* IPv4 has it at the same place */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)) ||
	    bind(fd, (struct sockaddr *)&from, server->ai_addrlen))
		err(1, "bind to port %d", REOPENS);
}

static void close_after(int first, int second)
{
	char byte;

	if (shutdown(first, SHUT_WR) || read(second, &byte, 1) || close(second) ||
	    read(first, &byte, 1) || close(first))
		err(1, "close");
}

static void connection(bool server_first, bool same_port)
{
	int client, accepted;

	client = socket(server->ai_family, SOCK_STREAM, 0);
	if (same_port)
		bind_client(client);
	if (connect(client, server->ai_addr, server->ai_addrlen))
		err(1, "connect");
	accepted = accept(listener, NULL, NULL);
	if (accepted < 0)
		err(1, "accept");
	if (server_first)
		close_after(accepted, client);
	else
		close_after(client, accepted);
}

/**
 * connections_make() - make connections that the client closes first
 * @count: how many
 */
void connections_make(long count)
{
	while (count--)
		connection(false, false);
}

static void get_range(int *low, int *high)
{
	FILE *file = fopen(RANGE, "r");

	if (!file || fscanf(file, "%d %d", low, high) != 2)
		err(1, RANGE);
	fclose(file);
}

static void set_range(int low, int high)
{
	FILE *file = fopen(RANGE, "w");

	if (!file || fprintf(file, "%d %d", low, high) < 0 || fclose(file))
		err(1, RANGE);
}

/* Takes as large a share of each chunk of the range as of the whole. */
static void fill(int share)
{
	int low, high, from, to;

	get_range(&low, &high);
	for (from = low; from <= high; from = to + 1) {
		to = from + CHUNK - 1 < high ? from + CHUNK - 1 : high;
		set_range(from, to);
		connections_make((to - low + 1) * share / 100 -
				 (from - low) * share / 100);
	}
	set_range(low, high);
}

static int socket_to_itself(void)
{
	struct sockaddr_in self = { .sin_family = AF_INET };
	socklen_t size = sizeof(self);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	self.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&self, size) ||
	    getsockname(fd, (struct sockaddr *)&self, &size) ||
	    connect(fd, (struct sockaddr *)&self, size))
		err(1, "a socket for datagrams");
	return fd;
}

/* What sockets and their segments consist of comes from slabs, of a couple of dozen each.
 * While the first of something that a connection needs two of is the last of a slab, and
 * the second one is in another, each connection pays up to 1,100 more, whoever watches. So
 * a socket and two datagrams are kept until the end, for that to hit some connections and
 * not all.
 */
static void keep_some(void)
{
	static const char message[400];
	static int self = -1;

	if (self < 0)
		self = socket_to_itself();
	if (socket(server->ai_family, SOCK_STREAM, 0) < 0 ||
	    send(self, message, sizeof(message) / 4, 0) < 0 ||
	    send(self, message, sizeof(message), 0) < 0)
		err(1, "keep a socket");
}

static void measure(const struct cost *cost, bool server_first, bool same_port)
{
	unsigned long *samples = cost_samples(cost->count), start;
	long i, each = cost->count > PLACES ? cost->count / PLACES : 1;

	connections_open(cost);
	if (cost->share > 0)
		fill(cost->share);
	if (same_port)
		connection(server_first, same_port);
	for (i = 0; i < cost->count; i++) {
		if (i % each == 0)
			keep_some();
		start = cost_now();
		connection(server_first, same_port);
		samples[i] = cost_now() - start;
	}
	cost_report(samples, cost->count);
}

/**
 * cost_client_first() - a connection that the client closes first
 * @cost: where to, and how many
 */
void cost_client_first(const struct cost *cost)
{
	measure(cost, false, false);
}

/**
 * cost_server_first() - a connection that the server closes first
 * @cost: where to, and how many
 */
void cost_server_first(const struct cost *cost)
{
	measure(cost, true, false);
}

/**
 * cost_reopen() - a connection whose SYN reopens the last one's TIME_WAIT
 * @cost: where to, and how many
 */
void cost_reopen(const struct cost *cost)
{
	measure(cost, true, true);
}

/**
 * cost_refused() - a connect() that finds no port
 * @cost: where to, and how many
 */
void cost_refused(const struct cost *cost)
{
	unsigned long *samples = cost_samples(cost->count), start;
	long i;
	int fd;

	connections_open(cost);
	if (cost->share > 0)
		fill(cost->share);
	for (i = 0; i < cost->count; i++) {
		start = cost_now();
		fd = socket(server->ai_family, SOCK_STREAM, 0);
		if (!connect(fd, server->ai_addr, server->ai_addrlen) ||
		    errno != EADDRNOTAVAIL)
			err(1, "connect, instead of no port,");
		close(fd);
		samples[i] = cost_now() - start;
	}
	cost_report(samples, cost->count);
}
