// SPDX-License-Identifier: GPL-2.0
/*
 * The peer's segments on the wire; see peer.c.
 *
 * The wire is a TUN device: the kernel receives the IP packets that are written to it,
 * and the packets that the kernel sends are read from it.
 */
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "peer_wire.h"

const char *doing = "the TUN device";

/* The IP headers of the peer's segments, without lengths and checksums. */
static const unsigned char ipv4[] = {
	0x45, [8] = 64, IPPROTO_TCP, [12] = 10, 9, 0, 2, 10, 9, 0, 1
};

static const unsigned char ipv6[] = {
	0x60, [6] = IPPROTO_TCP, 64, 0xfd, 9, [23] = 2, 0xfd, 9, [39] = 1
};

static int tun, family = AF_INET;
static const unsigned char *ip_header = ipv4, *addresses = ipv4 + 12;
static size_t ip_size = 20, address_size = 4;

/**
 * must() - end the program if a system call failed
 * @result: what the call returned; below 0 if it failed, with errno
 *
 * Return: @result.
 */
int must(int result)
{
	if (result < 0)
		err(1, "%s", doing);
	return result;
}

/**
 * run_command() - run a command by the shell; it must succeed
 * @command: the command
 */
void run_command(const char *command)
{
	if (must(system(command)))
		errx(1, "%s: failed", doing);
}

/**
 * wire_use_ipv6() - use IPv6 addresses at both ends
 */
void wire_use_ipv6(void)
{
	family = AF_INET6;
	ip_header = ipv6;
	addresses = ipv6 + 8;
	ip_size = sizeof(ipv6);
	address_size = 16;
}

/**
 * wire_open() - make the TUN device and give the local end its address
 */
void wire_open(void)
{
	struct ifreq ifr = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	char command[200];

	if (access("/dev/net/tun", F_OK))
		run_command("modprobe tun");
	tun = must(open("/dev/net/tun", O_RDWR | O_CLOEXEC));
	must(ioctl(tun, TUNSETIFF, &ifr));
	snprintf(command, sizeof(command), "ip link set %s up && ip address add %s dev %s",
		 ifr.ifr_name, family == AF_INET ? "10.9.0.1/24" : "fd09::1/64 nodad",
		 ifr.ifr_name);
	run_command(command);
	/* The kernel adds an IPv6 address later, in addrconf_dad_work(). */
	if (family == AF_INET6)
		run_command("until ip -6 route show table local | grep -qw fd09::1; do :; done");
}

/**
 * wire_address() - make the address of one end
 * @address: gets the address
 * @of_peer: it is the peer's address, not the local end's
 * @port: its port
 */
void wire_address(struct sockaddr_storage *address, bool of_peer, int port)
{
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)address;
	struct sockaddr_in *in = (struct sockaddr_in *)address;

	memset(address, 0, sizeof(*address));
	address->ss_family = family;
	in->sin_port = htons(port);	/* in6 has the port at the same place */
	memcpy(family == AF_INET ? (void *)&in->sin_addr : (void *)&in6->sin6_addr,
	       addresses + (of_peer ? 0 : address_size), address_size);
}

/**
 * wire_make_transparent() - make a socket that of a transparent proxy
 * @fd: a socket of the local end
 */
void wire_make_transparent(int fd)
{
	if (family == AF_INET)
		must(setsockopt(fd, SOL_IP, IP_TRANSPARENT, &(int){1}, sizeof(int)));
	else
		must(setsockopt(fd, SOL_IPV6, IPV6_TRANSPARENT, &(int){1}, sizeof(int)));
}

/**
 * wire_length() - how much sequence space a segment takes
 * @seg: the segment
 *
 * Return: its bytes of payload, and 1 for each of SYN and FIN.
 */
unsigned int wire_length(const struct segment *seg)
{
	return seg->len + !!(seg->flags & TH_SYN) + !!(seg->flags & TH_FIN);
}

static const char letters[] = FLAG_LETTERS;

/**
 * wire_flags() - flags as text
 * @flags: TH_*
 *
 * Return: their letters, valid until the next call.
 */
const char *wire_flags(unsigned int flags)
{
	static char text[sizeof(letters)];
	char *at = text;
	int i;

	for (i = 0; letters[i]; i++)
		if (flags & BIT(i))
			*at++ = letters[i];
	*at = '\0';
	return text;
}

/**
 * wire_show() - print a segment
 * @seg: the segment
 * @sent: the peer sent it, not the kernel
 * @seq_start: the first sequence number of its sender
 * @ack_start: the first sequence number of its receiver
 */
void wire_show(const struct segment *seg, bool sent, unsigned int seq_start,
	       unsigned int ack_start)
{
	printf("%c %s", sent ? '>' : '<', wire_flags(seg->flags));
	/* A RST that answers no ACK has a plain 0. */
	if (seg->flags != (TH_RST | TH_ACK) || seg->seq)
		printf(" seq %d", (int)(seg->seq - seq_start));
	if (seg->flags & TH_ACK)
		printf(" ack %d", (int)(seg->ack - ack_start));
	printf(" len %zu", seg->len);
	if (seg->has_ts)
		printf(sent ? " ts %u" : " ecr %u", sent ? seg->tsval : seg->tsecr);
	putchar('\n');
}

/* Writes a number in network byte order; returns the address after it. */
static unsigned char *put(unsigned char *at, unsigned int value, int bytes)
{
	while (bytes--)
		*at++ = value >> (8 * bytes);
	return at;
}

static unsigned int get(const unsigned char *at, int bytes)
{
	unsigned int value = 0;

	while (bytes--)
		value = value << 8 | *at++;
	return value;
}

static unsigned int add_up(const unsigned char *at, size_t len)
{
	unsigned int sum = 0;
	size_t i;

	for (i = 0; i < len; i++)
		sum += i & 1 ? at[i] : at[i] << 8;
	return sum;
}

static void put_checksum(unsigned char *at, unsigned int sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	put(at, ~sum, 2);
}

static void put_ip(unsigned char *at, size_t payload)
{
	memcpy(at, ip_header, ip_size);
	if (family == AF_INET) {
		put(at + 2, ip_size + payload, 2);
		put_checksum(at + 10, add_up(at, ip_size));
	} else {
		put(at + 4, payload, 2);
	}
}

/* Returns the length in bytes. */
static size_t put_tcp(unsigned char *start, const struct segment *seg)
{
	unsigned char *at = start;

	at = put(at, seg->from, 2);
	at = put(at, seg->to, 2);
	at = put(at, seg->seq, 4);
	at = put(at, seg->ack, 4);
	at = put(at, seg->flags, 2);
	at = put(at, seg->window, 2);
	at = put(at, 0, 4);
	if (seg->flags & TH_SYN)
		at = put(at, TCPOPT_MAXSEG << 24 | TCPOLEN_MAXSEG << 16 | 1460, 4);
	if (seg->has_ts) {
		at = put(at, TCPOPT_TSTAMP_HDR, 4);
		at = put(at, seg->tsval, 4);
		at = put(at, seg->tsecr, 4);
	}
	start[12] = (at - start) / 4 << 4;
	at = mempcpy(at, seg->data, seg->len);

	/* The pseudo-headers of both families have the same sum. */
	put_checksum(start + 16, add_up(start, at - start) +
		     add_up(addresses, 2 * address_size) +
		     IPPROTO_TCP + (at - start));
	return at - start;
}

static void get_options(const unsigned char *at, const unsigned char *end,
			struct segment *seg)
{
	while (at < end && *at != TCPOPT_EOL) {
		if (*at == TCPOPT_NOP) {
			at++;
			continue;
		}
		if (end - at < 2 || at[1] < 2 || at[1] > end - at)
			return;
		if (at[0] == TCPOPT_TIMESTAMP && at[1] == TCPOLEN_TIMESTAMP) {
			seg->has_ts = true;
			seg->tsval = get(at + 2, 4);
			seg->tsecr = get(at + 6, 4);
		}
		at += at[1];
	}
}

/* Returns false if the packet is not TCP for the peer. */
static bool get_segment(const unsigned char *packet, size_t len, struct segment *seg)
{
	const size_t protocol = family == AF_INET ? 9 : 6;
	const unsigned char *tcp = packet + ip_size;
	size_t header;

	if (len < ip_size + 20 || packet[0] >> 4 != ip_header[0] >> 4 ||
	    packet[protocol] != IPPROTO_TCP ||
	    memcmp(packet + ip_size - address_size, addresses, address_size))
		return false;
	len -= ip_size;
	header = (tcp[12] >> 4) * 4;
	if (header < 20 || header > len)
		return false;

	*seg = (struct segment){
		.from = get(tcp, 2),
		.to = get(tcp + 2, 2),
		.seq = get(tcp + 4, 4),
		.ack = get(tcp + 8, 4),
		.flags = tcp[13],
		.len = len - header,
	};
	get_options(tcp + 20, tcp + header, seg);
	return true;
}

/**
 * wire_send() - send a segment to the kernel, which processes it at once
 * @seg: the segment
 */
void wire_send(const struct segment *seg)
{
	unsigned char packet[sizeof(ipv6) + 60 + MAX_PAYLOAD];
	size_t len = put_tcp(packet + ip_size, seg);

	put_ip(packet, len);
	must(write(tun, packet, ip_size + len));
}

/**
 * wire_receive() - receive the next segment from the kernel
 * @seg: gets the segment
 * @seconds: how long to wait
 *
 * Return: false if none comes in time.
 */
bool wire_receive(struct segment *seg, int seconds)
{
	struct pollfd fd = { .fd = tun, .events = POLLIN };
	unsigned char packet[65536];

	do {
		if (!must(poll(&fd, 1, seconds * 1000)))
			return false;
	} while (!get_segment(packet, must(read(tun, packet, sizeof(packet))), seg));
	return true;
}
