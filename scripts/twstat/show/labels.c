// SPDX-License-Identifier: GPL-2.0
/* Counters in words, in the order of the summary. */
#include <linux/twstat.h>
#include <stddef.h>

#include "show/labels.h"

#define LABEL(counter, what)	{ TWSTAT_A_COUNTERS_##counter, what }

static const struct label labels_entered[] = {
	LABEL(ENTER_CLOSE, "normal close (FIN_WAIT2 to TIME_WAIT)"),
	LABEL(ENTER_SIMULTANEOUS, "simultaneous close (CLOSING to TIME_WAIT)"),
	LABEL(ENTER_FIN_WAIT2, "orphaned in FIN_WAIT2"),
	LABEL(PROMOTE_FIN_WAIT2, "orphans whose FIN came"),
	LABEL(ADOPTED, "existed when the module was loaded"),
	LABEL(ROLE_ACTIVE_OPEN, "opened by this side (connect)"),
	LABEL(ROLE_PASSIVE_OPEN, "opened by the peer (accept)"),
	{ }
};

static const struct label labels_denied[] = {
	LABEL(DENIED_LIMIT, "limit tcp_max_tw_buckets reached"),
	LABEL(DENIED_NOMEM, "no memory"),
	{ }
};

static const struct label labels_left[] = {
	LABEL(EXIT_EXPIRED, "timer expired, after 2MSL"),
	LABEL(EXIT_FIN_WAIT2_EXPIRED, "timer expired, in FIN_WAIT2"),
	LABEL(EXIT_REUSED, "reused by connect() (tcp_tw_reuse)"),
	LABEL(EXIT_TAKEN_OVER, "taken over by connect() from a bound port"),
	LABEL(EXIT_REOPENED, "reopened by a SYN of the peer"),
	LABEL(EXIT_RST, "ended by an RST of the peer"),
	LABEL(EXIT_RESET, "reset by this side, in FIN_WAIT2"),
	LABEL(EXIT_DESTROYED, "destroyed by ss -K"),
	LABEL(EXIT_OTHER, "unknown reason"),
	LABEL(EXIT_PURGED, "network namespace deleted"),
	LABEL(EXTENDED, "not left: timer restarted"),
	{ }
};

static const struct label labels_connect[] = {
	LABEL(CONNECT_AUTO, "searched for a local port"),
	LABEL(CONNECT_SECOND_HALF, "had to search the second half"),
	LABEL(CONNECT_EXHAUSTED, "no free port (EADDRNOTAVAIL)"),
	LABEL(CONNECT_BOUND, "from a bound port"),
	LABEL(CONNECT_TUPLE_BUSY, "bound port in use (EADDRNOTAVAIL)"),
	LABEL(CONNECT_NOMEM, "no memory (ENOMEM)"),
	{ }
};

static const struct label labels_reuse[] = {
	LABEL(REUSE_GRANTED, "granted"),
	LABEL(REUSE_TAKEOVER, "granted to a bound port"),
	LABEL(REUSE_OFF, "port candidates refused: tcp_tw_reuse is 0"),
	LABEL(REUSE_NOT_LOOPBACK, "port candidates refused: not 127/8 or ::1"),
	LABEL(REUSE_NO_TIMESTAMP, "port candidates refused: no timestamps"),
	LABEL(REUSE_TOO_YOUNG, "port candidates refused: too young"),
	LABEL(REUSE_FIN_WAIT2, "port candidates refused: in FIN_WAIT2"),
	LABEL(REUSE_LOST, "port candidates refused: just ending"),
	{ }
};

static const struct label labels_bind[] = {
	LABEL(BIND_AUTO, "bind(0): searched for a port"),
	LABEL(BIND_AUTO_FAILED, "bind(0): no free port (EADDRINUSE)"),
	LABEL(BIND_IN_TIME_WAIT, "refused because of TIME_WAIT"),
	LABEL(CONFLICT_LOST, "failures that explain does not know"),
	LABEL(INCIDENT_LOST, "incidents that are not remembered"),
	{ }
};

static const struct label labels_came[] = {
	LABEL(SEG_FIN, "FIN retransmitted"),
	LABEL(SEG_OLD_DATA, "old data"),
	LABEL(SEG_OLD_DATA_BYTES, "old data, bytes"),
	LABEL(SEG_OLD_ACK, "old ACK"),
	LABEL(SEG_SYN_REFUSED, "SYN that can't reopen the connection"),
	LABEL(SYN_REFUSED_SEQUENCE, "  its sequence number is not newer"),
	LABEL(SYN_REFUSED_TIMESTAMP, "  its timestamp is older (PAWS)"),
	LABEL(SYN_REFUSED_CLOSED, "  nobody listens"),
	LABEL(SEG_PAWS, "old timestamp (PAWS)"),
	LABEL(SEG_RST_IGNORED, "RST ignored"),
	LABEL(SEG_OTHER, "other"),
	LABEL(ACK_SENT, "answered with an ACK"),
	LABEL(ACK_LIMITED, "not answered: ACK rate limit"),
	{ }
};

static const struct label labels_closed[] = {
	LABEL(CLOSE_ACTIVE, "by this side first"),
	LABEL(CLOSE_PASSIVE, "by the peer first"),
	LABEL(CLOSE_BOTH, "by both at once"),
	LABEL(CLOSE_ABORTED, "without a FIN"),
	LABEL(CLOSE_RST_LINGER, "RST by this side: SO_LINGER 0"),
	LABEL(CLOSE_RST_UNREAD, "RST by this side: unread data"),
	LABEL(CLOSE_RST_OTHER, "RST by this side: other"),
	{ }
};

const struct label labels_lost[] = {
	LABEL(PROBE_MISSED, "calls missed by hooks"),
	LABEL(TRACK_FAILED, "sockets without an entry: no room"),
	LABEL(TRACK_UNKNOWN, "ends of sockets without an entry"),
	LABEL(DESTINATION_EVICTED, "destinations evicted"),
	LABEL(SERVICE_EVICTED, "services evicted"),
	LABEL(EVENT_LOST, "events lost"),
	LABEL(BIND_LOST, "failed bind() calls not examined"),
	{ }
};

/* How sockets entered TIME_WAIT, why they left, and what failed. */
const struct section sections[] = {
	{ "entered", labels_entered },
	{ "denied", labels_denied },
	{ "left", labels_left },
	{ "connect()", labels_connect },
	{ "reuse", labels_reuse },
	{ "bind()", labels_bind },
	{ "segments", labels_came },
	{ "closed", labels_closed },
	{ "not tracked", labels_lost },
	{ }
};
