// SPDX-License-Identifier: GPL-2.0
/*
 * Make TCP connections and end them step by step, as the caller says.
 *
 * Both ends are in this process, so each connection goes through exactly the
 * states that the steps lead to. The steps, a letter each:
 *
 *	c, s	the client, the server sends its FIN: shutdown(SHUT_WR)
 *	C, S	the client, the server closes: close()
 *	e, E	the server, the client waits for the other's FIN: read() is 0
 *	r	the client closes with a RST: SO_LINGER 0, then close()
 *	d	the client sends a byte that the server doesn't read
 *	w	says "waiting" and waits for a line from stdin
 *
 * Without a "w" a connection is done before the next one is made. With it, all
 * connections do the steps before it, then all do those behind it.
 *
 * With -c the clients are bound to ports from CLIENT_PORT on before they connect;
 * with -c 0 to the address, and any port. With -l the server listens at another
 * address than they connect to.
 *
 * With -k both ends are sockets of this kind, instead of plain ones:
 *
 *	pktinfo		with IP_PKTINFO or IPV6_RECVPKTINFO
 *	mptcp, smc	of a protocol that is carried by sockets of TCP's
 *	md5, ao		with a key for their segments: TCP_MD5SIG, TCP_AO_ADD_KEY
 *	fastopen	the client sends data with its SYN, once it has a cookie
 *	range		the client takes ports from 40001 to 40003: IP_LOCAL_PORT_RANGE
 *
 * mptcp and fastopen need data: the client sends a byte, and the server reads it,
 * before the first step.
 *
 * At the end it prints how many connections there were and how many connect()
 * calls failed, by errno. It exits with 4 if the kernel doesn't have this kind, and
 * with 1 if anything else goes wrong.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <linux/types.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* What libc and the kernel's headers don't have in Debian 12. */
#define SMCPROTO_SMC	0
#define SMCPROTO_SMC6	1
#define TCP_AO_ADD_KEY	38
#define IP_LOCAL_PORT_RANGE	51

struct ao_key {
	struct sockaddr_storage peer;
	char algorithm[64];
	__s32 ifindex;
	__u32 flags;
	__u16 reserved;
	__u8 prefix_len;
	__u8 send_id;
	__u8 receive_id;
	__u8 mac_len;
	__u8 key_flags;
	__u8 key_len;
	__u8 key[80];
};

/**
 * struct kind - a kind of sockets
 * @name: for option -k
 * @domain: theirs, if it isn't the family of the address
 * @protocol: with IPv4
 * @protocol6: with IPv6
 * @talks: the client has to send something, or it comes to the same as a plain one
 * @prepare: what makes a socket one of this kind, before it listens at the address
 *	or connects to it; it fails as setsockopt() does. Both ends have the same
 *	address, so that a key for one's peer is for the other's as well
 */
struct kind {
	const char *name;
	int domain;
	int protocol;
	int protocol6;
	bool talks;
	int (*prepare)(int fd, bool client, const struct sockaddr_storage *to);
};

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
static long failed[256];

/* The port is at the same place in both families. */
static in_port_t *port_of(struct sockaddr_storage *of)
{
	return &((struct sockaddr_in *)of)->sin_port;
}

static const char secret[] = "not a secret";

static int prepare_pktinfo(int fd, bool client,
			   const struct sockaddr_storage *to)
{
	(void)client;
	if (to->ss_family == AF_INET6)
		return setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &(int){1},
				  sizeof(int));
	return setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &(int){1}, sizeof(int));
}

static int prepare_md5(int fd, bool client, const struct sockaddr_storage *to)
{
	struct tcp_md5sig key = {
		.tcpm_addr = *to,
		.tcpm_keylen = sizeof(secret),
	};

	(void)client;
	memcpy(key.tcpm_key, secret, sizeof(secret));
	return setsockopt(fd, IPPROTO_TCP, TCP_MD5SIG, &key, sizeof(key));
}

static int prepare_ao(int fd, bool client, const struct sockaddr_storage *to)
{
	struct ao_key key = {
		.peer = *to,
		.algorithm = "hmac(sha1)",
		.prefix_len = to->ss_family == AF_INET6 ? 128 : 32,
		.key_len = sizeof(secret),
	};

	(void)client;
	*port_of(&key.peer) = 0;
	memcpy(key.key, secret, sizeof(secret));
	return setsockopt(fd, IPPROTO_TCP, TCP_AO_ADD_KEY, &key, sizeof(key));
}

/* The client's connect() does nothing then, if it has a cookie. */
static int prepare_fastopen(int fd, bool client,
			    const struct sockaddr_storage *to)
{
	(void)to;
	return setsockopt(fd, IPPROTO_TCP,
			  client ? TCP_FASTOPEN_CONNECT : TCP_FASTOPEN,
			  &(int){1}, sizeof(int));
}

static int prepare_range(int fd, bool client,
			 const struct sockaddr_storage *to)
{
	(void)to;
	if (!client)
		return 0;
	return setsockopt(fd, IPPROTO_IP, IP_LOCAL_PORT_RANGE,
			  &(__u32){40003u << 16 | 40001}, sizeof(__u32));
}

static const struct kind kinds[] = {
	{ .name = "plain" },
	{ .name = "pktinfo", .prepare = prepare_pktinfo },
	{ .name = "mptcp", .protocol = IPPROTO_MPTCP,
	  .protocol6 = IPPROTO_MPTCP, .talks = true },
	{ .name = "smc", .domain = AF_SMC, .protocol = SMCPROTO_SMC,
	  .protocol6 = SMCPROTO_SMC6 },
	{ .name = "md5", .prepare = prepare_md5 },
	{ .name = "ao", .prepare = prepare_ao },
	{ .name = "fastopen", .talks = true, .prepare = prepare_fastopen },
	{ .name = "range", .prepare = prepare_range },
};

static const struct kind *kind = kinds;

/* Return: NULL, if there is none. */
static const struct kind *find_kind(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

static int make_socket(bool client, const struct sockaddr_storage *to)
{
	bool v6 = to->ss_family == AF_INET6;
	bool missing;
	int fd;

	fd = socket(kind->domain ? kind->domain : to->ss_family, SOCK_STREAM,
		    v6 ? kind->protocol6 : kind->protocol);
	if (fd < 0 || (kind->prepare && kind->prepare(fd, client, to))) {
		missing = errno == EAFNOSUPPORT || errno == EPROTONOSUPPORT ||
			  errno == ENOPROTOOPT;
		err(missing ? 4 : 1, "socket of kind %s", kind->name);
	}
	return fd;
}

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

static int serve(const char *host, const char *port)
{
	struct sockaddr_storage local;
	socklen_t len;
	int fd;

	len = parse(host, port, &local);
	fd = make_socket(false, &local);
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)) ||
	    bind(fd, (struct sockaddr *)&local, len) || listen(fd, 128))
		err(1, "listen on %s port %s", host, port);
	if (getsockname(fd, (struct sockaddr *)&local, &len))
		err(1, "getsockname");
	*port_of(&address) = *port_of(&local);
	return fd;
}

/* The client's port: the caller's choice, counted up. */
static void bind_client(int fd, int port)
{
	struct sockaddr_storage local = address;

	*port_of(&local) = htons(port);
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)) ||
	    bind(fd, (struct sockaddr *)&local, address_len))
		err(1, "bind to port %d", port);
}

static bool open_pair(int listener, struct pair *pair)
{
	char byte = 0;

	pair->client = make_socket(true, &address);
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
		err(1, "read, instead of a FIN");
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
		errx(1, "nobody said to go on");
}

static void die_of_misuse(void)
{
	fputs("usage: conns [-a ADDRESS] [-p PORT] [-l ADDRESS] [-c CLIENT_PORT]\n"
	      "             [-k KIND] [-n COUNT] STEPS\n", stderr);
	exit(2);
}

int main(int argc, char **argv)
{
	const char *host = "127.0.0.1", *listen_host = NULL, *port = "0";
	struct rlimit files = { 1 << 20, 1 << 20 };
	struct pair *pairs, one;
	long count = 1, i, made = 0;
	const char *what, *phase;
	int opt, listener;
	size_t len;

	while ((opt = getopt(argc, argv, "a:p:l:c:k:n:")) != -1) {
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
		case 'c':
			client_port = atoi(optarg);
			break;
		case 'k':
			kind = find_kind(optarg);
			break;
		case 'n':
			count = strtol(optarg, NULL, 10);
			break;
		default:
			die_of_misuse();
		}
	}
	if (optind + 1 != argc || count < 1 || !kind)
		die_of_misuse();
	what = argv[optind];

	address_len = parse(host, port, &address);
	listener = serve(listen_host ? listen_host : host, port);
	if (!strchr(what, 'w')) {
		for (i = 0; i < count; i++) {
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
		for (i = 0; i < count; i++)
			made += open_pair(listener, &pairs[i]);
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
