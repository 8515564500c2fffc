// SPDX-License-Identifier: GPL-2.0
/* A generic netlink socket: sends a request, and reads all of the answer. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ask/link.h"
#include "base/fail.h"
#include "base/names.h"
#include "recording/message.h"
#include "recording/recording.h"

/**
 * link_open() - open a socket in the current network namespace, or fail
 * @link: filled in
 */
void link_open(struct link *link)
{
	int on = 1;

	link->socket = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!link->socket || mnl_socket_bind(link->socket, 0, MNL_SOCKET_AUTOPID) < 0)
		fail(EXIT_FAILED, "Can't open a generic netlink socket: %s.",
		     strerror(errno));
	/* An old kernel may refuse this; errors then have no text. */
	mnl_socket_setsockopt(link->socket, NETLINK_EXT_ACK, &on, sizeof(on));
	link->portid = mnl_socket_get_portid(link->socket);
}

/**
 * link_close() - close the socket
 * @link: from link_open(), or all 0
 */
void link_close(struct link *link)
{
	if (link->socket)
		mnl_socket_close(link->socket);
}

/**
 * link_request() - begin a request
 * @link: the link
 * @family: the id of the family
 * @command: the command of the family
 * @flags: NLM_F_ACK or NLM_F_DUMP, which can also be added later
 *
 * Return: the message; attributes can be added to it.
 */
struct nlmsghdr *link_request(struct link *link, int family, int command, int flags)
{
	struct nlmsghdr *request = mnl_nlmsg_put_header(link->request);
	struct genlmsghdr *header;

	request->nlmsg_type = family;
	request->nlmsg_flags = NLM_F_REQUEST | flags;
	request->nlmsg_seq = ++link->seq;
	header = mnl_nlmsg_put_extra_header(request, sizeof(*header));
	header->cmd = command;
	header->version = TWSTAT_FAMILY_VERSION;
	return request;
}

static int read_message(const struct nlmsghdr *message, void *data)
{
	struct link *link = data;

	link->read(message, link->data);
	return MNL_CB_OK;
}

/* Keeps the text of an error, which comes after the repeated request. */
static int read_error(const struct nlmsghdr *message, void *data)
{
	const struct nlmsgerr *error = mnl_nlmsg_get_payload(message);
	struct link *link = data;
	const struct nlattr *attr;
	size_t skip = sizeof(*error);

	if (!(message->nlmsg_flags & NLM_F_CAPPED))
		skip += mnl_nlmsg_get_payload_len(&error->msg);
	if (message->nlmsg_flags & NLM_F_ACK_TLVS)
		mnl_attr_for_each(attr, message, skip)
			if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG)
				snprintf(link->said, sizeof(link->said),
					 "%s", mnl_attr_get_str(attr));
	if (!error->error)
		return MNL_CB_STOP;
	errno = -error->error;
	return MNL_CB_ERROR;
}

/* The end of a dump can carry an error, too. */
static int read_done(const struct nlmsghdr *message, void *data)
{
	const int *error = mnl_nlmsg_get_payload(message);

	(void)data;
	if (mnl_nlmsg_get_payload_len(message) < sizeof(*error) || *error >= 0)
		return MNL_CB_STOP;
	errno = -*error;
	return MNL_CB_ERROR;
}

static mnl_cb_t control[] = {
	[NLMSG_ERROR]	= read_error,
	[NLMSG_DONE]	= read_done,
};

/* libmnl stops at this flag: it is cleared, and kept as @consistent. */
static void read_flags(struct link *link, size_t length)
{
	struct nlmsghdr *message = (void *)link->buffer;
	int left = length;

	for (; mnl_nlmsg_ok(message, left); message = mnl_nlmsg_next(message, &left)) {
		if (message->nlmsg_flags & NLM_F_DUMP_INTR)
			link->consistent = false;
		message->nlmsg_flags &= ~NLM_F_DUMP_INTR;
	}
}

/**
 * link_receive() - read some messages
 * @link: the link
 * @seq: the sequence number of the request, or 0
 * @portid: the port id of the socket, or 0
 *
 * Return: as mnl_cb_run2(); below 0, errno has the error.
 */
int link_receive(struct link *link, unsigned int seq, unsigned int portid)
{
	ssize_t length;

	length = mnl_socket_recvfrom(link->socket, link->buffer,
				     sizeof(link->buffer));
	if (length < 0)
		return MNL_CB_ERROR;
	read_flags(link, length);
	return mnl_cb_run2(link->buffer, length, seq, portid, read_message,
			   link, control, sizeof(control) / sizeof(*control));
}

/* One message of a recording, which is made again as the module sent it. */
static bool replay_message(struct link *link, const json_t *attributes, const char *request)
{
	struct nlmsghdr *message = (void *)link->buffer;

	if (!message_again(message, sizeof(link->buffer), attributes, types_of(request)))
		return false;
	link->read(message, link->data);
	return true;
}

/* The answer is that of a recording: all of it, whatever the request selects. */
static int replay(struct link *link)
{
	const struct genlmsghdr *header = mnl_nlmsg_get_payload((void *)link->request);
	const char *request = name_of(&names_cmd, header->cmd);
	const json_t *answer = recording_answer(request), *messages;
	const char *said = kept_text(answer, "said");
	size_t i;

	errno = answer ? kept_number(answer, "error") : EOPNOTSUPP;
	if (said)
		snprintf(link->said, sizeof(link->said), "%s", said);
	if (errno)
		return -1;
	link->consistent = !json_object_get(answer, "inconsistent");
	messages = json_object_get(answer, "messages");
	for (i = 0; link->read && i < json_array_size(messages); i++)
		if (!replay_message(link, json_array_get(messages, i), request))
			fail(EXIT_FAILED,
			     "The recording is damaged: its %s has what no module sends.",
			     request);
	return 0;
}

/**
 * link_ask() - send the request, and read all of the answer
 * @link: the link
 * @read: takes each message; NULL if none is expected
 * @data: for @read
 *
 * Return: below 0 on an error, which is in errno.
 */
int link_ask(struct link *link, link_reader *read, void *data)
{
	struct nlmsghdr *request = (void *)link->request;
	int more;

	link->read = read;
	link->data = data;
	link->said[0] = '\0';
	link->consistent = true;
	if (recording_replayed())
		return replay(link);
	if (mnl_socket_sendto(link->socket, request, request->nlmsg_len) < 0)
		return -1;
	do
		more = link_receive(link, link->seq, link->portid);
	while (more == MNL_CB_OK || (more == MNL_CB_ERROR && errno == EINTR));
	return more;
}
