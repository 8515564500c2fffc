// SPDX-License-Identifier: GPL-2.0
/* The cost of segments to sockets in TIME_WAIT, and making a crowd of such sockets; see
 * cost.c.
 */
#include <arpa/inet.h>
#include <err.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <unistd.h>

#include "cost.h"
#include "peer_wire.h"

#define FIN	0x01
#define ACK	0x10

static void expect(struct segment *seg, unsigned int flags)
{
	if (!wire_receive(seg, 10) || seg->flags != flags)
		errx(1, "%s: the kernel did not send '%s'", doing, wire_flags(flags));
}

/*
 * A socket in TIME_WAIT must be cheap to make, to have many before the first one expires:
 * TCP_REPAIR makes a connected socket, it sends its FIN, and one segment of the peer has
 * both the ACK and a FIN. All sequence numbers begin with 0, so that the kernel's segments
 * need not be read.
 *
 * Returns that segment.
 */
static struct segment enter_time_wait(int port)
{
	static const struct tcp_repair_window window = {
		.snd_wnd = 65535, .max_window = 65535, .rcv_wnd = 65535
	};
	struct segment fin = { .from = port, .ack = 1, .flags = FIN | ACK, .window = 65535 };
	struct sockaddr_storage peer, local;
	socklen_t len = sizeof(local);
	int fd;

	wire_address(&peer, true, port);
	fd = must(socket(peer.ss_family, SOCK_STREAM, 0));
	must(setsockopt(fd, IPPROTO_TCP, TCP_REPAIR, &(int){TCP_REPAIR_ON}, sizeof(int)));
	must(connect(fd, (struct sockaddr *)&peer, sizeof(peer)));
	must(setsockopt(fd, IPPROTO_TCP, TCP_REPAIR_WINDOW, &window, sizeof(window)));
	must(setsockopt(fd, IPPROTO_TCP, TCP_REPAIR, &(int){TCP_REPAIR_OFF_NO_WP},
			sizeof(int)));
	must(getsockname(fd, (struct sockaddr *)&local, &len));
	must(close(fd));

	fin.to = ntohs(((struct sockaddr_in *)&local)->sin_port);
	wire_send(&fin);
	return fin;
}

/**
 * cost_crowd() - leave many sockets in TIME_WAIT
 * @cost: the number of sockets, and of destinations
 */
void cost_crowd(const struct cost *cost)
{
	long i;

	wire_open();
	doing = "a crowd";
	for (i = 0; i < cost->count; i++)
		enter_time_wait(cost->port + i % cost->destinations);
}

/**
 * cost_segment() - measure a repeated FIN to a socket in TIME_WAIT
 * @cost: the count
 */
void cost_segment(const struct cost *cost)
{
	unsigned long *samples = cost_samples(cost->count), start;
	struct segment fin, answer;
	long i;

	wire_open();
	doing = "a FIN again";
	fin = enter_time_wait(cost->port);
	expect(&answer, FIN | ACK);
	expect(&answer, ACK);
	for (i = 0; i < cost->count; i++) {
		start = cost_now();
		wire_send(&fin);
		samples[i] = cost_now() - start;
		expect(&answer, ACK);
	}
	cost_report(samples, cost->count);
}
