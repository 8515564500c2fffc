/* SPDX-License-Identifier: GPL-2.0 */
/* Failed calls that asked for a given port, whose cause is yet to be found. */
#ifndef _TWSTAT_TABLES_REFUSED_H
#define _TWSTAT_TABLES_REFUSED_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "tables/program.h"
#include "tcp/bind_conflict.h"

struct sock;
struct twstat_net;

/**
 * struct twstat_call - a bind() to a given port, or a connect() from a bound one
 * @request: what it asked for on this side
 * @connect: whether it is a connect()
 * @remote_port: of a connect(): the remote port
 * @remote: of a connect(): the remote address, IPv4 mapped to IPv6
 */
struct twstat_call {
	struct twstat_bind_request request;
	bool connect;
	u16 remote_port;
	struct in6_addr remote;
};

/**
 * struct twstat_refused - failed calls that asked for the same
 * @node: in the table's chain of its hash, or in the list of free ones
 * @order: in its namespace's list of waiting calls
 * @call: what the calls asked for
 * @tn: their namespace
 * @count: how many there were
 * @at: when the last of them failed, by ktime_get_ns()
 * @program: the program that made the last of them
 * @pid: its process; 0 if it is not known
 * @late: of a copy: they had to wait, because the namespace had no budget left
 *
 * All are protected by the table's lock.
 */
struct twstat_refused {
	struct hlist_node node;
	struct list_head order;
	struct twstat_call call;
	struct twstat_net *tn;
	unsigned int count;
	u64 at;
	struct twstat_program_id program;
	u32 pid;
	bool late;
};

/**
 * enum twstat_examiner - who examines failed calls; each has a budget of its own
 * @TWSTAT_EXAMINER_WORK: the work item, soon after the failure
 * @TWSTAT_EXAMINER_READER: somebody who is about to read numbers
 * @TWSTAT_EXAMINERS: how many there are
 */
enum twstat_examiner {
	TWSTAT_EXAMINER_WORK,
	TWSTAT_EXAMINER_READER,
	TWSTAT_EXAMINERS
};

/**
 * struct twstat_refused_net - the failed calls of a namespace
 * @examining: held by who examines them, from before a call is taken until its result is
 *	counted
 * @nets: in the list of namespaces with waiting calls
 * @waiting: its waiting calls, oldest first
 * @number: how many these are
 * @since: when the current second began, in jiffies
 * @spent: what examining has cost in this second, by examiner, as the number of sockets that
 *	could have been looked at instead
 * @late: those that wait had to, because there was no budget left
 *
 * All but @examining are protected by the table's lock.
 */
struct twstat_refused_net {
	struct mutex examining; /* one examiner at a time */
	struct list_head nets;
	struct list_head waiting;
	unsigned int number;
	unsigned long since;
	u32 spent[TWSTAT_EXAMINERS];
	bool late;
};

/**
 * enum twstat_refused_added - what has become of a failed call
 * @TWSTAT_REFUSED_NO_ROOM: there was no room for it
 * @TWSTAT_REFUSED_JOINED: it has joined equal ones that wait already
 * @TWSTAT_REFUSED_NEW: it waits
 */
enum twstat_refused_added {
	TWSTAT_REFUSED_NO_ROOM,
	TWSTAT_REFUSED_JOINED,
	TWSTAT_REFUSED_NEW
};

enum twstat_refused_added twstat_refused_add(struct twstat_net *tn,
					     const struct twstat_call *call,
					     const struct sock *sk);
struct twstat_net *twstat_refused_next(bool *later);
bool twstat_refused_take(struct twstat_net *tn, struct twstat_refused *refused);
bool twstat_refused_afford(struct twstat_net *tn, enum twstat_examiner examiner);
void twstat_refused_spend(struct twstat_net *tn, enum twstat_examiner examiner, u32 cost);
unsigned int twstat_refused_waiting(const struct twstat_net *tn);
void twstat_refused_drop(struct twstat_net *tn);
void twstat_refused_net_init(struct twstat_net *tn);

#endif
