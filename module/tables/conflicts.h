/* SPDX-License-Identifier: GPL-2.0 */
/* What made bind() and connect() calls fail: a small table for each namespace. */
#ifndef _TWSTAT_TABLES_CONFLICTS_H
#define _TWSTAT_TABLES_CONFLICTS_H

#include <linux/in6.h>
#include <linux/types.h>

#include <uapi/linux/twstat.h>

#include "tables/program.h"

struct twstat_net;
struct twstat_refused;

/**
 * struct twstat_conflict_key - what identifies a row
 * @local: the local address that the calls asked for, IPv4 mapped to IPv6
 * @remote: of a connect(): the remote address, the same way
 * @port: the local port
 * @remote_port: of a connect(): the remote port
 * @kind: which call failed
 * @cause: why
 */
struct twstat_conflict_key {
	struct in6_addr local;
	struct in6_addr remote;
	u16 port;
	u16 remote_port;
	enum twstat_conflict_kind kind;
	enum twstat_conflict_cause cause;
};

/**
 * struct twstat_holder - the sockets that hold the port or the tuple
 * @ends: when the timer of the last mini-socket fires, in jiffies of 64 bits; 0 if none of
 *	them is a mini-socket
 * @ends_unset: the same of those without SO_REUSEADDR
 * @remote: the remote address of the one that ends last, IPv4 mapped to IPv6
 * @remote_port: its remote port
 * @state: its state as TCP_*, of a mini-socket the sub-state; 0 if there is no holder
 * @number: how many there are
 * @reuse: how many of them have set SO_REUSEADDR
 * @reuseport: how many of them have set SO_REUSEPORT
 * @stamped: of a mini-socket that holds a tuple: it has timestamps
 * @reusable: of such a one: whether connect() could have taken it over if its port were
 *	automatic
 * @reuseaddr: the socket that the call was made on has set SO_REUSEADDR
 */
struct twstat_holder {
	u64 ends;
	u64 ends_unset;
	struct in6_addr remote;
	u16 remote_port;
	u8 state;
	u32 number;
	u32 reuse;
	u32 reuseport;
	bool stamped;
	enum twstat_reusable reusable;
	bool reuseaddr;
};

/**
 * struct twstat_conflict - failed calls with the same key
 * @key: the key
 * @holder: what held the port when the last of them was examined
 * @count: how many calls failed
 * @seen: when the last of them was examined, in ns since 1970
 * @program: the program that made the last of them
 * @pid: its process; 0 if it is not known
 * @used: grows with each use of a row, to find the one used longest ago; 0 if it is free
 */
struct twstat_conflict {
	struct twstat_conflict_key key;
	struct twstat_holder holder;
	u64 count;
	u64 seen;
	struct twstat_program_id program;
	u32 pid;
	u64 used;
};

void twstat_conflicts_add(struct twstat_net *tn, const struct twstat_conflict_key *key,
			  const struct twstat_holder *holder,
			  const struct twstat_refused *refused);
bool twstat_conflicts_copy(const struct twstat_net *tn, unsigned int at,
			   struct twstat_conflict *conflict);
u32 twstat_conflicts_generation(const struct twstat_net *tn);
unsigned long twstat_conflicts_size(const struct twstat_net *tn);
void twstat_conflicts_free(struct twstat_net *tn);

#endif
