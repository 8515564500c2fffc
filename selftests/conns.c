// SPDX-License-Identifier: GPL-2.0
/*
 * Make TCP connections and close them step by step, as the arguments say.
 *
 * Both ends are in this process, so each connection goes through exactly the
 * states that the steps lead to. Each step is a letter:
 *
 *	c, s	the client, the server sends its FIN: shutdown(SHUT_WR)
 *	C, S	the client, the server closes: close()
 *	e, E	the server, the client waits for the peer's FIN: read() returns 0
 *	r	the client closes with a RST: SO_LINGER 0, then close()
 *	d	the client sends a byte that the server does not read
 *	u	the client is bound to no device any more
 *	w	print "waiting" and wait for a line from stdin
 *
 * Without a "w", a connection does all steps before the next one is made. With it, all
 * connections do the steps before the "w", then all do the steps after it.
 *
 * -r RATE		begin this many connections a second at most, evenly
 *
 * -n COUNT connections are made, from clients that connect to ADDRESS (-a) and PORT (-p).
 *
 * Clients:
 *	-c CLIENT_PORT	bind to ports from CLIENT_PORT on before connect(); with -c 0, to
 *			the address and any port
 *	-b ADDRESS	bind to this address, but to no port (IP_BIND_ADDRESS_NO_PORT)
 *	-D DEVICE	bind to this device: SO_BINDTODEVICE
 *	-d ADDRESSES	connect to that many addresses in turn, from ADDRESS on
 *
 * Server:
 *	-l ADDRESS	listen at this address, not at ADDRESS
 *	-N NETNS	listen in this network namespace
 *	-R		do not set SO_REUSEADDR
 *
 * -k KIND makes both ends sockets of this kind, instead of plain TCP sockets:
 *
 *	pktinfo		with IP_PKTINFO or IPV6_RECVPKTINFO
 *	mptcp, smc	of a protocol that uses TCP sockets
 *	md5, ao		with a key for their segments: TCP_MD5SIG, TCP_AO_ADD_KEY
 *	fastopen	the client sends data with its SYN, once it has a cookie
 *	range		the client takes ports from 40001 to 40003: IP_LOCAL_PORT_RANGE
 *
 * mptcp and fastopen need data: the client sends a byte, and the server reads it,
 * before the first step.
 *
 * At the end it prints the number of connections and of failed connect() calls, by
 * errno. The exit status is 4 if the kernel does not have this kind, and 1 after any
 * other error.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <linux/types.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "conns_kinds.h"

/**
 * struct pair - a connection's two ends
 * @client: the socket that connected, or -1
 * @server: the socket that was accepted, or -1
 */
struct pair {
	int client;
	int server;
};

static struct sockaddr_storage address;
static socklen_t address_len;
static int client_port = -1;
static const char *client_host, *client_device;
static bool server_reuse = true;
static long destinations = 1;
static double rate;
static long failed[256];

static const struct kind *kind;

static socklen_t parse(const char *host, const char *port,
		       struct sockaddr_storage *to)
{
	struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_PASSIVE,
	};
	struct addrinfo *ai;
	socklen_t len;
	int e;

	e = getaddrinfo(host, port, &hints, &ai);
	if (e)
		errx(1, "%s port %s: %s", host, port, gai_strerror(e));
	len = ai->ai_addrlen;
	memcpy(to, ai->ai_addr, len);
	freeaddrinfo(ai);
	return len;
}

static void enter(int netns)
{
	if (netns < 0 || setns(netns, CLONE_NEWNET))
		err(1, "network namespace");
}

/* The server's socket, in the network namespace of -N. */
static int make_server(const struct sockaddr_storage *local, const char *netns)
{
	char path[64];
	int fd, here;

	if (!netns)
		return make_socket(kind, false, local);
	here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/run/netns/%s", netns);
	enter(open(path, O_RDONLY | O_CLOEXEC));
	fd = make_socket(kind, false, local);
	enter(here);
	return fd;
}

static int serve(const char *host, const char *port, const char *netns)
{
	struct sockaddr_storage local;
	socklen_t len;
	int fd;

	len = parse(host, port, &local);
	fd = make_server(&local, netns);
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){server_reuse},
		       sizeof(int)) ||
	    bind(fd, (struct sockaddr *)&local, len) || listen(fd, 128))
		err(1, "listen on %s port %s", host, port);
	if (getsockname(fd, (struct sockaddr *)&local, &len))
		err(1, "getsockname");
	*port_of(&address) = *port_of(&local);
	return fd;
}

/* The client's next port, from that of -c on. */
static void bind_client(int fd, int port)
{
	struct sockaddr_storage local = address;

	*port_of(&local) = htons(port);
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)) ||
	    bind(fd, (struct sockaddr *)&local, address_len))
		err(1, "bind to port %d", port);
}

static void bind_client_address(int fd)
{
	struct sockaddr_storage local;
	socklen_t len = parse(client_host, "0", &local);

	if (setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &(int){1},
		       sizeof(int)) ||
	    bind(fd, (struct sockaddr *)&local, len))
		err(1, "bind to %s", client_host);
}

static void bind_client_device(int fd, const char *device)
{
	if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device, strlen(device)))
		err(1, "bind to device '%s'", device);
}

/* The last word of the address to connect to. */
static __be32 *last_word(void)
{
	return address.ss_family == AF_INET ?
		&((struct sockaddr_in *)&address)->sin_addr.s_addr :
		&((struct sockaddr_in6 *)&address)->sin6_addr.s6_addr32[3];
}

/* Waits until connection number @i is due. */
static void pace(long i)
{
	static struct timespec begin;
	struct timespec due;
	double seconds;

	if (!rate)
		return;
	if (!i)
		clock_gettime(CLOCK_MONOTONIC, &begin);
	seconds = i / rate + begin.tv_nsec / 1e9;
	due.tv_sec = begin.tv_sec + (time_t)seconds;
	due.tv_nsec = (seconds - (time_t)seconds) * 1e9;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR)
		;
}

static bool open_pair(int listener, struct pair *pair)
{
	static __be32 first;
	static long next;
	char byte = 0;

	if (!next)
		first = *last_word();
	*last_word() = htonl(ntohl(first) + next++ % destinations);

	pair->client = make_socket(kind, true, &address);
	if (client_device)
		bind_client_device(pair->client, client_device);
	if (client_host)
		bind_client_address(pair->client);
	if (client_port >= 0)
		bind_client(pair->client, client_port ? client_port++ : 0);
	if (connect(pair->client, (struct sockaddr *)&address, address_len)) {
		failed[errno & 255]++;
		close(pair->client);
		pair->client = -1;
		pair->server = -1;
		return false;
	}
	if (kind->talks && write(pair->client, &byte, 1) != 1)
		err(1, "write");
	pair->server = accept(listener, NULL, NULL);
	if (pair->server < 0)
		err(1, "accept");
	if (kind->talks && read(pair->server, &byte, 1) != 1)
		err(1, "read");
	return true;
}

static void end(int *fd)
{
	if (close(*fd))
		err(1, "close");
	*fd = -1;
}

static void wait_fin(int fd)
{
	char byte;

	if (read(fd, &byte, 1))
		err(1, "read() got no FIN");
}

static void take(struct pair *pair, char what)
{
	struct linger linger = { .l_onoff = 1 };

	switch (what) {
	case 'c':
	case 's':
		if (shutdown(what == 'c' ? pair->client : pair->server, SHUT_WR))
			err(1, "shutdown");
		break;
	case 'C':
		end(&pair->client);
		break;
	case 'S':
		end(&pair->server);
		break;
	case 'e':
		wait_fin(pair->server);
		break;
	case 'E':
		wait_fin(pair->client);
		break;
	case 'r':
		if (setsockopt(pair->client, SOL_SOCKET, SO_LINGER, &linger,
			       sizeof(linger)))
			err(1, "SO_LINGER");
		end(&pair->client);
		break;
	case 'd':
		if (write(pair->client, "d", 1) != 1)
			err(1, "write");
		break;
	case 'u':
		bind_client_device(pair->client, "");
		break;
	default:
		errx(1, "'%c' is not a step", what);
	}
}

static void take_all(struct pair *pair, const char *what, size_t count)
{
	size_t i;

	if (pair->client < 0 && pair->server < 0)
		return;
	for (i = 0; i < count; i++)
		take(pair, what[i]);
}

static void wait_for_caller(void)
{
	char line[16];

	puts("waiting");
	fflush(stdout);
	if (!fgets(line, sizeof(line), stdin))
		errx(1, "stdin ended before a line came");
}

static void die_of_misuse(void)
{
	fputs("usage: conns [-a ADDRESS] [-p PORT] [-l ADDRESS] [-N NETNS] [-R]\n"
	      "             [-b CLIENT_ADDRESS] [-c CLIENT_PORT] [-D DEVICE]\n"
	      "             [-d ADDRESSES] [-k KIND] [-n COUNT] [-r RATE] STEPS\n", stderr);
	exit(2);
}

int main(int argc, char **argv)
{
	const char *host = "127.0.0.1", *listen_host = NULL, *port = "0";
	const char *netns = NULL;
	struct rlimit files = { 1 << 20, 1 << 20 };
	struct pair *pairs, one;
	long count = 1, i, made = 0;
	const char *what, *phase;
	int opt, listener;
	size_t len;

	kind = find_kind("plain");
	while ((opt = getopt(argc, argv, "a:p:l:N:Rb:c:D:d:k:n:r:")) != -1) {
		switch (opt) {
		case 'a':
			host = optarg;
			break;
		case 'p':
			port = optarg;
			break;
		case 'l':
			listen_host = optarg;
			break;
		case 'N':
			netns = optarg;
			break;
		case 'R':
			server_reuse = false;
			break;
		case 'b':
			client_host = optarg;
			break;
		case 'c':
			client_port = atoi(optarg);
			break;
		case 'D':
			client_device = optarg;
			break;
		case 'd':
			destinations = strtol(optarg, NULL, 10);
			break;
		case 'k':
			kind = find_kind(optarg);
			break;
		case 'n':
			count = strtol(optarg, NULL, 10);
			break;
		case 'r':
			rate = strtod(optarg, NULL);
			break;
		default:
			die_of_misuse();
		}
	}
	if (optind + 1 != argc || count < 1 || destinations < 1 ||
	    !kind)
		die_of_misuse();
	what = argv[optind];

	address_len = parse(host, port, &address);
	listener = serve(listen_host ? listen_host : host, port, netns);
	if (!strchr(what, 'w')) {
		for (i = 0; i < count; i++) {
			pace(i);
			if (!open_pair(listener, &one))
				continue;
			made++;
			take_all(&one, what, strlen(what));
			if (one.client >= 0)
				end(&one.client);
			if (one.server >= 0)
				end(&one.server);
		}
	} else {
		setrlimit(RLIMIT_NOFILE, &files);
		pairs = calloc(count, sizeof(*pairs));
		if (!pairs)
			err(1, "calloc");
		for (i = 0; i < count; i++) {
			pace(i);
			made += open_pair(listener, &pairs[i]);
		}
		for (phase = what; ; phase += len + 1) {
			len = strcspn(phase, "w");
			for (i = 0; i < count; i++)
				take_all(&pairs[i], phase, len);
			if (!phase[len])
				break;
			wait_for_caller();
		}
	}

	printf("connected %ld", made);
	for (i = 0; i < 256; i++)
		if (failed[i])
			printf(" %s %ld", strerrorname_np(i), failed[i]);
	putchar('\n');
	return 0;
}
