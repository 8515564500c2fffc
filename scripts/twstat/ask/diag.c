// SPDX-License-Identifier: GPL-2.0
/* All sockets of the namespace: read from the kernel's sock_diag, as ss(8) does. */
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <libmnl/libmnl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <time.h>

#include "ask/diag.h"
#include "recording/recording.h"

#define BUFFER_SIZE	65536

/**
 * struct dumping - a dump of sockets
 * @udp: of UDP sockets
 * @take: takes each
 * @data: for @take
 */
struct dumping {
	bool udp;
	diag_taker *take;
	void *data;
};

/* An IPv4-mapped IPv6 address is IPv4 on the wire, and so here. */
static void take_address(struct address *address, int family, const void *bytes)
{
	static const __u8 mapped[12] = { [10] = 0xff, [11] = 0xff };

	memset(address, 0, sizeof(*address));
	address->family = family;
	if (family == AF_INET6 && !memcmp(bytes, mapped, sizeof(mapped))) {
		address->family = AF_INET;
		bytes = (const __u8 *)bytes + sizeof(mapped);
	}
	memcpy(address->bytes, bytes, address->family == AF_INET ? 4 : 16);
}

static int take_message(const struct nlmsghdr *message, void *data)
{
	const struct inet_diag_msg *from = mnl_nlmsg_get_payload(message);
	const struct dumping *dumping = data;
	struct diag_socket socket = { .udp = dumping->udp };

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*from))
		return MNL_CB_OK;
	socket.state = from->idiag_state;
	socket.port = ntohs(from->id.idiag_sport);
	socket.remote_port = ntohs(from->id.idiag_dport);
	socket.device = from->id.idiag_if;
	take_address(&socket.local, from->idiag_family, from->id.idiag_src);
	take_address(&socket.remote, from->idiag_family, from->id.idiag_dst);
	dumping->take(&socket, dumping->data);
	return MNL_CB_OK;
}

static bool dump(struct mnl_socket *socket, int family, struct dumping *dumping)
{
	/* A UDP socket that is not connected is closed, to TCP. */
	unsigned int states = dumping->udp ? 1 << TCP_CLOSE : ~0U;
	static char buffer[BUFFER_SIZE];
	struct inet_diag_req_v2 *what;
	struct nlmsghdr *request;
	unsigned int seq = time(NULL) + family;
	int length, result;

	request = mnl_nlmsg_put_header(buffer);
	request->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	request->nlmsg_seq = seq;
	what = mnl_nlmsg_put_extra_header(request, sizeof(*what));
	what->sdiag_family = family;
	what->sdiag_protocol = dumping->udp ? IPPROTO_UDP : IPPROTO_TCP;
	what->idiag_states = states;
	if (mnl_socket_sendto(socket, request, request->nlmsg_len) < 0)
		return false;
	do {
		length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));
		if (length < 0)
			return false;
		result = mnl_cb_run(buffer, length, seq, mnl_socket_get_portid(socket),
				    take_message, dumping);
	} while (result == MNL_CB_OK);
	return result == MNL_CB_STOP;
}

/**
 * diag_dump() - read all TCP sockets, and UDP sockets that are not connected
 * @take: takes each
 * @data: for @take
 *
 * Return: whether the kernel could be asked.
 */
bool diag_dump(diag_taker *take, void *data)
{
	struct dumping dumping = { .take = take, .data = data };
	struct mnl_socket *socket;
	bool done;

	if (recording_replayed())
		return diag_replay(take, data);
	socket = mnl_socket_open(NETLINK_SOCK_DIAG);
	if (!socket)
		return false;
	/* Fails on a kernel without IPv6, which is no error. */
	done = !mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) &&
	       dump(socket, AF_INET, &dumping);
	if (done) {
		dump(socket, AF_INET6, &dumping);
		/* Nor is it one if the kernel can't list UDP sockets. */
		dumping.udp = true;
		dump(socket, AF_INET, &dumping);
		dump(socket, AF_INET6, &dumping);
	}
	mnl_socket_close(socket);
	return done;
}
