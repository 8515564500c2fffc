// SPDX-License-Identifier: GPL-2.0
/* The cost of connections, and of connect() calls that fail; see cost.c. */
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
#define REOPENS	50000	/* the client's port for "reopen" */

/* Ports are filled in chunks of the range. To find a port in the second half of a large
 * range, the kernel tries the whole first half, which would take minutes.
 */
#define CHUNK	200

/* How often connections move to another place in their slabs: more places than a slab has. */
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
 * connections_open() - open the server's socket
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
	from.sin6_port = htons(REOPENS);	/* IPv4 has the port at the same place */
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
 * @count: their number
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

/* Takes the same share of each chunk of the range. */
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
		err(1, "socket for datagrams");
	return fd;
}

/* Sockets and segments are allocated from slabs of a few dozen objects each. If a connection
 * needs two objects, and the first one is the last of its slab, the connection costs up to
 * 1,100 instructions more, with any watcher. Keeping a socket and two datagrams until the end
 * moves the next objects, so that this happens to some connections and not to all.
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

/* Makes the next connection go to another address, from 127.1.0.1 on. */
static void next_address(long i)
{
	struct sockaddr_in *to = (struct sockaddr_in *)server->ai_addr;

	if (to->sin_family != AF_INET)
		errx(1, "only IPv4 has so many loopback addresses");
	to->sin_addr.s_addr = htonl(0x7f010001 + i);
}

static void measure(const struct cost *cost, bool server_first, bool same_port,
		    bool same_address)
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
		if (!same_address)
			next_address(i);
		start = cost_now();
		connection(server_first, same_port);
		samples[i] = cost_now() - start;
	}
	cost_report(samples, cost->count);
}

/**
 * cost_client_first() - measure connections that the client closes first
 * @cost: the server, and the count
 */
void cost_client_first(const struct cost *cost)
{
	measure(cost, false, false, true);
}

/**
 * cost_server_first() - measure connections that the server closes first
 * @cost: the server, and the count
 */
void cost_server_first(const struct cost *cost)
{
	measure(cost, true, false, true);
}

/**
 * cost_reopen() - measure connections whose SYN reopens the tuple of the one before
 * @cost: the server, and the count
 */
void cost_reopen(const struct cost *cost)
{
	measure(cost, true, true, true);
}

/**
 * cost_crawl() - measure connections that go to another address each
 * @cost: the server, which listens at all addresses, and the count
 */
void cost_crawl(const struct cost *cost)
{
	measure(cost, false, false, false);
}

/**
 * cost_refused() - measure connect() calls that find no port
 * @cost: the server, and the count
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
			err(1, "connect() did not fail with EADDRNOTAVAIL");
		close(fd);
		samples[i] = cost_now() - start;
	}
	cost_report(samples, cost->count);
}
