// SPDX-License-Identifier: GPL-2.0
/*
 * Send wrong requests, and check that the answer is an error.
 *
 *	netlink_fuzz each
 *	netlink_fuzz random NUMBER SEED
 *
 * each: every command gets every attribute alone, with many lengths and several values,
 * nested or not. What is valid is written down here from the specification's text, not
 * taken from the generated code.
 *
 * random: NUMBER requests that are right except for random changes. The same SEED makes
 * the same requests. Each must be answered; the answers are counted and printed.
 *
 * Run it in a network namespace of its own: requests that happen to be right take effect.
 */
#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "genl.h"

#define BUFFER	65536

static struct genl genl;

/**
 * struct answer - the answer to a request
 * @error: an errno, 0 for success
 * @messages: the number of other messages
 */
struct answer {
	int error;
	int messages;
};

static bool is_answer_end(const struct nlmsghdr *reply, struct answer *answer)
{
	const int *error = mnl_nlmsg_get_payload(reply);

	if (reply->nlmsg_type == NLMSG_DONE || reply->nlmsg_type == NLMSG_ERROR) {
		answer->error = -*error;
		return true;
	}
	if (reply->nlmsg_type != genl.family)
		errx(1, "unexpected answer of type %u", reply->nlmsg_type);
	answer->messages++;
	return false;
}

static struct answer receive(void)
{
	static char buffer[BUFFER];
	struct answer answer = { };
	const struct nlmsghdr *reply;
	int left;

	for (;;) {
		left = mnl_socket_recvfrom(genl.socket, buffer, sizeof(buffer));
		if (left < 0)
			err(1, "netlink: no answer");
		for (reply = (void *)buffer; mnl_nlmsg_ok(reply, left);
		     reply = mnl_nlmsg_next(reply, &left)) {
			if (reply->nlmsg_seq != genl.seq)
				errx(1, "an answer to another request");
			if (is_answer_end(reply, &answer))
				return answer;
		}
	}
}

static struct answer ask(const struct nlmsghdr *request)
{
	genl_send(&genl, request);
	return receive();
}

/**
 * struct operation - a command, and the attributes that are right for it
 * @cmd: the command
 * @flags: the flags of the request
 * @right: whether an attribute alone is right; NULL if none is
 */
struct operation {
	__u8 cmd;
	__u16 flags;
	bool (*right)(int type, int len, __u64 value);
};

/* A request without a family, or without an address, is about all of them. */
static bool filter(int type, int len, __u64 value)
{
	switch (type) {
	case TWSTAT_A_DESTINATION_FAMILY:
		return len == 2 && (value == 2 || value == 10);
	case TWSTAT_A_DESTINATION_LOCAL4:
	case TWSTAT_A_DESTINATION_REMOTE4:
	case TWSTAT_A_DESTINATION_PORTS_MIN:
	case TWSTAT_A_DESTINATION_DEVICE:
		return len == 4;
	case TWSTAT_A_DESTINATION_LOCAL6:
	case TWSTAT_A_DESTINATION_REMOTE6:
		return len == 16;
	case TWSTAT_A_DESTINATION_PORT:
		return len == 2;
	default:
		return false;
	}
}

/* Other settings belong to the machine. The thresholds are 80 and 60, and keep their order. */
static bool setting(int type, int len, __u64 value)
{
	switch (type) {
	case TWSTAT_A_CONFIG_DESTINATIONS_MAX:
		return len == 4 && value >= 16 && value <= 4096;
	case TWSTAT_A_CONFIG_THRESHOLD_UP:
		return len == 1 && value >= 60 && value <= 100;
	case TWSTAT_A_CONFIG_THRESHOLD_DOWN:
		return len == 1 && value >= 1 && value <= 80;
	default:
		return false;
	}
}

static const struct operation operations[] = {
	{ TWSTAT_CMD_COUNTERS_GET, NLM_F_ACK, NULL },
	{ TWSTAT_CMD_HISTOGRAM_GET, NLM_F_DUMP, NULL },
	{ TWSTAT_CMD_DESTINATION_GET, NLM_F_ACK, NULL },
	{ TWSTAT_CMD_DESTINATION_GET, NLM_F_DUMP, filter },
	{ TWSTAT_CMD_SERVICE_GET, NLM_F_DUMP, NULL },
	{ TWSTAT_CMD_SOCKET_GET, NLM_F_DUMP, NULL },
	{ TWSTAT_CMD_HOOK_GET, NLM_F_DUMP, NULL },
	{ TWSTAT_CMD_TRANSITION_GET, NLM_F_DUMP, NULL },
	{ TWSTAT_CMD_CONFIG_GET, NLM_F_ACK, NULL },
	{ TWSTAT_CMD_CONFIG_SET, NLM_F_ACK, setting },
};

#define OPERATIONS	((int)(sizeof(operations) / sizeof(*operations)))

static const __u64 values[] = {
	0, 1, 2, 3, 10, 11, 15, 16, 59, 60, 61, 79, 80, 81, 100, 101, 128, 129, 255,
	4096, 4097, 65535, 65536, 4294967295U, ~0ULL,
};

#define VALUES	((int)(sizeof(values) / sizeof(*values)))

/* Restores the default thresholds and sizes, since some requests are right. */
static void set_back(void)
{
	char buffer[512];
	struct nlmsghdr *request = genl_request(&genl, buffer,
						TWSTAT_CMD_CONFIG_SET, NLM_F_ACK);

	mnl_attr_put_u8(request, TWSTAT_A_CONFIG_THRESHOLD_UP, 80);
	mnl_attr_put_u8(request, TWSTAT_A_CONFIG_THRESHOLD_DOWN, 60);
	mnl_attr_put_u32(request, TWSTAT_A_CONFIG_DESTINATIONS_MAX, 4096);
	if (ask(request).error)
		errx(1, "can't restore the settings");
}

static bool each_one(const struct operation *operation, int type, int len,
		     __u64 value, bool nested)
{
	__u64 payload[4] = { value, value, value, value };
	__u64 mask = len < 8 ? (1ULL << 8 * len) - 1 : ~0ULL;
	bool right = !nested && operation->right &&
		operation->right(type, len, value & mask);
	char buffer[512] = "";
	struct nlmsghdr *request = genl_request(&genl, buffer, operation->cmd,
						operation->flags);
	struct answer answer;

	mnl_attr_put(request, type | (nested ? NLA_F_NESTED : 0), len, payload);
	answer = ask(request);
	if (right && operation->cmd == TWSTAT_CMD_CONFIG_SET)
		set_back();
	if (right == !answer.error)
		return true;
	printf("# command %u, attribute %d, %d bytes, value %llu, %snested: %s\n",
	       operation->cmd, type, len, (unsigned long long)value,
	       nested ? "" : "not ", strerror(answer.error));
	return false;
}

static int each(void)
{
	static const int lens[] = { 0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 20, -1 };
	int type, i, wrong = 0, number = 0;
	const struct operation *operation;
	const int *len;

	for (operation = operations; operation < operations + OPERATIONS;
	     operation++)
		for (type = 0; type <= TWSTAT_A_DESTINATION_MAX + 2; type++)
			for (len = lens; *len >= 0; len++)
				for (i = 0; i < 2 * VALUES; i++, number++)
					wrong += !each_one(operation, type, *len,
							   values[i / 2], i & 1);
	printf("requests %d, answered wrongly %d\n", number, wrong);
	return wrong;
}

static __u64 dice;

/* xorshift64*, Vigna 2014 */
static __u32 throw(__u32 sides)
{
	dice ^= dice >> 12;
	dice ^= dice << 25;
	dice ^= dice >> 27;
	return (dice * 2685821657736338717ULL >> 32) % sides;
}

static void add_random(struct nlmsghdr *request, int depth)
{
	static const __u8 lens[] = { 1, 2, 4, 8, 16 };
	__u16 type = throw(8) ? throw(TWSTAT_A_DESTINATION_MAX + 2) :
		throw(65536);
	int len = throw(8) ? lens[throw(sizeof(lens))] : throw(64);
	struct nlattr *attr = mnl_nlmsg_get_payload_tail(request);
	__u64 payload[8];
	int i;

	if (!throw(16))
		type |= NLA_F_NESTED;
	if (depth && !throw(8)) {
		attr = mnl_attr_nest_start(request, type);
		for (i = throw(4); i > 0; i--)
			add_random(request, depth - 1);
		mnl_attr_nest_end(request, attr);
	} else {
		for (i = 0; i < 8; i++)
			payload[i] = throw(4) ? values[throw(VALUES)] :
				(__u64)throw(4294967295U) << 32 |
				throw(4294967295U);
		mnl_attr_put(request, type, len, payload);
	}
	/* Its header may have a wrong length. */
	if (!throw(16))
		attr->nla_len = throw(80);
}

static struct nlmsghdr *make_random(void *buffer)
{
	const struct operation *operation = &operations[throw(OPERATIONS)];
	__u8 cmd = throw(16) ? operation->cmd : throw(256);
	__u16 flags = throw(16) ? operation->flags : throw(65536);
	struct nlmsghdr *request = genl_request(&genl, buffer, cmd,
						flags | NLM_F_ACK);
	struct genlmsghdr *header = mnl_nlmsg_get_payload(request);
	int i;

	if (!throw(32))
		header->version = throw(256);
	if (!throw(32))
		header->reserved = throw(65536);
	for (i = throw(6); i > 0; i--)
		add_random(request, 3);
	return request;
}

static void random_ones(unsigned long number, __u64 seed)
{
	static char buffer[BUFFER];
	unsigned long count[256] = { }, messages = 0, i;
	struct answer answer;

	dice = seed;
	for (i = 0; i < number; i++) {
		memset(buffer, 0, 1024);
		answer = ask(make_random(buffer));
		count[answer.error & 255]++;
		messages += answer.messages;
	}
	printf("requests %lu, messages %lu\n", number, messages);
	for (i = 0; i < 256; i++)
		if (count[i])
			printf("%s: %lu\n", i ? strerror(i) : "right", count[i]);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "each")) {
		genl_open(&genl);
		return !!each();
	}
	if (argc == 4 && !strcmp(argv[1], "random") && atoll(argv[3])) {
		genl_open(&genl);
		random_ones(atol(argv[2]), atoll(argv[3]));
		return 0;
	}
	errx(2, "usage: netlink_fuzz each|random NUMBER SEED");
}
