/* SPDX-License-Identifier: GPL-2.0 */
/* The peer's segments on the wire; see peer.c. */
#ifndef _PEER_WIRE_H
#define _PEER_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#define MAX_PAYLOAD	1400
#define BIT(i)		(1u << (i))

/* For TH_*, from the lowest bit. */
#define FLAG_LETTERS	"FSRP.UEW"

/**
 * struct segment - the fields of a TCP segment, in host byte order
 * @from: the sender's port
 * @to: the receiver's port
 * @seq: sequence number
 * @ack: acknowledgment number
 * @flags: TH_*
 * @window: the window of a segment to send
 * @has_ts: it has a timestamp option: @tsval and @tsecr
 * @tsval: the sender's clock
 * @tsecr: the sender's echo of the receiver's clock
 * @data: the payload of a segment to send
 * @len: bytes of payload
 */
struct segment {
	unsigned int from;
	unsigned int to;
	unsigned int seq;
	unsigned int ack;
	unsigned int flags;
	unsigned int window;
	bool has_ts;
	unsigned int tsval;
	unsigned int tsecr;
	const char *data;
	size_t len;
};

/* The current step, for error messages. */
extern const char *doing;

int must(int result);
void run_command(const char *command);

void wire_use_ipv6(void);
void wire_open(void);
void wire_address(struct sockaddr_storage *address, bool of_peer, int port);
void wire_make_transparent(int fd);
unsigned int wire_length(const struct segment *seg);
const char *wire_flags(unsigned int flags);
void wire_show(const struct segment *seg, bool sent, unsigned int seq_start,
	       unsigned int ack_start);
void wire_send(const struct segment *seg);
bool wire_receive(struct segment *seg, int seconds);

#endif
