// SPDX-License-Identifier: GPL-2.0
/* All sockets of the namespace: read from the kernel's sock_diag, as ss(8) does. */
#include <linux/inet_diag.h>
#include <libmnl/libmnl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "ask/diag.h"
#include "ask/diag_query.h"
#include "recording/recording.h"

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
	if (dumping->udp)
		/* A UDP socket that is not connected is closed, to TCP. */
		return diag_query(socket, family, IPPROTO_UDP, 1 << TCP_CLOSE, take_message,
				  dumping);
	return diag_query(socket, family, IPPROTO_TCP, ~0U, take_message, dumping);
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
	socket = diag_open();
	if (!socket)
		return false;
	done = dump(socket, AF_INET, &dumping);
	if (done) {
		/* Fails on a kernel without IPv6, which is no error. */
		dump(socket, AF_INET6, &dumping);
		/* Nor is it one if the kernel can't list UDP sockets. */
		dumping.udp = true;
		dump(socket, AF_INET, &dumping);
		dump(socket, AF_INET6, &dumping);
	}
	mnl_socket_close(socket);
	return done;
}
