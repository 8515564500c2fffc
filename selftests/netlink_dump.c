// SPDX-License-Identifier: GPL-2.0
/*
 * Read the sockets of this network namespace by netlink.
 *
 *	netlink_dump [SECONDS]
 *
 * Prints how many sockets there are, how many came twice, whether the kernel marked the
 * dump as interrupted, and how long it took. With SECONDS it repeats this for SECONDS, and
 * prints how many dumps there were, how many were interrupted, and how many of the others
 * were wrong: they had a socket twice.
 */
#include <err.h>
#include <search.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "genl.h"

#define BUFFER	65536
#define TUPLES	4194304

/**
 * struct dump - the result of a dump
 * @sockets: the number of sockets
 * @twice: how many of them came a second time
 * @interrupted: sockets came or went meanwhile
 * @seconds: how long it took
 */
struct dump {
	unsigned long sockets;
	unsigned long twice;
	bool interrupted;
	double seconds;
};

/* The hashes of all tuples of a dump, a hash table with linear probing; 0 is free. */
static __u64 tuples[TUPLES];

static bool is_new(__u64 hash)
{
	__u64 at = hash % TUPLES;

	while (tuples[at] && tuples[at] != hash)
		at = (at + 1) % TUPLES;
	if (tuples[at] == hash)
		return false;
	tuples[at] = hash;
	return true;
}

/* FNV-1a, of the attributes that identify a socket. */
static int add_attr(const struct nlattr *attr, void *data)
{
	const __u8 *byte = mnl_attr_get_payload(attr);
	__u64 *hash = data;
	int i;

	if (mnl_attr_get_type(attr) > TWSTAT_A_SOCKET_REMOTE_PORT)
		return MNL_CB_OK;
	for (i = 0; i < mnl_attr_get_payload_len(attr); i++)
		*hash = (*hash ^ byte[i]) * 0x100000001b3ULL;
	return MNL_CB_OK;
}

static int add_socket(const struct nlmsghdr *message, void *data)
{
	__u64 hash = 0xcbf29ce484222325ULL;
	struct dump *dump = data;

	mnl_attr_parse(message, sizeof(struct genlmsghdr), add_attr, &hash);
	dump->sockets++;
	dump->twice += !is_new(hash ?: 1);
	return MNL_CB_OK;
}

static bool add_messages(struct genl *genl, struct dump *dump, const void *buffer,
			 int left)
{
	const struct nlmsghdr *message;

	for (message = buffer; mnl_nlmsg_ok(message, left);
	     message = mnl_nlmsg_next(message, &left)) {
		dump->interrupted |= !!(message->nlmsg_flags & NLM_F_DUMP_INTR);
		if (message->nlmsg_type == NLMSG_DONE)
			return false;
		if (message->nlmsg_type != genl->family)
			errx(1, "unexpected message of type %u", message->nlmsg_type);
		add_socket(message, dump);
	}
	return true;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static struct dump read_all(struct genl *genl)
{
	static char buffer[BUFFER];
	struct dump dump = { };
	double start = now();
	int len;

	memset(tuples, 0, sizeof(tuples));
	genl_send(genl, genl_request(genl, buffer, TWSTAT_CMD_SOCKET_GET,
				     NLM_F_DUMP));
	do {
		len = mnl_socket_recvfrom(genl->socket, buffer, sizeof(buffer));
		if (len < 0)
			err(1, "netlink");
	} while (add_messages(genl, &dump, buffer, len));
	dump.seconds = now() - start;
	return dump;
}

int main(int argc, char **argv)
{
	double end = now() + (argc > 1 ? atof(argv[1]) : 0);
	unsigned long dumps = 0, interrupted = 0, twice = 0;
	struct genl genl;
	struct dump dump;

	genl_open(&genl);
	do {
		dump = read_all(&genl);
		dumps++;
		interrupted += dump.interrupted;
		twice += !dump.interrupted && dump.twice;
	} while (now() < end);

	if (argc == 1)
		printf("sockets %lu twice %lu interrupted %d ms %.0f\n",
		       dump.sockets, dump.twice, dump.interrupted,
		       dump.seconds * 1000);
	else
		printf("dumps %lu interrupted %lu wrong %lu\n", dumps,
		       interrupted, twice);
	return 0;
}
