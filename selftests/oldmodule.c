// SPDX-License-Identifier: GPL-2.0
/*
 * To be preloaded: makes a netlink client believe that it talks to an older module.
 *
 * Commands above TWSTAT_OLD_COMMANDS are sent as one that no module has, so that the
 * kernel says what it says then. Attributes above TWSTAT_OLD_ATTRIBUTES come back with
 * numbers that nobody knows: those of messages, or those in the nests of counters.
 */
#include <dlfcn.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/twstat.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define NOBODY_KNOWS	200

static int limit(const char *name)
{
	const char *value = getenv(name);

	return value ? atoi(value) : NOBODY_KNOWS;
}

/* Its header behind netlink's, if it is of a family that is no part of the kernel. */
static struct genlmsghdr *family_header(struct nlmsghdr *message)
{
	if (message->nlmsg_type <= GENL_ID_CTRL)
		return NULL;
	return NLMSG_DATA(message);
}

ssize_t sendto(int fd, const void *buffer, size_t length, int flags,
	       const struct sockaddr *to, socklen_t size)
{
	__typeof__(sendto) *next = dlsym(RTLD_NEXT, "sendto");
	struct genlmsghdr *header;
	union {
		struct nlmsghdr message;
		char bytes[4096];
	} copy;

	if (length <= sizeof(copy)) {
		memcpy(&copy, buffer, length);
		header = family_header(&copy.message);
		if (header && header->cmd > limit("TWSTAT_OLD_COMMANDS"))
			header->cmd = NOBODY_KNOWS;
		buffer = &copy;
	}
	return next(fd, buffer, length, flags, to, size);
}

static void make_old(struct nlattr *attr, int left, int nests)
{
	int size, type;

	for (; left >= NLA_HDRLEN && attr->nla_len >= NLA_HDRLEN; left -= size) {
		size = NLA_ALIGN(attr->nla_len);
		type = attr->nla_type & NLA_TYPE_MASK;
		if (nests)
			make_old(attr + 1, attr->nla_len - NLA_HDRLEN, nests - 1);
		else if (type > limit("TWSTAT_OLD_ATTRIBUTES"))
			attr->nla_type += NOBODY_KNOWS;
		attr = (struct nlattr *)((char *)attr + size);
	}
}

ssize_t recvmsg(int fd, struct msghdr *to, int flags)
{
	__typeof__(recvmsg) *next = dlsym(RTLD_NEXT, "recvmsg");
	ssize_t length = next(fd, to, flags);
	struct genlmsghdr *header;
	struct nlmsghdr *message;
	int left = length;

	if (length < 0)
		return length;
	for (message = to->msg_iov->iov_base; NLMSG_OK(message, left);
	     message = NLMSG_NEXT(message, left)) {
		header = family_header(message);
		if (header)
			make_old((struct nlattr *)(header + 1),
				 NLMSG_PAYLOAD(message, GENL_HDRLEN),
				 header->cmd == TWSTAT_CMD_COUNTERS_GET);
	}
	return length;
}
