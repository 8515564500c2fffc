// SPDX-License-Identifier: GPL-2.0
/*
 * For LD_PRELOAD: lets a netlink client see an older module.
 *
 * A command above TWSTAT_OLD_COMMANDS is sent as one that no module has, so that the kernel
 * answers with its usual error. Attributes above TWSTAT_OLD_ATTRIBUTES, of messages or in the
 * nests of counters, come back with an unknown number.
 */
#include <dlfcn.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/twstat.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define UNKNOWN	200

static int limit(const char *name)
{
	const char *value = getenv(name);

	return value ? atoi(value) : UNKNOWN;
}

/* The generic netlink header, if the family is not one of the kernel's own. */
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
			header->cmd = UNKNOWN;
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
			attr->nla_type += UNKNOWN;
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
