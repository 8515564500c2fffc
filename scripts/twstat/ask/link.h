/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_LINK_H
#define TWSTAT_ASK_LINK_H

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/twstat.h>
#include <stdbool.h>

/* What the kernel puts into one of a dump's buffers, at most. */
#define LINK_BUFFER	65536

/* Takes one message; it is gone when this returns. */
typedef void link_reader(const struct nlmsghdr *message, void *data);

/**
 * struct link - a generic netlink socket
 * @socket: the socket, or NULL
 * @portid: its address
 * @seq: the number of the last request
 * @said: what the kernel said about an error, or ""
 * @consistent: no message of a dump says that it isn't
 * @read: takes the messages
 * @data: for @read
 * @request: the request
 * @buffer: the answer
 */
struct link {
	struct mnl_socket *socket;
	unsigned int portid;
	unsigned int seq;
	char said[256];
	bool consistent;
	link_reader *read;
	void *data;
	char request[MNL_NLMSG_HDRLEN + 1024];
	char buffer[LINK_BUFFER];
};

void link_open(struct link *link);
void link_close(struct link *link);

struct nlmsghdr *link_request(struct link *link, int family, int command, int flags);
int link_ask(struct link *link, link_reader *read, void *data);
int link_receive(struct link *link, unsigned int seq, unsigned int portid);

#endif
