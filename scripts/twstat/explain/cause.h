/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_EXPLAIN_CAUSE_H
#define TWSTAT_EXPLAIN_CAUSE_H

#include "explain/statement.h"

/**
 * enum cause - a cause of a trouble
 * @CAUSE_NONE: nothing is wrong
 * @CAUSE_CHURN: connections are short, and this side closes first
 * @CAUSE_NARROW_RANGE: net.ipv4.ip_local_port_range is small
 * @CAUSE_RESERVED_PORTS: many ports of it are reserved
 * @CAUSE_NO_TIMESTAMPS: tcp_tw_reuse needs TCP timestamps, and most sockets have none
 * @CAUSE_REUSE_NOT_LOOPBACK: tcp_tw_reuse is 2, for loopback only
 * @CAUSE_REUSE_OFF: tcp_tw_reuse is 0
 * @CAUSE_TOO_YOUNG: ports are used up before tcp_tw_reuse can give them back
 * @CAUSE_FIN_WAIT2: the peer does not close; sockets are FIN_WAIT2 mini-sockets
 * @CAUSE_CLOSE_WAIT: this side does not close
 * @CAUSE_SYN_SENT: the peer does not answer
 * @CAUSE_HALF_CLOSED: the peer does not close; programs keep their sockets
 * @CAUSE_FIN_UNANSWERED: the peer does not acknowledge the FIN
 * @CAUSE_LIVE_CONNECTIONS: established connections have the ports
 * @CAUSE_BIND_WITHOUT_NO_PORT: bind() takes ports, without IP_BIND_ADDRESS_NO_PORT
 * @CAUSE_PRIVATE_RANGE: the program uses a part of the range, by IP_LOCAL_PORT_RANGE
 * @CAUSE_PORTS_BOUND: other sockets have bound the ports
 * @CAUSE_OUTSIDE_RANGE: ports in use are outside of the range
 * @CAUSE_BIND_ANY_PORT: bind() to port 0, of sockets that do not connect
 * @CAUSE_FIXED_PORT: the program binds a certain port before connect()
 * @CAUSE_MAX_TW_BUCKETS: net.ipv4.tcp_max_tw_buckets is reached
 * @CAUSE_NO_MEMORY: the kernel had no memory
 * @CAUSE_NO_REUSEADDR: a server does not set SO_REUSEADDR
 * @CAUSE_HOLDER_WITHOUT_REUSEADDR: a server does, but those that ran before had not
 * @CAUSE_OUTGOING_HOLDS_PORT: connect() has chosen the port of a server
 * @CAUSE_OWN_SOURCE_PORT: clients bind their own port, and it is in TIME_WAIT
 * @CAUSE_HOLDER_UNKNOWN: sockets in TIME_WAIT hold the port, and their side is not known
 * @CAUSE_HOLDER_LOST: the module has no conflict that says what holds the port
 * @CAUSE_HOLDER_TIME_WAIT: a socket in TIME_WAIT holds what connect() asks for
 * @CAUSE_HOLDER_LIVE: a live connection holds it
 * @CAUSE_HOLDER_GONE: what held it was gone when it was looked for
 * @CAUSE_SYN_TIMESTAMP: SYNs have an older timestamp than the connection in TIME_WAIT
 * @CAUSE_SYN_SEQUENCE: SYNs have an older sequence number, and no newer timestamp
 */
enum cause {
	CAUSE_NONE,
	CAUSE_CHURN,
	CAUSE_NARROW_RANGE,
	CAUSE_RESERVED_PORTS,
	CAUSE_NO_TIMESTAMPS,
	CAUSE_REUSE_NOT_LOOPBACK,
	CAUSE_REUSE_OFF,
	CAUSE_TOO_YOUNG,
	CAUSE_FIN_WAIT2,
	CAUSE_CLOSE_WAIT,
	CAUSE_SYN_SENT,
	CAUSE_HALF_CLOSED,
	CAUSE_FIN_UNANSWERED,
	CAUSE_LIVE_CONNECTIONS,
	CAUSE_BIND_WITHOUT_NO_PORT,
	CAUSE_PRIVATE_RANGE,
	CAUSE_PORTS_BOUND,
	CAUSE_OUTSIDE_RANGE,
	CAUSE_BIND_ANY_PORT,
	CAUSE_FIXED_PORT,
	CAUSE_MAX_TW_BUCKETS,
	CAUSE_NO_MEMORY,
	CAUSE_NO_REUSEADDR,
	CAUSE_HOLDER_WITHOUT_REUSEADDR,
	CAUSE_OUTGOING_HOLDS_PORT,
	CAUSE_OWN_SOURCE_PORT,
	CAUSE_HOLDER_UNKNOWN,
	CAUSE_HOLDER_LOST,
	CAUSE_HOLDER_TIME_WAIT,
	CAUSE_HOLDER_LIVE,
	CAUSE_HOLDER_GONE,
	CAUSE_SYN_TIMESTAMP,
	CAUSE_SYN_SEQUENCE,
};

/**
 * struct causes - the causes of a trouble
 * @all: statements about them
 * @first: the main cause
 */
struct causes {
	struct statements all;
	enum cause first;
};

const char *cause_name(enum cause cause);
[[gnu::format(printf, 4, 5)]]
void cause_add(struct causes *causes, enum cause cause, const char *from,
	       const char *format, ...);
void cause_number(struct causes *causes, const char *name, double value);

#endif
