// SPDX-License-Identifier: GPL-2.0
/* A netlink socket for the family twstat. */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "genl.h"

static int genl_family_attr(const struct nlattr *attr, void *family)
{
	if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID)
		*(__u16 *)family = mnl_attr_get_u16(attr);
	return MNL_CB_OK;
}

static int genl_family_reply(const struct nlmsghdr *reply, void *family)
{
	return mnl_attr_parse(reply, sizeof(struct genlmsghdr), genl_family_attr,
			      family);
}

/* Gets the family's number from the kernel. */
static __u16 genl_family(struct genl *genl)
{
	char buffer[8192];
	struct nlmsghdr *request = genl_request(genl, buffer, CTRL_CMD_GETFAMILY,
						NLM_F_ACK);
	__u16 family = 0;
	ssize_t len;
	int more = 1;

	request->nlmsg_type = GENL_ID_CTRL;
	mnl_attr_put_strz(request, CTRL_ATTR_FAMILY_NAME, TWSTAT_FAMILY_NAME);
	genl_send(genl, request);
	while (more > 0) {
		len = mnl_socket_recvfrom(genl->socket, buffer, sizeof(buffer));
		more = mnl_cb_run(buffer, len, genl->seq,
				  mnl_socket_get_portid(genl->socket),
				  genl_family_reply, &family);
	}
	if (!family)
		errx(1, "there is no family %s: load the module", TWSTAT_FAMILY_NAME);
	return family;
}

/**
 * genl_open() - open a socket
 * @genl: gets the socket
 *
 * Ends the program if that fails, or the module is not loaded.
 */
void genl_open(struct genl *genl)
{
	static const int on = 1;

	memset(genl, 0, sizeof(*genl));
	genl->socket = mnl_socket_open(NETLINK_GENERIC);
	if (!genl->socket || mnl_socket_bind(genl->socket, 0, MNL_SOCKET_AUTOPID))
		err(1, "netlink");
	mnl_socket_setsockopt(genl->socket, NETLINK_EXT_ACK, (void *)&on,
			      sizeof(on));
	genl->family = genl_family(genl);
}

/**
 * genl_request() - begin a request
 * @genl: the socket
 * @buffer: where to write it
 * @cmd: the command
 * @flags: in addition to NLM_F_REQUEST
 *
 * Return: the request.
 */
struct nlmsghdr *genl_request(struct genl *genl, void *buffer, __u8 cmd,
			      __u16 flags)
{
	struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *header;

	request->nlmsg_type = genl->family;
	request->nlmsg_flags = NLM_F_REQUEST | flags;
	request->nlmsg_seq = ++genl->seq;
	header = mnl_nlmsg_put_extra_header(request, sizeof(*header));
	header->cmd = cmd;
	header->version = 1;
	return request;
}

/**
 * genl_send() - send a request
 * @genl: the socket
 * @request: the request
 */
void genl_send(struct genl *genl, const struct nlmsghdr *request)
{
	if (mnl_socket_sendto(genl->socket, request, request->nlmsg_len) < 0)
		err(1, "netlink: can't send");
}
