// SPDX-License-Identifier: GPL-2.0
/*
 * Read monotonic numbers in a tight loop, and see that none of them goes down.
 *
 *	rising [-t] FILE...
 *
 * Reads the FILEs, and with -t the transitions by netlink, until stdin ends. Each file has a
 * header whose words name the columns, as /proc/net/twstat/states has, and the same rows
 * each time; or pairs of a header and one row. A line of output for each number that went
 * down, 20 at most, then how often it read everything, and how many numbers went down. The
 * exit status is 2 if any did.
 */
#include <ctype.h>
#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "genl.h"

#define FILES		8
#define NUMBERS		1024
#define STATES		16

static unsigned long before[FILES][NUMBERS];
static unsigned long transitions[STATES][STATES];
static unsigned long fell;

static void compare(const char *what, int number, unsigned long *last,
		    unsigned long now)
{
	if (now < *last && ++fell <= 20)
		printf("%s, number %d: %lu, then %lu\n", what, number, *last, now);
	*last = now;
}

/* Compares each word that is a number; its place identifies it. */
static void read_file(const char *path, unsigned long *last)
{
	static char text[1 << 16];
	int fd = open(path, O_RDONLY), number = 0;
	size_t len = 0;
	ssize_t n;
	char *word;

	if (fd < 0)
		err(1, "%s", path);
	while ((n = read(fd, text + len, sizeof(text) - 1 - len)) > 0)
		len += n;
	if (n < 0)
		err(1, "%s", path);
	close(fd);
	text[len] = 0;
	for (word = strtok(text, "\n "); word; word = strtok(NULL, "\n ")) {
		if (!isdigit((unsigned char)*word))
			continue;
		if (number == NUMBERS)
			errx(1, "%s has too many numbers", path);
		compare(path, number, &last[number], strtoul(word, NULL, 10));
		number++;
	}
}

/**
 * struct transition - a transition, as netlink sends it
 * @from: the state before
 * @to: the state after
 * @count: how often it happened
 */
struct transition {
	__u32 from;
	__u32 to;
	__u64 count;
};

static int transition_attr(const struct nlattr *attr, void *data)
{
	struct transition *transition = data;
	bool wide = mnl_attr_get_payload_len(attr) == sizeof(__u64);

	switch (mnl_attr_get_type(attr)) {
	case TWSTAT_A_TRANSITION_FROM:
		transition->from = mnl_attr_get_u32(attr);
		break;
	case TWSTAT_A_TRANSITION_TO:
		transition->to = mnl_attr_get_u32(attr);
		break;
	case TWSTAT_A_TRANSITION_COUNT:
		transition->count = wide ? mnl_attr_get_u64(attr) :
			mnl_attr_get_u32(attr);
		break;
	}
	return MNL_CB_OK;
}

static int transition_reply(const struct nlmsghdr *reply, void *unused)
{
	struct transition transition = { };

	(void)unused;
	mnl_attr_parse(reply, sizeof(struct genlmsghdr), transition_attr,
		       &transition);
	compare("netlink", transition.from * 100 + transition.to,
		&transitions[transition.from % STATES][transition.to % STATES],
		transition.count);
	return MNL_CB_OK;
}

static void read_transitions(struct genl *genl)
{
	static char buffer[1 << 16];
	int more = 1, len;

	genl_send(genl, genl_request(genl, buffer, TWSTAT_CMD_TRANSITION_GET,
				     NLM_F_DUMP));
	while (more > 0) {
		len = mnl_socket_recvfrom(genl->socket, buffer, sizeof(buffer));
		more = mnl_cb_run(buffer, len, genl->seq,
				  mnl_socket_get_portid(genl->socket),
				  transition_reply, NULL);
	}
	if (more < 0)
		err(1, "netlink");
}

int main(int argc, char **argv)
{
	bool netlink = argc > 1 && !strcmp(argv[1], "-t");
	struct pollfd ends = { .fd = 0 };
	unsigned long reads = 0;
	struct genl genl;
	int i;

	argv += 1 + netlink;
	argc -= 1 + netlink;
	if (argc > FILES)
		errx(1, "at most %d files", FILES);
	if (netlink)
		genl_open(&genl);
	while (!(poll(&ends, 1, 0) && ends.revents & POLLHUP)) {
		for (i = 0; i < argc; i++)
			read_file(argv[i], before[i]);
		if (netlink)
			read_transitions(&genl);
		reads++;
	}
	printf("read %lu fell %lu\n", reads, fell);
	return fell ? 2 : 0;
}
