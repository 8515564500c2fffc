// SPDX-License-Identifier: GPL-2.0
/* Events of the module, from generic netlink's multicast groups. */
#include <errno.h>
#include <string.h>

#include "ask/events.h"
#include "base/fail.h"

/**
 * struct listener - the receiver of events
 * @client: the client
 * @take: takes each event
 */
struct listener {
	struct client *client;
	event_taker *take;
};

/**
 * events_join() - subscribe to events, and to the unloading of the module
 * @client: the client
 * @group: their multicast group
 *
 * Return: 0; -EPERM without permission; -ENOENT if the module has no such group.
 */
int events_join(struct client *client, const char *group)
{
	const int control = GENL_ID_CTRL;
	struct mnl_socket *socket;
	unsigned int i;

	client_reach(client);
	socket = client->link.socket;
	/* The id of the controller's group is that of its family. */
	mnl_socket_setsockopt(socket, NETLINK_ADD_MEMBERSHIP, (void *)&control,
			      sizeof(control));
	for (i = 0; i < client->groups; i++) {
		if (strcmp(client->group[i].name, group))
			continue;
		if (!mnl_socket_setsockopt(socket, NETLINK_ADD_MEMBERSHIP,
					   &client->group[i].id,
					   sizeof(client->group[i].id)))
			return 0;
		if (errno == EPERM || errno == EACCES)
			return -EPERM;
		fail(EXIT_FAILED, "Can't join the multicast group %s: %s.", group, strerror(errno));
	}
	return -ENOENT;
}

/* No more events come once the module is unloaded. */
static void notice_unloading(const struct client *client,
			     const struct nlmsghdr *message)
{
	const struct nlattr *attr;

	if (client_command(message) != CTRL_CMD_DELFAMILY)
		return;
	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID &&
		    mnl_attr_get_u16(attr) == client->family)
			client_unloaded();
}

static void read_event(const struct nlmsghdr *message, void *data)
{
	const struct listener *listener = data;

	if (message->nlmsg_type == listener->client->family)
		listener->take(message);
	else
		notice_unloading(listener->client, message);
}

/**
 * events_fd() - the file descriptor to poll() for events
 * @client: the client
 *
 * Return: the file descriptor.
 */
int events_fd(const struct client *client)
{
	return mnl_socket_get_fd(client->link.socket);
}

/**
 * events_read() - read pending events, or wait for one
 * @client: the client
 * @take: takes each
 *
 * Return: 0; -ENOBUFS if some were lost; -EINTR if interrupted.
 */
int events_read(struct client *client, event_taker *take)
{
	struct listener listener = { client, take };

	client->link.read = read_event;
	client->link.data = &listener;
	if (link_receive(&client->link, 0, 0) >= 0)
		return 0;
	if (errno == ENOBUFS || errno == EINTR)
		return -errno;
	fail(EXIT_FAILED, "Can't receive events: %s.", strerror(errno));
}
