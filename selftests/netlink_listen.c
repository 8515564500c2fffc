// SPDX-License-Identifier: GPL-2.0
/*
 * Listeners for events, in many network namespaces.
 *
 *	netlink_listen NAMESPACES DESTINATIONS
 *
 * Makes so many namespaces, whose range has one port, and in each a connection to so many
 * destinations, whose port then is in TIME_WAIT. Then joins the group "destinations" in each and
 * asks for the settings, prints "ready", and carries out the commands on stdin:
 *
 *	fail	a connect() in the first namespace that finds no port; waits for its event, prints
 *		"told", and how many events there were in all namespaces
 *	get	asks for the settings in the first namespace, many times; prints the median time
 *		in ns
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "genl.h"

#define NAMESPACES	1000
#define TIMES		51
#define PORT		8080

static struct genl genl[NAMESPACES];
static int namespaces;

static void write_setting(const char *name, const char *value)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/proc/sys/net/ipv4/%s", name);
	fd = open(path, O_WRONLY);
	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		err(1, "%s", name);
	close(fd);
}

static void new_namespace(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd;

	if (unshare(CLONE_NEWNET))
		err(1, "unshare");
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &lo))
		err(1, "lo");
	close(fd);
	write_setting("ip_local_port_range", "50000 50000");
	write_setting("tcp_tw_reuse", "0");
}

static struct sockaddr_in destination(int number)
{
	return (struct sockaddr_in) {
		.sin_family = AF_INET,
		.sin_port = htons(PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK + number),
	};
}

/* Returns a socket that is connected to the destination; or -1, with errno set. */
static int connect_to(int number)
{
	struct sockaddr_in to = destination(number);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		err(1, "socket");
	if (!connect(fd, (struct sockaddr *)&to, sizeof(to)))
		return fd;
	close(fd);
	return -1;
}

static void fill(int destinations)
{
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	int server = socket(AF_INET, SOCK_STREAM, 0), client, accepted, i;

	if (server < 0 || bind(server, (struct sockaddr *)&any, sizeof(any)) ||
	    listen(server, 1))
		err(1, "server");
	for (i = 0; i < destinations; i++) {
		client = connect_to(i);
		accepted = accept(server, NULL, NULL);
		if (client < 0 || accepted < 0)
			err(1, "connection %d", i);
		close(client);
		close(accepted);
	}
	close(server);
}

static int take_group(const struct nlattr *attr, void *data)
{
	const struct nlattr *group, *one;
	const char *name;
	int id, *found = data;

	if (mnl_attr_get_type(attr) != CTRL_ATTR_MCAST_GROUPS)
		return MNL_CB_OK;
	mnl_attr_for_each_nested(group, attr) {
		name = "";
		id = 0;
		mnl_attr_for_each_nested(one, group) {
			if (mnl_attr_get_type(one) == CTRL_ATTR_MCAST_GRP_NAME)
				name = mnl_attr_get_str(one);
			if (mnl_attr_get_type(one) == CTRL_ATTR_MCAST_GRP_ID)
				id = mnl_attr_get_u32(one);
		}
		if (!strcmp(name, TWSTAT_MCGRP_DESTINATIONS))
			*found = id;
	}
	return MNL_CB_OK;
}

static int take_family(const struct nlmsghdr *reply, void *found)
{
	return mnl_attr_parse(reply, sizeof(struct genlmsghdr), take_group, found);
}

static int ignore(const struct nlmsghdr *reply, void *data)
{
	(void)reply;
	(void)data;
	return MNL_CB_OK;
}

/* Sends a request, and reads up to its acknowledgment. */
static void ask(struct genl *of, const struct nlmsghdr *request, mnl_cb_t take, void *data)
{
	char buffer[8192];
	int more = 1;
	ssize_t len;

	genl_send(of, request);
	while (more > 0) {
		len = mnl_socket_recvfrom(of->socket, buffer, sizeof(buffer));
		more = mnl_cb_run(buffer, len, 0, 0, take, data);
	}
	if (more < 0)
		err(1, "netlink");
}

static int find_group(struct genl *of)
{
	char buffer[8192];
	struct nlmsghdr *request = genl_request(of, buffer, CTRL_CMD_GETFAMILY, NLM_F_ACK);
	int group = 0;

	request->nlmsg_type = GENL_ID_CTRL;
	mnl_attr_put_strz(request, CTRL_ATTR_FAMILY_NAME, TWSTAT_FAMILY_NAME);
	ask(of, request, take_family, &group);
	if (!group)
		errx(1, "there is no group");
	return group;
}

static void get_config(struct genl *of)
{
	char buffer[8192];

	ask(of, genl_request(of, buffer, TWSTAT_CMD_CONFIG_GET, NLM_F_ACK), ignore, NULL);
}

static void join(struct genl *of)
{
	int group;

	genl_open(of);
	group = find_group(of);
	if (mnl_socket_setsockopt(of->socket, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)))
		err(1, "membership");
	get_config(of);
}

static long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000 + time.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	return *(const long *)a < *(const long *)b ? -1 : 1;
}

static void get(void)
{
	long took[TIMES], start;
	int i;

	for (i = 0; i < TIMES; i++) {
		start = now();
		get_config(&genl[0]);
		took[i] = now() - start;
	}
	qsort(took, TIMES, sizeof(*took), compare);
	printf("%ld\n", took[TIMES / 2]);
}

/* The last namespace that was made is the one that this process is in: genl[0] is there. */
static void fail(void)
{
	char buffer[8192];
	struct pollfd poll_in;
	int i, events = 0;

	if (connect_to(0) >= 0 || errno != EADDRNOTAVAIL)
		errx(1, "a port was free");
	for (i = 0; i < namespaces; i++) {
		poll_in = (struct pollfd) {
			.fd = mnl_socket_get_fd(genl[i].socket),
			.events = POLLIN,
		};
		while (poll(&poll_in, 1, i ? 0 : 2000) > 0 &&
		       mnl_socket_recvfrom(genl[i].socket, buffer, sizeof(buffer)) > 0)
			events++;
	}
	printf("told %d\n", events);
}

int main(int argc, char **argv)
{
	char line[16];
	int i;

	namespaces = argc == 3 ? atoi(argv[1]) : 0;
	if (namespaces < 1 || namespaces > NAMESPACES)
		errx(1, "usage: netlink_listen NAMESPACES DESTINATIONS");
	setlinebuf(stdout);
	for (i = namespaces - 1; i >= 0; i--) {
		new_namespace();
		fill(atoi(argv[2]));
		join(&genl[i]);
	}
	puts("ready");
	while (fgets(line, sizeof(line), stdin)) {
		if (!strcmp(line, "fail\n"))
			fail();
		else if (!strcmp(line, "get\n"))
			get();
		else
			errx(1, "unknown command: %s", line);
	}
	return 0;
}
