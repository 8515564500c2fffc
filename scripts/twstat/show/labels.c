// SPDX-License-Identifier: GPL-2.0
/* Counters in plain words, in the order in which they are read. */
#include <linux/twstat.h>
#include <stddef.h>

#include "show/labels.h"

#define LABEL(counter, what)	{ TWSTAT_A_COUNTERS_##counter, what, false }
#define RARE(counter, what)	{ TWSTAT_A_COUNTERS_##counter, what, true }

static const struct label labels_entered[] = {
	RARE(ENTER_CLOSE, "by a normal close"),
	RARE(ENTER_SIMULTANEOUS, "by a close of both sides at once"),
	RARE(ENTER_FIN_WAIT2, "in FIN_WAIT2, closed by its process"),
	RARE(PROMOTE_FIN_WAIT2, "of these, those whose FIN came"),
	RARE(ADOPTED, "before the module was loaded"),
	RARE(ROLE_ACTIVE_OPEN, "this side had connected"),
	RARE(ROLE_PASSIVE_OPEN, "this side had accepted"),
	{ }
};

static const struct label labels_denied[] = {
	LABEL(DENIED_LIMIT, "tcp_max_tw_buckets was reached"),
	LABEL(DENIED_NOMEM, "there was no memory"),
	{ }
};

static const struct label labels_left[] = {
	LABEL(EXIT_EXPIRED, "the timer ended it, after 2MSL"),
	LABEL(EXIT_FIN_WAIT2_EXPIRED, "the timer ended it, in FIN_WAIT2"),
	LABEL(EXIT_REUSED, "a connect() reused its port"),
	LABEL(EXIT_TAKEN_OVER, "a connect() from its port, bound"),
	LABEL(EXIT_REOPENED, "a new SYN of the peer reopened it"),
	LABEL(EXIT_RST, "an RST of the peer ended it"),
	LABEL(EXIT_RESET, "we reset it, in FIN_WAIT2"),
	LABEL(EXIT_DESTROYED, "somebody ended it, by ss -K"),
	LABEL(EXIT_OTHER, "nobody knows why"),
	RARE(EXIT_PURGED, "its namespace went away"),
	RARE(EXTENDED, "not yet: the timer began again"),
	{ }
};

static const struct label labels_connect[] = {
	LABEL(CONNECT_AUTO, "looked for a local port"),
	LABEL(CONNECT_SECOND_HALF, "found one late, half are in use"),
	LABEL(CONNECT_EXHAUSTED, "found none: EADDRNOTAVAIL"),
	LABEL(CONNECT_BOUND, "had bound a port"),
	LABEL(CONNECT_TUPLE_BUSY, "that was taken: EADDRNOTAVAIL"),
	LABEL(CONNECT_NOMEM, "had no memory"),
	{ }
};

static const struct label labels_reuse[] = {
	LABEL(REUSE_GRANTED, "granted"),
	LABEL(REUSE_TAKEOVER, "granted, to a bound port"),
	LABEL(REUSE_OFF, "refused: tcp_tw_reuse is 0"),
	LABEL(REUSE_NOT_LOOPBACK, "refused: tcp_tw_reuse is 2, not loopback"),
	LABEL(REUSE_NO_TIMESTAMP, "refused: no timestamps"),
	LABEL(REUSE_TOO_YOUNG, "refused: too young yet"),
	LABEL(REUSE_FIN_WAIT2, "refused: in FIN_WAIT2"),
	LABEL(REUSE_LOST, "refused: just ending"),
	{ }
};

static const struct label labels_bind[] = {
	RARE(BIND_AUTO, "looked for a port"),
	LABEL(BIND_AUTO_FAILED, "found none: EADDRINUSE"),
	LABEL(BIND_IN_TIME_WAIT, "refused because of TIME_WAIT"),
	{ }
};

static const struct label labels_came[] = {
	RARE(SEG_FIN, "a FIN, once more"),
	RARE(SEG_OLD_DATA, "old data"),
	RARE(SEG_OLD_DATA_BYTES, "old data, bytes"),
	RARE(SEG_OLD_ACK, "an old ACK"),
	RARE(SEG_SYN_REFUSED, "a SYN that can't reopen it"),
	RARE(SEG_PAWS, "an old timestamp"),
	RARE(SEG_RST_IGNORED, "an RST that was ignored"),
	RARE(SEG_OTHER, "something else"),
	RARE(ACK_SENT, "answered with an ACK"),
	RARE(ACK_LIMITED, "not answered: too many ACKs"),
	{ }
};

static const struct label labels_closed[] = {
	RARE(CLOSE_ACTIVE, "by this side first"),
	RARE(CLOSE_PASSIVE, "by the peer first"),
	RARE(CLOSE_BOTH, "by both at once"),
	RARE(CLOSE_ABORTED, "without a FIN"),
	RARE(CLOSE_RST_LINGER, "by our RST: SO_LINGER is 0"),
	RARE(CLOSE_RST_UNREAD, "by our RST: data left unread"),
	RARE(CLOSE_RST_OTHER, "by our RST: anything else"),
	{ }
};

const struct label labels_lost[] = {
	LABEL(PROBE_MISSED, "calls that a hook missed"),
	LABEL(TRACK_FAILED, "sockets that had no room"),
	LABEL(TRACK_UNKNOWN, "ends whose beginning is unknown"),
	LABEL(DESTINATION_EVICTED, "destinations, for others"),
	LABEL(SERVICE_EVICTED, "services, for others"),
	LABEL(EVENT_LOST, "events"),
	{ }
};

/* How sockets came, why they went, and what they were in the way of. */
const struct section sections[] = {
	{ "entered", labels_entered },
	{ "denied", labels_denied },
	{ "left", labels_left },
	{ "connect()", labels_connect },
	{ "reuse", labels_reuse },
	{ "bind()", labels_bind },
	{ "segments", labels_came },
	{ "closed", labels_closed },
	{ "lost", labels_lost },
	{ }
};
