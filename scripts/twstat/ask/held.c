// SPDX-License-Identifier: GPL-2.0
/*
 * Which sockets hold local ports: read from the kernel's sock_diag, as ss(8) does.
 *
 * The module counts the ports that a destination has in live connections, but not by TCP
 * state, and not the ports that it can't have because other sockets have bound them. A dump
 * of all sockets shows both. It takes time, so it is done only for destinations in trouble.
 */
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <time.h>

#include "ask/held.h"

#define BUFFER_SIZE	65536

/* Which sockets hold a port, as bits. */
#define PORT_OWN	1
#define PORT_OTHER	2
#define PORT_BOUND	4
#define PORT_LISTEN	8
#define PORT_UDP	16

/* With more UDP ports that the kernel does not choose, a program chooses them at random. */
#define MOST_UDP	32

/**
 * struct look - a dump of all sockets
 * @held: the result
 * @settings: which ports are usable
 * @destination: the destination whose sockets are counted apart, or NULL
 * @udp: the dump is of UDP sockets
 * @port: for each port, PORT_* of the sockets that hold it
 */
struct look {
	struct held *held;
	const struct settings *settings;
	const struct destination *destination;
	bool udp;
	__u8 port[65536];
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

static bool same(const struct address *a, const struct address *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static bool is_own(const struct look *look, const struct address *local,
		   const struct address *remote, const struct inet_diag_sockid *id)
{
	const struct destination *destination = look->destination;

	return destination && same(local, &destination->local) &&
	       same(remote, &destination->remote) &&
	       ntohs(id->idiag_dport) == destination->n.value[TWSTAT_A_DESTINATION_PORT] &&
	       id->idiag_if == destination->n.value[TWSTAT_A_DESTINATION_DEVICE];
}

static int take_socket(const struct nlmsghdr *message, void *data)
{
	const struct inet_diag_msg *socket = mnl_nlmsg_get_payload(message);
	struct address local, remote;
	struct look *look = data;
	bool own;

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*socket))
		return MNL_CB_OK;
	if (look->udp) {
		look->port[ntohs(socket->id.idiag_sport)] |= PORT_UDP;
		return MNL_CB_OK;
	}
	take_address(&local, socket->idiag_family, socket->id.idiag_src);
	take_address(&remote, socket->idiag_family, socket->id.idiag_dst);
	own = is_own(look, &local, &remote, &socket->id);
	if (own && socket->idiag_state < HELD_STATES)
		look->held->state[socket->idiag_state]++;
	look->held->unconnected += socket->idiag_state == TWSTAT_TCP_STATE_BOUND_INACTIVE;
	look->port[ntohs(socket->id.idiag_sport)] |= own ? PORT_OWN :
		PORT_OTHER | (socket->idiag_state == TCP_LISTEN ? PORT_LISTEN : 0);
	return MNL_CB_OK;
}

static bool dump(struct mnl_socket *socket, int family, struct look *look)
{
	/* A UDP socket that is not connected is closed, to TCP. */
	unsigned int states = look->udp ? 1 << TCP_CLOSE : ~0U;
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
	what->sdiag_protocol = look->udp ? IPPROTO_UDP : IPPROTO_TCP;
	what->idiag_states = states;
	if (mnl_socket_sendto(socket, request, request->nlmsg_len) < 0)
		return false;
	do {
		length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));
		if (length < 0)
			return false;
		result = mnl_cb_run(buffer, length, seq,
				    mnl_socket_get_portid(socket), take_socket,
				    look);
	} while (result == MNL_CB_OK);
	return result == MNL_CB_STOP;
}

static bool dump_all(struct look *look)
{
	struct mnl_socket *socket = mnl_socket_open(NETLINK_SOCK_DIAG);
	bool done;

	if (!socket)
		return false;
	/* Fails on a kernel without IPv6, which is no error. */
	done = !mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) &&
	       dump(socket, AF_INET, look);
	if (done) {
		dump(socket, AF_INET6, look);
		/* Nor is it one if the kernel can't list UDP sockets. */
		look->udp = true;
		dump(socket, AF_INET, look);
		dump(socket, AF_INET6, look);
	}
	mnl_socket_close(socket);
	return done;
}

/* The search for a port skips one that bind() has bound, whatever its state. */
static void take_bound(const struct tw_socket *socket, void *data)
{
	const struct record *n = &socket->n;
	struct look *look = data;

	if (n->value[TWSTAT_A_SOCKET_REUSABLE] == TWSTAT_REUSABLE_PASSED_OVER)
		look->port[n->value[TWSTAT_A_SOCKET_LOCAL_PORT] & 0xffff] |=
			PORT_BOUND;
}

static void count(struct look *look)
{
	struct held *held = look->held;
	unsigned int port;

	for (port = 0; port < 65536; port++) {
		if (!settings_has_port(look->settings, port))
			continue;
		held->listening += !!(look->port[port] & PORT_LISTEN);
		if (look->port[port] & PORT_OWN) {
			held->own++;
			held->bound += !!(look->port[port] & PORT_BOUND);
		} else if (look->port[port] & PORT_OTHER) {
			held->others++;
			held->bound_others += !!(look->port[port] & PORT_BOUND);
		}
	}
}

/* The kernel does not choose this port, so that it is the number of a service. */
static bool has_udp_service(const struct look *look, unsigned int port)
{
	return look->port[port] & PORT_UDP && port &&
	       !settings_has_port(look->settings, port);
}

static void find_services(struct look *look)
{
	unsigned int port, udp = 0;

	for (port = 0; port < 65536; port++)
		udp += has_udp_service(look, port);
	for (port = 0; port < 65536; port++)
		look->held->service[port] = look->port[port] & PORT_LISTEN ||
			(udp <= MOST_UDP && has_udp_service(look, port));
}

/**
 * held_look() - dump all sockets
 * @held: filled in
 * @client: the client
 * @settings: the namespace's settings
 * @destination: the destination whose ports are counted apart, or NULL
 */
void held_look(struct held *held, struct client *client,
	       const struct settings *settings,
	       const struct destination *destination)
{
	static struct look look;

	memset(held, 0, sizeof(*held));
	memset(&look, 0, sizeof(look));
	look.held = held;
	look.settings = settings;
	look.destination = destination;
	held->known = dump_all(&look);
	if (!held->known)
		return;
	fetch_sockets(client, take_bound, &look);
	count(&look);
	find_services(&look);
}
