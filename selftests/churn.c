// SPDX-License-Identifier: GPL-2.0
/*
 * An HTTP client without keep-alive, at a steady rate: it connects, sends GET, reads
 * the whole reply, and closes first. Each second it prints a line with the number of
 * connections and of failed connect() calls, by errno.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static long made, broken, failed[256];

/* A reply is complete after its header and as many bytes as the header announces. */
static int read_reply(int fd)
{
	char buf[8192];
	size_t have = 0;
	ssize_t n;
	char *end, *len;

	while (have < sizeof(buf) - 1) {
		n = read(fd, buf + have, sizeof(buf) - 1 - have);
		if (n <= 0)
			return -1;
		have += n;
		buf[have] = 0;
		end = strstr(buf, "\r\n\r\n");
		if (!end)
			continue;
		len = strcasestr(buf, "\r\nContent-Length:");
		if (!len || len > end)
			return -1;
		if (have - (end + 4 - buf) >=
		    strtoul(len + strlen("\r\nContent-Length:"), NULL, 10))
			return 0;
	}
	return -1;
}

static void get(const struct addrinfo *ai)
{
	static const char request[] = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";
	int fd = socket(ai->ai_family, SOCK_STREAM, 0);

	if (fd < 0)
		err(1, "socket");
	if (connect(fd, ai->ai_addr, ai->ai_addrlen)) {
		failed[errno & 255]++;
	} else {
		made++;
		if (write(fd, request, sizeof(request) - 1) < 0 ||
		    read_reply(fd))
			broken++;
	}
	close(fd);
}

static void report(void)
{
	long sum = 0;
	int i;

	for (i = 0; i < 256; i++)
		sum += failed[i];
	printf("connected %ld, failed %ld", made, sum);
	for (i = 0; i < 256; i++)
		if (failed[i])
			printf(", %s %ld", strerrorname_np(i), failed[i]);
	if (broken)
		printf(", no reply %ld", broken);
	putchar('\n');
	fflush(stdout);
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static void wait_until(double when)
{
	double left = when - now();
	struct timespec ts;

	if (left <= 0)
		return;
	ts.tv_sec = left;
	ts.tv_nsec = (left - ts.tv_sec) * 1e9;
	nanosleep(&ts, NULL);
}

int main(int argc, char **argv)
{
	struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST,
	};
	const char *host = "127.0.0.1", *port = "80";
	double rate = 100, seconds = 10, start, reported;
	struct addrinfo *ai;
	long i;
	int opt, e;

	while ((opt = getopt(argc, argv, "c:p:r:t:")) != -1) {
		switch (opt) {
		case 'c':
			host = optarg;
			break;
		case 'p':
			port = optarg;
			break;
		case 'r':
			rate = strtod(optarg, NULL);
			break;
		case 't':
			seconds = strtod(optarg, NULL);
			break;
		default:
			fputs("usage: churn [-c ADDRESS] [-p PORT] [-r RATE] [-t SECONDS]\n",
			      stderr);
			return 2;
		}
	}
	if (optind != argc || rate <= 0 || seconds <= 0)
		errx(2, "rate and seconds must be numbers above 0");

	e = getaddrinfo(host, port, &hints, &ai);
	if (e)
		errx(1, "%s port %s: %s", host, port, gai_strerror(e));

	start = now();
	reported = start;
	for (i = 0; now() - start < seconds; i++) {
		get(ai);
		if (now() - reported >= 1) {
			reported += 1;
			report();
		}
		wait_until(start + (i + 1) / rate);
	}
	report();
	freeaddrinfo(ai);
	return 0;
}
