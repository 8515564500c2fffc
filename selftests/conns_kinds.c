// SPDX-License-Identifier: GPL-2.0
/* The kinds of sockets of conns -k. */
#include <err.h>
#include <errno.h>
#include <linux/types.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <string.h>

#include "conns_kinds.h"

/* The headers of Debian 12 do not have these. */
#define SMCPROTO_SMC	0
#define SMCPROTO_SMC6	1
#define TCP_AO_ADD_KEY	38
#define IP_LOCAL_PORT_RANGE	51

struct ao_key {
	struct sockaddr_storage peer;
	char algorithm[64];
	__s32 ifindex;
	__u32 flags;
	__u16 reserved;
	__u8 prefix_len;
	__u8 send_id;
	__u8 receive_id;
	__u8 mac_len;
	__u8 key_flags;
	__u8 key_len;
	__u8 key[80];
};

/**
 * port_of() - find the port of an address
 * @of: the address
 *
 * Return: the port's field, which is at the same place in both families.
 */
in_port_t *port_of(struct sockaddr_storage *of)
{
	return &((struct sockaddr_in *)of)->sin_port;
}

static const char secret[] = "not a secret";

static int prepare_pktinfo(int fd, bool client,
			   const struct sockaddr_storage *to)
{
	(void)client;
	if (to->ss_family == AF_INET6)
		return setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &(int){1},
				  sizeof(int));
	return setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &(int){1}, sizeof(int));
}

static int prepare_md5(int fd, bool client, const struct sockaddr_storage *to)
{
	struct tcp_md5sig key = {
		.tcpm_addr = *to,
		.tcpm_keylen = sizeof(secret),
	};

	(void)client;
	memcpy(key.tcpm_key, secret, sizeof(secret));
	return setsockopt(fd, IPPROTO_TCP, TCP_MD5SIG, &key, sizeof(key));
}

static int prepare_ao(int fd, bool client, const struct sockaddr_storage *to)
{
	struct ao_key key = {
		.peer = *to,
		.algorithm = "hmac(sha1)",
		.prefix_len = to->ss_family == AF_INET6 ? 128 : 32,
		.key_len = sizeof(secret),
	};

	(void)client;
	*port_of(&key.peer) = 0;
	memcpy(key.key, secret, sizeof(secret));
	return setsockopt(fd, IPPROTO_TCP, TCP_AO_ADD_KEY, &key, sizeof(key));
}

/* If the client has a cookie, its connect() then sends nothing. */
static int prepare_fastopen(int fd, bool client,
			    const struct sockaddr_storage *to)
{
	(void)to;
	return setsockopt(fd, IPPROTO_TCP,
			  client ? TCP_FASTOPEN_CONNECT : TCP_FASTOPEN,
			  &(int){1}, sizeof(int));
}

static int prepare_range(int fd, bool client,
			 const struct sockaddr_storage *to)
{
	(void)to;
	if (!client)
		return 0;
	return setsockopt(fd, IPPROTO_IP, IP_LOCAL_PORT_RANGE,
			  &(__u32){40003u << 16 | 40001}, sizeof(__u32));
}

static const struct kind kinds[] = {
	{ .name = "plain" },
	{ .name = "pktinfo", .prepare = prepare_pktinfo },
	{ .name = "mptcp", .protocol = IPPROTO_MPTCP,
	  .protocol6 = IPPROTO_MPTCP, .talks = true },
	{ .name = "smc", .domain = AF_SMC, .protocol = SMCPROTO_SMC,
	  .protocol6 = SMCPROTO_SMC6 },
	{ .name = "md5", .prepare = prepare_md5 },
	{ .name = "ao", .prepare = prepare_ao },
	{ .name = "fastopen", .talks = true, .prepare = prepare_fastopen },
	{ .name = "range", .prepare = prepare_range },
};

/**
 * find_kind() - find a kind by its name
 * @name: as in struct kind
 *
 * Return: the kind, or NULL if there is none.
 */
const struct kind *find_kind(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

/**
 * make_socket() - make a socket
 * @kind: its kind
 * @client: it will connect; otherwise listen
 * @to: the address to connect to or to listen at
 *
 * Exits with 4 if the kernel does not have this kind, and with 1 after any other error.
 *
 * Return: the socket.
 */
int make_socket(const struct kind *kind, bool client,
		const struct sockaddr_storage *to)
{
	bool v6 = to->ss_family == AF_INET6;
	bool missing;
	int fd;

	fd = socket(kind->domain ? kind->domain : to->ss_family, SOCK_STREAM,
		    v6 ? kind->protocol6 : kind->protocol);
	if (fd < 0 || (kind->prepare && kind->prepare(fd, client, to))) {
		missing = errno == EAFNOSUPPORT || errno == EPROTONOSUPPORT ||
			  errno == ENOPROTOOPT;
		err(missing ? 4 : 1, "socket of kind %s", kind->name);
	}
	return fd;
}
