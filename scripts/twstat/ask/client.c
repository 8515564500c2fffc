// SPDX-License-Identifier: GPL-2.0
/* Requests to the module. An error ends the tool with a message. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask/client.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/names.h"
#include "recording/recording.h"

/**
 * client_outdated() - fail because the module is older than the tool
 * @what: what it lacks
 */
void client_outdated(const char *what)
{
	if (recording_replayed())
		fail(EXIT_OLD_MODULE, "The recording has no %s: its module was too old.", what);
	fail(EXIT_OLD_MODULE,
	     "The loaded module is too old, it has no %s: load the one that came with this tool.",
	     what);
}

/**
 * client_unloaded() - fail because the module is gone
 */
void client_unloaded(void)
{
	if (recording_replayed())
		fail(EXIT_NO_MODULE, "The module twstat was not loaded.");
	fail(EXIT_NO_MODULE, "The module twstat was unloaded; load it as root: modprobe twstat.");
}

/**
 * client_failed() - fail with the error of the last request
 * @client: the client
 * @err: the error number, above 0
 */
void client_failed(const struct client *client, int err)
{
	const char *why = *client->link.said ? client->link.said : strerror(err);
	const char *name = name_of(&names_cmd, client->command);

	if (err == EOPNOTSUPP)
		client_outdated(name);
	if (err == EPERM || err == EACCES)
		fail(EXIT_NOT_ALLOWED, "Permission denied (%s): %s.", name, why);
	if (err == ENOENT || err == ENODEV)
		client_unloaded();
	fail(EXIT_FAILED, "The module refused %s: %s.", name, why);
}

static void read_group(struct client *client, const struct nlattr *nest)
{
	const struct nlattr *attr;
	unsigned int at = client->groups;

	if (at == CLIENT_GROUPS)
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

	request = link_request(&client->link, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, NLM_F_ACK);
	mnl_attr_put_strz(request, CTRL_ATTR_FAMILY_NAME, TWSTAT_FAMILY_NAME);
	if (link_ask(&client->link, read_family, client) >= 0 && client->family)
		return;
	if (errno == ENOENT)
		fail(EXIT_NO_MODULE,
		     "The module twstat is not loaded; load it as root: modprobe twstat.");
	fail(EXIT_FAILED, "Can't find out whether the module twstat is loaded: %s.",
	     strerror(errno));
}

/**
 * client_reach() - connect to the module, or fail
 * @client: the client
 */
void client_reach(struct client *client)
{
	if (client->link.socket || recording_replayed())
		return;
	link_open(&client->link);
	if (!client->family)
		find_family(client);
}

/**
 * client_move() - connect again, in the network namespace that this process is in now
 * @client: the client
 *
 * A family has the same number in all of them. An open socket keeps its namespace, so none
 * should stay open longer than it is used.
 */
void client_move(struct client *client)
{
	link_close(&client->link);
	client->link.socket = NULL;
}

/**
 * client_open() - make a client
 *
 * It connects at the first request, so that usage errors are reported without the module,
 * too.
 *
 * Return: the client.
 */
struct client *client_open(void)
{
	return memory_checked(calloc(1, sizeof(struct client)));
}

/**
 * client_close() - disconnect and free a client
 * @client: the client
 */
void client_close(struct client *client)
{
	link_close(&client->link);
	free(client);
}

/**
 * client_request() - begin a request
 * @client: the client
 * @command: TWSTAT_CMD_*
 *
 * Return: the message; attributes can be added to it.
 */
struct nlmsghdr *client_request(struct client *client, int command)
{
	client_reach(client);
	client->command = command;
	return link_request(&client->link, client->family, command, 0);
}

static void add_flag(struct client *client, int flag)
{
	((struct nlmsghdr *)client->link.request)->nlmsg_flags |= flag;
}

/**
 * client_try() - send the request
 * @client: the client
 * @read: takes the answer; NULL if there is none
 * @data: for @read
 *
 * Return: 0, or an error, which client_failed() explains.
 */
int client_try(struct client *client, link_reader *read, void *data)
{
	add_flag(client, NLM_F_ACK);
	if (link_ask(&client->link, read, data) < 0)
		return -errno;
	/* A warning: only a part was done. */
	if (*client->link.said)
		note("%s.", client->link.said);
	return 0;
}

/**
 * client_do() - send the request, or fail
 * @client: the client
 * @read: takes the answer; NULL if there is none
 * @data: for @read
 */
void client_do(struct client *client, link_reader *read, void *data)
{
	int err = client_try(client, read, data);

	if (err)
		client_failed(client, -err);
}

/**
 * client_dump() - send the request as a dump, or fail
 * @client: the client
 * @read: takes each message
 * @data: for @read
 *
 * Return: whether the dump is consistent: nothing was added or removed during it.
 */
bool client_dump(struct client *client, link_reader *read, void *data)
{
	add_flag(client, NLM_F_DUMP);
	if (link_ask(&client->link, read, data) < 0)
		client_failed(client, errno);
	return client->link.consistent;
}

/**
 * client_try_dump() - send the request as a dump
 * @client: the client
 * @read: takes each message
 * @data: for @read
 *
 * Return: 0, or an error, which client_failed() explains.
 */
int client_try_dump(struct client *client, link_reader *read, void *data)
{
	add_flag(client, NLM_F_DUMP);
	return link_ask(&client->link, read, data) < 0 ? -errno : 0;
}

/**
 * client_dump_known() - send the request as a dump, or fail, unless the module is too old
 * @client: the client
 * @read: takes each message
 * @data: for @read
 *
 * Return: whether the module has the command.
 */
bool client_dump_known(struct client *client, link_reader *read, void *data)
{
	int err = client_try_dump(client, read, data);

	if (err && err != -EOPNOTSUPP)
		client_failed(client, -err);
	return !err;
}

/**
 * client_command() - the command of a message
 * @message: the message
 *
 * Return: TWSTAT_CMD_*.
 */
int client_command(const struct nlmsghdr *message)
{
	const struct genlmsghdr *header = mnl_nlmsg_get_payload(message);

	return header->cmd;
}
