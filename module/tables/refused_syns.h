/* SPDX-License-Identifier: GPL-2.0 */
/* SYNs that a mini-socket has refused, until they come again. */
#ifndef _TWSTAT_TABLES_REFUSED_SYNS_H
#define _TWSTAT_TABLES_REFUSED_SYNS_H

#include <linux/build_bug.h>
#include <linux/in6.h>
#include <linux/types.h>

struct twstat_net;

/**
 * struct twstat_syn - what a SYN has in common with its retransmissions
 * @tn: its namespace
 * @remote: the sender's address; an IPv4 address is mapped to IPv6
 * @local: the address that it was sent to, in the same way
 * @seq: its sequence number
 * @local_port: the port that it was sent to, in network byte order
 * @zero: 0, since all of this is hashed
 *
 * The sender's port is not part of it: the ACK and the RST after the refused SYN make a NAT
 * device forget the connection, and give the next SYN another port.
 */
struct twstat_syn {
	const struct twstat_net *tn;
	struct in6_addr remote;
	struct in6_addr local;
	u32 seq;
	__be16 local_port;
	u16 zero;
};

static_assert(sizeof(struct twstat_syn) == 48);

void twstat_refused_syn_put(const struct twstat_syn *syn);
bool twstat_refused_syn_take(const struct twstat_syn *syn, u32 *ms);
void twstat_refused_syns_init(void);

#endif
