// SPDX-License-Identifier: GPL-2.0
/* Talks to the module by generic netlink. What fails ends the tool with a sentence. */
#include <errno.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "fail.h"
#include "names.h"

/* What the kernel puts into one of a dump's buffers, at most. */
#define BUFFER_SIZE	65536

#define GROUPS	4

/**
 * struct client - a socket, and what the family twstat is called on it
 * @socket: the socket
 * @portid: its address
 * @seq: the number of the last request
 * @family: the family's number
 * @group: the multicast groups, by the family's order
 * @groups: how many
 * @command: what is asked for now
 * @said: what the kernel said about an error, or ""
 * @consistent: no message of a dump says that it isn't
 * @read: takes the messages
 * @data: for @read
 * @event: takes the events
 * @request: the request
 * @buffer: the answer
 */
struct client {
	struct mnl_socket *socket;
	unsigned int portid;
	unsigned int seq;
	unsigned int family;
	struct {
		char name[GENL_NAMSIZ];
		unsigned int id;
	} group[GROUPS];
	unsigned int groups;
	int command;
	char said[256];
	bool consistent;
	client_reader *read;
	void *data;
	client_event *event;
	char request[MNL_NLMSG_HDRLEN + 1024];
	char buffer[BUFFER_SIZE];
};

static struct nlmsghdr *request_begin(struct client *client, int family,
				      int command)
{
	struct nlmsghdr *request = mnl_nlmsg_put_header(client->request);
	struct genlmsghdr *header;

	request->nlmsg_type = family;
	request->nlmsg_flags = NLM_F_REQUEST;
	request->nlmsg_seq = ++client->seq;
	header = mnl_nlmsg_put_extra_header(request, sizeof(*header));
	header->cmd = command;
	header->version = TWSTAT_FAMILY_VERSION;
	client->command = command;
	return request;
}

static int read_message(const struct nlmsghdr *message, void *data)
{
	struct client *client = data;

	client->read(message, client->data);
	return MNL_CB_OK;
}

/* Keeps what the kernel said of an error, behind the request that it repeats. */
static int read_error(const struct nlmsghdr *message, void *data)
{
	const struct nlmsgerr *error = mnl_nlmsg_get_payload(message);
	struct client *client = data;
	const struct nlattr *attr;
	size_t skip = sizeof(*error);

	if (!(message->nlmsg_flags & NLM_F_CAPPED))
		skip += mnl_nlmsg_get_payload_len(&error->msg);
	if (message->nlmsg_flags & NLM_F_ACK_TLVS)
		mnl_attr_for_each(attr, message, skip)
			if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG)
				snprintf(client->said, sizeof(client->said),
					 "%s", mnl_attr_get_str(attr));
	if (!error->error)
		return MNL_CB_STOP;
	errno = -error->error;
	return MNL_CB_ERROR;
}

/* A dump can fail at its end, too. */
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

/* libmnl would give up at this flag. */
static void read_flags(struct client *client, size_t length)
{
	struct nlmsghdr *message = (void *)client->buffer;
	int left = length;

	for (; mnl_nlmsg_ok(message, left); message = mnl_nlmsg_next(message, &left)) {
		if (message->nlmsg_flags & NLM_F_DUMP_INTR)
			client->consistent = false;
		message->nlmsg_flags &= ~NLM_F_DUMP_INTR;
	}
}

/* Some messages, or an error as errno says. */
static int receive(struct client *client, unsigned int seq, unsigned int portid)
{
	ssize_t length;

	length = mnl_socket_recvfrom(client->socket, client->buffer,
				     sizeof(client->buffer));
	if (length < 0)
		return MNL_CB_ERROR;
	read_flags(client, length);
	return mnl_cb_run2(client->buffer, length, seq, portid, read_message,
			   client, control, sizeof(control) / sizeof(*control));
}

/* Sends the request, and reads all of the answer. */
static int ask(struct client *client, client_reader *read, void *data)
{
	struct nlmsghdr *request = (void *)client->request;
	int more;

	client->read = read;
	client->data = data;
	client->said[0] = '\0';
	client->consistent = true;
	if (mnl_socket_sendto(client->socket, request, request->nlmsg_len) < 0)
		return -1;
	do
		more = receive(client, client->seq, client->portid);
	while (more == MNL_CB_OK || (more == MNL_CB_ERROR && errno == EINTR));
	return more;
}

[[gnu::noreturn]]
static void failed(const struct client *client)
{
	const char *name = name_of(&names_cmd, client->command);
	int err = errno;

	if (err == EOPNOTSUPP)
		fail(EXIT_OLD_MODULE,
		     "The module that is loaded is too old, it has no %s: load the one that came with this tool.",
		     name);
	if (err == EPERM || err == EACCES)
		fail(EXIT_NOT_ALLOWED, "This user may not do that (%s): %s.", name,
		     *client->said ? client->said : strerror(err));
	if (err == ENOENT || err == ENODEV)
		fail(EXIT_NO_MODULE, "The module twstat was unloaded.");
	fail(EXIT_FAILED, "The module refused %s: %s.", name,
	     *client->said ? client->said : strerror(err));
}

static void read_group(struct client *client, const struct nlattr *nest)
{
	const struct nlattr *attr;
	unsigned int at = client->groups;

	if (at == GROUPS)
		return;
	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_ID)
			client->group[at].id = mnl_attr_get_u32(attr);
		if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_NAME)
			snprintf(client->group[at].name, GENL_NAMSIZ, "%s",
				 mnl_attr_get_str(attr));
	}
	client->groups++;
}

static void read_family(const struct nlmsghdr *message, void *data)
{
	const struct nlattr *attr, *group;
	struct client *client = data;

	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID)
			client->family = mnl_attr_get_u16(attr);
		if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GROUPS)
			mnl_attr_for_each_nested(group, attr)
				read_group(client, group);
	}
}

static void find_family(struct client *client)
{
	struct nlmsghdr *request;

	request = request_begin(client, GENL_ID_CTRL, CTRL_CMD_GETFAMILY);
	request->nlmsg_flags |= NLM_F_ACK;
	mnl_attr_put_strz(request, CTRL_ATTR_FAMILY_NAME, TWSTAT_FAMILY_NAME);
	if (ask(client, read_family, client) >= 0 && client->family)
		return;
	if (errno == ENOENT)
		fail(EXIT_NO_MODULE,
		     "The module twstat is not loaded; as root: modprobe twstat.");
	fail(EXIT_FAILED, "The kernel can't say whether twstat is loaded: %s.",
	     strerror(errno));
}

/* In the network namespace that we are in. */
/**
 * client_reach() - see that the module is there, or fail
 * @client: the client
 */
void client_reach(struct client *client)
{
	int on = 1;

	if (client->socket)
		return;
	client->socket = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!client->socket || mnl_socket_bind(client->socket, 0, MNL_SOCKET_AUTOPID) < 0)
		fail(EXIT_FAILED, "There is no generic netlink: %s.",
		     strerror(errno));
	/* Old kernels go without. */
	mnl_socket_setsockopt(client->socket, NETLINK_EXT_ACK, &on, sizeof(on));
	client->portid = mnl_socket_get_portid(client->socket);
	find_family(client);
}

/**
 * client_open() - begin to be a client
 *
 * The module is reached when there is something to ask it: whether the question makes
 * sense can be seen without it.
 *
 * Return: the client.
 */
struct client *client_open(void)
{
	struct client *client = calloc(1, sizeof(*client));

	if (!client)
		fail(EXIT_FAILED, "Out of memory.");
	return client;
}

/**
 * client_close() - the end of client_open()
 * @client: the client
 */
void client_close(struct client *client)
{
	if (client->socket)
		mnl_socket_close(client->socket);
	free(client);
}

/**
 * client_request() - begin a request
 * @client: the client
 * @command: what it asks for, TWSTAT_CMD_*
 *
 * Return: the message, which attributes can be put into.
 */
struct nlmsghdr *client_request(struct client *client, int command)
{
	client_reach(client);
	return request_begin(client, client->family, command);
}

/**
 * client_do() - have the request done
 * @client: the client
 * @read: takes the answer; NULL if there is none
 * @data: for @read
 */
void client_do(struct client *client, client_reader *read, void *data)
{
	((struct nlmsghdr *)client->request)->nlmsg_flags |= NLM_F_ACK;
	if (ask(client, read, data) < 0)
		failed(client);
	/* It was done, but not all of it. */
	if (*client->said)
		note("%s.", client->said);
}

/**
 * client_dump() - have all told that the request is about
 * @client: the client
 * @read: takes each
 * @data: for @read
 *
 * Return: whether nothing came or went meanwhile.
 */
bool client_dump(struct client *client, client_reader *read, void *data)
{
	((struct nlmsghdr *)client->request)->nlmsg_flags |= NLM_F_DUMP;
	if (ask(client, read, data) < 0)
		failed(client);
	return client->consistent;
}

/**
 * client_join() - have events told, and that there will be no more
 * @client: the client
 * @group: the multicast group that they are of
 *
 * Return: 0; -EPERM if this user may not; -ENOENT if the module has no such group.
 */
int client_join(struct client *client, const char *group)
{
	const int control = GENL_ID_CTRL;
	unsigned int i;

	client_reach(client);
	/* The group of genl's own family has the family's number. */
	mnl_socket_setsockopt(client->socket, NETLINK_ADD_MEMBERSHIP, (void *)&control,
			      sizeof(control));
	for (i = 0; i < client->groups; i++) {
		if (strcmp(client->group[i].name, group))
			continue;
		if (!mnl_socket_setsockopt(client->socket, NETLINK_ADD_MEMBERSHIP,
					   &client->group[i].id,
					   sizeof(client->group[i].id)))
			return 0;
		if (errno == EPERM || errno == EACCES)
			return -EPERM;
		fail(EXIT_FAILED, "Can't listen to %s: %s.", group, strerror(errno));
	}
	return -ENOENT;
}

/* There are no events of a module that is gone. */
static void notice_unloading(const struct client *client,
			     const struct nlmsghdr *message)
{
	const struct nlattr *attr;

	if (client_command(message) != CTRL_CMD_DELFAMILY)
		return;
	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID &&
		    mnl_attr_get_u16(attr) == client->family)
			fail(EXIT_NO_MODULE, "The module twstat was unloaded.");
}

static void read_event(const struct nlmsghdr *message, void *data)
{
	struct client *client = data;

	if (message->nlmsg_type == client->family)
		client->event(message);
	else
		notice_unloading(client, message);
}

/**
 * client_fd() - what to wait for until there are events
 * @client: the client
 *
 * Return: the file descriptor.
 */
int client_fd(const struct client *client)
{
	return mnl_socket_get_fd(client->socket);
}

/**
 * client_listen() - read what events there are, or wait for one
 * @client: the client
 * @event: takes each
 *
 * Return: 0; -ENOBUFS if some were lost; -EINTR if a signal came.
 */
int client_listen(struct client *client, client_event *event)
{
	client->event = event;
	client->read = read_event;
	client->data = client;
	if (receive(client, 0, 0) >= 0)
		return 0;
	if (errno == ENOBUFS || errno == EINTR)
		return -errno;
	fail(EXIT_FAILED, "Can't listen any more: %s.", strerror(errno));
}

/**
 * client_command() - what a message is
 * @message: the message
 *
 * Return: TWSTAT_CMD_*.
 */
int client_command(const struct nlmsghdr *message)
{
	const struct genlmsghdr *header = mnl_nlmsg_get_payload(message);

	return header->cmd;
}
