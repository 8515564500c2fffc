/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_ASK_LINK_H
#define TWSTAT_ASK_LINK_H

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/twstat.h>
#include <stdbool.h>

/* The largest buffer that the kernel fills in a dump. */
#define LINK_BUFFER	65536

/* Takes one message, which is valid until this returns. */
typedef void link_reader(const struct nlmsghdr *message, void *data);

/**
 * struct link - a generic netlink socket
 * @socket: the socket, or NULL
 * @portid: its port id
 * @seq: the sequence number of the last request
 * @said: the text of the last error or warning, or ""
 * @consistent: no message of the last dump has NLM_F_DUMP_INTR
 * @read: takes the messages of the answer
 * @data: for @read
 * @request: the request
 * @buffer: a part of the answer
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
