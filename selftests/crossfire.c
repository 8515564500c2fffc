// SPDX-License-Identifier: GPL-2.0
/*
 * Send segments to a socket in TIME_WAIT on two CPUs at the same time.
 *
 *	crossfire [-4|-6] [-n COUNT] data|syn|rst
 *
 * Makes COUNT connections (1000) from the peer to a listener (see peer.c), which the
 * listener's side closes first. Then each gets a new SYN on the first CPU, and on the
 * second CPU, a random time earlier or later, what the argument says: old data, six
 * times; the same SYN; or an RST. It does so for a few connections at a time, so that
 * none is in TIME_WAIT for long.
 *
 * It prints how many of the SYNs were answered, after TCP's retransmissions. An RST that
 * comes after the SYN may prevent the answer.
 */
#include <err.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "peer_wire.h"

#define SERVER		8080
#define FIRST_CLIENT	10000
#define TIMES		6
#define AT_A_TIME	25

/**
 * struct target - a connection in TIME_WAIT
 * @ack: the ACK number for everything that the kernel sent
 * @answered: its new SYN was answered
 */
struct target {
	unsigned int ack;
	bool answered;
};

static struct target *targets;
static int count = 1000;
static int first, end;		/* the targets of the current round */
static unsigned int fire_flags;
static atomic_int arrived[2];

/* The peer's first sequence number, and the next one after it has closed. */
#define FIRST	1000u
#define NEXT	(FIRST + 2)

static void send_segment(int i, unsigned int flags, unsigned int seq, const char *data)
{
	const struct segment seg = {
		.from = FIRST_CLIENT + i,
		.to = SERVER,
		.seq = seq,
		.ack = targets[i].ack,
		.flags = flags,
		.window = 65535,
		.data = data,
		.len = strlen(data),
	};

	wire_send(&seg);
}

static void expect(int i, unsigned int flags)
{
	struct segment seg;

	do {
		if (!wire_receive(&seg, 20))
			errx(1, "connection %d: no %s", i, wire_flags(flags));
	} while (seg.from != SERVER || seg.to != (unsigned int)FIRST_CLIENT + i ||
		 seg.flags != flags);
	targets[i].ack = seg.seq + wire_length(&seg);
}

static void make(int i, int listener)
{
	doing = "a connection";
	send_segment(i, TH_SYN, FIRST, "");
	expect(i, TH_SYN | TH_ACK);
	send_segment(i, TH_ACK, FIRST + 1, "");
	must(close(must(accept(listener, NULL, NULL))));
	expect(i, TH_FIN | TH_ACK);
	send_segment(i, TH_FIN | TH_ACK, FIRST + 1, "");
	expect(i, TH_ACK);
}

static void fire(int i)
{
	int n;

	if (fire_flags & TH_SYN) {
		send_segment(i, TH_SYN, NEXT + 1000, "");
	} else if (fire_flags & TH_RST) {
		send_segment(i, TH_RST, NEXT, "");
	} else {
		for (n = 0; n < TIMES; n++)
			send_segment(i, TH_PUSH | TH_ACK, NEXT - 3, "old");
	}
}

static void *shoot(void *argument)
{
	long cpu = (long)argument;
	unsigned int seed = cpu;
	cpu_set_t set;
	int wait, i;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	must(sched_setaffinity(0, sizeof(set), &set));
	for (i = first; i < end; i++) {
		atomic_store(&arrived[cpu], i + 1);
		while (atomic_load(&arrived[!cpu]) <= i)
			;
		for (wait = rand_r(&seed) % 300; wait > 0; wait--)
			atomic_load(&arrived[cpu]);
		if (cpu)
			fire(i);
		else
			send_segment(i, TH_SYN, NEXT + 1000, "");
	}
	return NULL;
}

/* Runs until all new SYNs are answered. An RST may end a connection that a SYN began. */
static int count_answers(void)
{
	const int patience = fire_flags & TH_RST ? 1 : 20;
	struct segment seg;
	int answers = 0, i;

	while (answers < end - first && wire_receive(&seg, patience)) {
		i = (int)seg.to - FIRST_CLIENT;
		if (seg.flags != (TH_SYN | TH_ACK) || i < first || i >= end ||
		    targets[i].answered)
			continue;
		targets[i].answered = true;
		answers++;
	}
	return answers;
}

/* How many targets of the current round get an answer. */
static int cross_fire(int listener)
{
	pthread_t threads[2];
	int i, answers;
	long cpu;

	for (i = first; i < end; i++)
		make(i, listener);
	doing = "shooting";
	for (cpu = 0; cpu < 2; cpu++)
		must(-pthread_create(&threads[cpu], NULL, shoot, (void *)cpu));
	answers = count_answers();
	for (cpu = 0; cpu < 2; cpu++)
		must(-pthread_join(threads[cpu], NULL));
	return answers;
}

int main(int argc, char **argv)
{
	struct sockaddr_storage address;
	int opt, listener, answers = 0;

	while ((opt = getopt(argc, argv, "46n:")) != -1) {
		if (opt == '6')
			wire_use_ipv6();
		else if (opt == 'n')
			count = atoi(optarg);
		else if (opt != '4')
			return 2;
	}
	if (optind != argc - 1 || count < 1 || count > 50000)
		errx(2, "usage: crossfire [-4|-6] [-n COUNT] data|syn|rst");
	if (!strcmp(argv[optind], "syn"))
		fire_flags = TH_SYN;
	else if (!strcmp(argv[optind], "rst"))
		fire_flags = TH_RST;
	else if (strcmp(argv[optind], "data"))
		errx(2, "'%s' is none of data, syn and rst", argv[optind]);

	wire_open();
	doing = "the listener";
	wire_address(&address, false, SERVER);
	listener = must(socket(address.ss_family, SOCK_STREAM, 0));
	must(bind(listener, (struct sockaddr *)&address, sizeof(address)));
	must(listen(listener, count));
	targets = calloc(count, sizeof(*targets));
	for (first = 0; first < count; first = end) {
		end = first + AT_A_TIME < count ? first + AT_A_TIME : count;
		answers += cross_fire(listener);
	}
	printf("answered %d\n", answers);
	return 0;
}
