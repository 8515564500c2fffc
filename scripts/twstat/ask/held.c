// SPDX-License-Identifier: GPL-2.0
/*
 * Which sockets hold local ports: read from the kernel's sock_diag, as ss(8) does.
 *
 * The module counts the ports that a destination has in live connections, but not by TCP
 * state, and not the ports that it can't have because other sockets have bound them. A dump
 * of all sockets shows both. It takes time, so it is done only for destinations in trouble.
 */
#include <netinet/tcp.h>
#include <string.h>

#include "ask/diag.h"
#include "ask/held.h"

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
 * @port: for each port, PORT_* of the sockets that hold it
 */
struct look {
	struct held *held;
	const struct settings *settings;
	const struct destination *destination;
	__u8 port[65536];
};

static bool same(const struct address *a, const struct address *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static bool is_own(const struct look *look, const struct diag_socket *socket)
{
	const struct destination *destination = look->destination;

	return destination && same(&socket->local, &destination->local) &&
	       same(&socket->remote, &destination->remote) &&
	       socket->remote_port == destination->n.value[TWSTAT_A_DESTINATION_PORT] &&
	       socket->device == destination->n.value[TWSTAT_A_DESTINATION_DEVICE];
}

static void take_socket(const struct diag_socket *socket, void *data)
{
	struct look *look = data;
	bool own;

	if (socket->udp) {
		look->port[socket->port] |= PORT_UDP;
		return;
	}
	own = is_own(look, socket);
	if (own && socket->state < HELD_STATES)
		look->held->state[socket->state]++;
	look->held->unconnected += socket->state == TWSTAT_TCP_STATE_BOUND_INACTIVE;
	look->port[socket->port] |= own ? PORT_OWN :
		PORT_OTHER | (socket->state == TCP_LISTEN ? PORT_LISTEN : 0);
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
	held->known = diag_dump(take_socket, &look);
	if (!held->known)
		return;
	fetch_sockets(client, take_bound, &look);
	count(&look);
	find_services(&look);
}
