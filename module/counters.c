// SPDX-License-Identifier: GPL-2.0
/* The names of the numbers, and the one place where they are read. */
#include <linux/cpumask.h>
#include <linux/ctype.h>
#include <linux/seq_file.h>

#include "binds.h"
#include "counters.h"
#include "denied.h"
#include "read/hooks.h"
#include "netns.h"
#include "searches.h"
#include "syns.h"

/**
 * struct twstat_counter_name - how outputs call a counter
 * @name: as nstat prints it behind "TimeWait"
 * @in_lnstat: lnstat has it too; that has room for 31
 *
 * lnstat's readers know columns by their place: never take one away or put one
 * between them.
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
};

static_assert(ARRAY_SIZE(twstat_counter_names) == TWSTAT_COUNTERS);

/**
 * twstat_counter_name() - a counter's name
 * @counter: which one
 *
 * Return: the name as nstat prints it behind "TimeWait", such as EnterClose.
 */
const char *twstat_counter_name(enum twstat_counter counter)
{
	return twstat_counter_names[counter].name;
}

/**
 * twstat_counter_in_lnstat() - is a counter for lnstat, too?
 * @counter: which one
 *
 * Return: whether it is.
 */
bool twstat_counter_in_lnstat(enum twstat_counter counter)
{
	return twstat_counter_names[counter].in_lnstat;
}

/**
 * twstat_counter_seq_snake() - print a counter's name as lnstat has names
 * @seq: where to
 * @counter: which one
 *
 * EnterFinWait2 becomes enter_fin_wait2, so that a name is written down once.
 */
void twstat_counter_seq_snake(struct seq_file *seq, enum twstat_counter counter)
{
	const char *name = twstat_counter_names[counter].name;
	const char *c;

	for (c = name; *c; c++) {
		if (isupper(*c) && c > name)
			seq_putc(seq, '_');
		seq_putc(seq, tolower(*c));
	}
}

static u64 twstat_counter_own(struct twstat_net *tn, enum twstat_counter counter,
			      int cpu)
{
	return READ_ONCE(per_cpu_ptr(tn->cpu, cpu)->count[counter]);
}

/*
 * Births that were not of an accepted socket, which is told with the birth and so
 * read before it.
 */
static u64 twstat_counter_active_open(struct twstat_net *tn, int cpu)
{
	u64 passive = twstat_counter_own(tn, TWSTAT_ROLE_PASSIVE_OPEN, cpu);

	return twstat_counter_own(tn, TWSTAT_ENTER_CLOSE, cpu) +
	       twstat_counter_own(tn, TWSTAT_ENTER_SIMULTANEOUS, cpu) +
	       twstat_counter_own(tn, TWSTAT_ENTER_FIN_WAIT2, cpu) - passive;
}

/**
 * twstat_counter_read_cpu() - what a counter stands at on one CPU
 * @tn: the namespace
 * @counter: which one
 * @cpu: a possible CPU
 *
 * A machine-wide counter has its whole value on the first possible CPU, since
 * readers of per-CPU rows add them up.
 *
 * Return: the count since the module was loaded or the namespace was made.
 */
u64 twstat_counter_read_cpu(struct twstat_net *tn, enum twstat_counter counter,
			    int cpu)
{
	switch (counter) {
	case TWSTAT_PROBE_MISSED:
		return cpu == cpumask_first(cpu_possible_mask) ?
			twstat_hooks_missed() : 0;
	case TWSTAT_ROLE_ACTIVE_OPEN:
		return twstat_counter_active_open(tn, cpu);
	case TWSTAT_REUSE_GRANTED:
		return twstat_counter_read_cpu(tn, TWSTAT_EXIT_REUSED, cpu);
	case TWSTAT_REUSE_TAKEOVER:
		return twstat_counter_read_cpu(tn, TWSTAT_EXIT_TAKEN_OVER, cpu);
	case TWSTAT_CLOSE_ACTIVE:
		return twstat_transition_read_cpu(tn, TCP_FIN_WAIT1, TCP_FIN_WAIT2,
						  cpu) +
		       twstat_transition_read_cpu(tn, TCP_FIN_WAIT1, TCP_CLOSE, cpu);
	case TWSTAT_CLOSE_PASSIVE:
		return twstat_transition_read_cpu(tn, TCP_ESTABLISHED,
						  TCP_CLOSE_WAIT, cpu) +
		       twstat_transition_read_cpu(tn, TCP_SYN_RECV, TCP_CLOSE_WAIT,
						  cpu);
	case TWSTAT_CLOSE_BOTH:
		return twstat_transition_read_cpu(tn, TCP_FIN_WAIT1, TCP_CLOSING,
						  cpu);
	case TWSTAT_CLOSE_ABORTED:
		return twstat_transition_read_cpu(tn, TCP_ESTABLISHED, TCP_CLOSE,
						  cpu);
	default:
		return twstat_counter_own(tn, counter, cpu);
	}
}

/**
 * twstat_counter_read() - what a counter stands at
 * @tn: the namespace
 * @counter: which one
 *
 * Return: the sum of twstat_counter_read_cpu() over all possible CPUs.
 */
u64 twstat_counter_read(struct twstat_net *tn, enum twstat_counter counter)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += twstat_counter_read_cpu(tn, counter, cpu);
	return sum;
}

/**
 * twstat_counters_settle() - count what handlers had to leave open
 * @tn: the namespace
 *
 * Every reader of counters does this first.
 *
 * Context: process, may sleep.
 */
void twstat_counters_settle(struct twstat_net *tn)
{
	twstat_denied_settle(tn);
	twstat_syns_settle(tn);
	twstat_searches_settle(tn);
	twstat_binds_settle();
}
