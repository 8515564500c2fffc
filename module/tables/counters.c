// SPDX-License-Identifier: GPL-2.0
/* The names of the counters, in one table for all outputs. */
#include <linux/build_bug.h>
#include <linux/kernel.h>

#include "tables/counters.h"

/**
 * struct twstat_counter_name - the name of a counter
 * @name: the name as nstat prints it after "TimeWait"
 * @in_lnstat: whether lnstat shows it, too; lnstat has room for 31 columns
 *
 * Readers of the lnstat file find columns by position: never remove a column, and never
 * insert one before another.
 */
struct twstat_counter_name {
	const char *name;
	bool in_lnstat;
};

static const struct twstat_counter_name twstat_counter_names[] = {
	[TWSTAT_ENTER_CLOSE]		= { "EnterClose", true },
	[TWSTAT_ENTER_SIMULTANEOUS]	= { "EnterSimultaneous", true },
	[TWSTAT_ENTER_FIN_WAIT2]	= { "EnterFinWait2", true },
	[TWSTAT_PROMOTE_FIN_WAIT2]	= { "PromoteFinWait2", true },
	[TWSTAT_ADOPTED]		= { "Adopted", true },
	[TWSTAT_DENIED_LIMIT]		= { "DeniedLimit", true },
	[TWSTAT_DENIED_NOMEM]		= { "DeniedNomem", true },
	[TWSTAT_EXIT_EXPIRED]		= { "ExitExpired", true },
	[TWSTAT_EXIT_FIN_WAIT2_EXPIRED]	= { "ExitFinWait2Expired", true },
	[TWSTAT_EXIT_REUSED]		= { "ExitReused", true },
	[TWSTAT_EXIT_TAKEN_OVER]	= { "ExitTakenOver", true },
	[TWSTAT_EXIT_REOPENED]		= { "ExitReopened", true },
	[TWSTAT_EXIT_RST]		= { "ExitRst", true },
	[TWSTAT_EXIT_RESET]		= { "ExitReset", true },
	[TWSTAT_EXIT_DESTROYED]		= { "ExitDestroyed", true },
	[TWSTAT_EXIT_OTHER]		= { "ExitOther", true },
	[TWSTAT_EXIT_PURGED]		= { "ExitPurged", true },
	[TWSTAT_EXTENDED]		= { "Extended", true },
	[TWSTAT_ROLE_ACTIVE_OPEN]	= { "RoleActiveOpen" },
	[TWSTAT_ROLE_PASSIVE_OPEN]	= { "RolePassiveOpen" },
	[TWSTAT_SEG_FIN]		= { "SegFin" },
	[TWSTAT_SEG_OLD_DATA]		= { "SegOldData" },
	[TWSTAT_SEG_OLD_DATA_BYTES]	= { "SegOldDataBytes" },
	[TWSTAT_SEG_OLD_ACK]		= { "SegOldAck" },
	[TWSTAT_SEG_SYN_REFUSED]	= { "SegSynRefused" },
	[TWSTAT_SEG_PAWS]		= { "SegPaws" },
	[TWSTAT_SEG_RST_IGNORED]	= { "SegRstIgnored" },
	[TWSTAT_SEG_OTHER]		= { "SegOther" },
	[TWSTAT_ACK_SENT]		= { "AckSent" },
	[TWSTAT_ACK_LIMITED]		= { "AckLimited" },
	[TWSTAT_REUSE_GRANTED]		= { "ReuseGranted" },
	[TWSTAT_REUSE_TAKEOVER]		= { "ReuseTakeover" },
	[TWSTAT_REUSE_OFF]		= { "ReuseOff" },
	[TWSTAT_REUSE_NOT_LOOPBACK]	= { "ReuseNotLoopback" },
	[TWSTAT_REUSE_FIN_WAIT2]	= { "ReuseFinWait2" },
	[TWSTAT_REUSE_NO_TIMESTAMP]	= { "ReuseNoTimestamp" },
	[TWSTAT_REUSE_TOO_YOUNG]	= { "ReuseTooYoung" },
	[TWSTAT_REUSE_LOST]		= { "ReuseLost" },
	[TWSTAT_CONNECT_AUTO]		= { "ConnectAuto" },
	[TWSTAT_CONNECT_BOUND]		= { "ConnectBound" },
	[TWSTAT_CONNECT_SECOND_HALF]	= { "ConnectSecondHalf" },
	[TWSTAT_CONNECT_EXHAUSTED]	= { "ConnectExhausted" },
	[TWSTAT_CONNECT_TUPLE_BUSY]	= { "ConnectTupleBusy" },
	[TWSTAT_CONNECT_NOMEM]		= { "ConnectNomem" },
	[TWSTAT_BIND_AUTO]		= { "BindAuto" },
	[TWSTAT_BIND_AUTO_FAILED]	= { "BindAutoFailed" },
	[TWSTAT_BIND_IN_TIME_WAIT]	= { "BindInTimeWait" },
	[TWSTAT_CLOSE_RST_LINGER]	= { "CloseRstLinger" },
	[TWSTAT_CLOSE_RST_UNREAD]	= { "CloseRstUnread" },
	[TWSTAT_CLOSE_RST_OTHER]	= { "CloseRstOther" },
	[TWSTAT_CLOSE_ACTIVE]		= { "CloseActive" },
	[TWSTAT_CLOSE_PASSIVE]		= { "ClosePassive" },
	[TWSTAT_CLOSE_BOTH]		= { "CloseBoth" },
	[TWSTAT_CLOSE_ABORTED]		= { "CloseAborted" },
	[TWSTAT_PROBE_MISSED]		= { "ProbeMissed", true },
	[TWSTAT_TRACK_FAILED]		= { "TrackFailed", true },
	[TWSTAT_TRACK_UNKNOWN]		= { "TrackUnknown", true },
	[TWSTAT_DESTINATION_EVICTED]	= { "DestinationEvicted", true },
	[TWSTAT_SERVICE_EVICTED]	= { "ServiceEvicted", true },
	[TWSTAT_EVENT_LOST]		= { "EventLost", true },
	[TWSTAT_BIND_LOST]		= { "BindLost" },
	[TWSTAT_SYN_REFUSED_SEQUENCE]	= { "SynRefusedSequence" },
	[TWSTAT_SYN_REFUSED_TIMESTAMP]	= { "SynRefusedTimestamp" },
	[TWSTAT_SYN_REFUSED_CLOSED]	= { "SynRefusedClosed" },
	[TWSTAT_CONFLICT_LOST]		= { "ConflictLost" },
	[TWSTAT_INCIDENT_LOST]		= { "IncidentLost" },
};

static_assert(ARRAY_SIZE(twstat_counter_names) == TWSTAT_COUNTERS);

/**
 * twstat_counter_name() - return a counter's name
 * @counter: the counter
 *
 * Return: the name as nstat prints it after "TimeWait", such as EnterClose.
 */
const char *twstat_counter_name(enum twstat_counter counter)
{
	return twstat_counter_names[counter].name;
}

/**
 * twstat_counter_in_lnstat() - check whether lnstat shows a counter
 * @counter: the counter
 *
 * Return: whether it does.
 */
bool twstat_counter_in_lnstat(enum twstat_counter counter)
{
	return twstat_counter_names[counter].in_lnstat;
}
