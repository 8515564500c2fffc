// SPDX-License-Identifier: GPL-2.0
/* Requests to the kernel's sock_diag, which ss(8) asks, too. */
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <time.h>

#include "ask/diag_query.h"

#define BUFFER_SIZE	65536

/**
 * diag_open() - open a socket to sock_diag, in this network namespace
 *
 * Return: the socket, which the caller closes by mnl_socket_close(); or NULL.
 */
struct mnl_socket *diag_open(void)
{
	struct mnl_socket *socket = mnl_socket_open(NETLINK_SOCK_DIAG);

	if (socket && mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID)) {
		mnl_socket_close(socket);
		return NULL;
	}
	return socket;
}

/**
 * diag_query() - read all sockets of one kind
 * @socket: a socket to sock_diag
 * @family: AF_INET or AF_INET6
 * @protocol: IPPROTO_TCP or IPPROTO_UDP
 * @states: the bits of the TCP states that are wanted
 * @take: takes each message, a struct inet_diag_msg and its attributes
 * @data: for @take
 *
 * Return: whether the kernel has listed them all.
 */
bool diag_query(struct mnl_socket *socket, int family, int protocol, unsigned int states,
		mnl_cb_t take, void *data)
{
	static char buffer[BUFFER_SIZE];
	unsigned int seq = time(NULL) + family;
	struct inet_diag_req_v2 *what;
	struct nlmsghdr *request;
	int length, result;

	request = mnl_nlmsg_put_header(buffer);
	request->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	request->nlmsg_seq = seq;
	what = mnl_nlmsg_put_extra_header(request, sizeof(*what));
	what->sdiag_family = family;
	what->sdiag_protocol = protocol;
	what->idiag_states = states;
	if (mnl_socket_sendto(socket, request, request->nlmsg_len) < 0)
		return false;
	do {
		length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));
		if (length < 0)
			return false;
		result = mnl_cb_run(buffer, length, seq, mnl_socket_get_portid(socket),
				    take, data);
	} while (result == MNL_CB_OK);
	return result == MNL_CB_STOP;
}
