// SPDX-License-Identifier: GPL-2.0
/* Causes, and their names in JSON. */
#include <stdarg.h>

#include "explain/cause.h"

static const char *const names[] = {
	[CAUSE_NONE]			= "none",
	[CAUSE_CHURN]			= "churn",
	[CAUSE_NARROW_RANGE]		= "narrow-range",
	[CAUSE_RESERVED_PORTS]		= "reserved-ports",
	[CAUSE_NO_TIMESTAMPS]		= "no-timestamps",
	[CAUSE_REUSE_NOT_LOOPBACK]	= "reuse-not-loopback",
	[CAUSE_REUSE_OFF]		= "reuse-off",
	[CAUSE_TOO_YOUNG]		= "too-young",
	[CAUSE_FIN_WAIT2]		= "fin-wait2",
	[CAUSE_CLOSE_WAIT]		= "close-wait",
	[CAUSE_SYN_SENT]		= "syn-sent",
	[CAUSE_HALF_CLOSED]		= "half-closed",
	[CAUSE_FIN_UNANSWERED]		= "fin-unanswered",
	[CAUSE_LIVE_CONNECTIONS]	= "live-connections",
	[CAUSE_BIND_WITHOUT_NO_PORT]	= "bind-without-no-port",
	[CAUSE_PRIVATE_RANGE]		= "private-range",
	[CAUSE_PORTS_BOUND]		= "ports-bound",
	[CAUSE_OUTSIDE_RANGE]		= "outside-range",
	[CAUSE_BIND_ANY_PORT]		= "bind-any-port",
	[CAUSE_FIXED_PORT]		= "fixed-port",
	[CAUSE_MAX_TW_BUCKETS]		= "max-tw-buckets",
	[CAUSE_NO_MEMORY]		= "no-memory",
	[CAUSE_NO_REUSEADDR]		= "no-reuseaddr",
	[CAUSE_HOLDER_WITHOUT_REUSEADDR] = "holder-without-reuseaddr",
	[CAUSE_OUTGOING_HOLDS_PORT]	= "outgoing-holds-port",
	[CAUSE_OWN_SOURCE_PORT]		= "own-source-port",
	[CAUSE_HOLDER_UNKNOWN]		= "holder-unknown",
	[CAUSE_HOLDER_LOST]		= "holder-lost",
	[CAUSE_HOLDER_TIME_WAIT]	= "holder-time-wait",
	[CAUSE_HOLDER_LIVE]		= "holder-live",
	[CAUSE_HOLDER_GONE]		= "holder-gone",
	[CAUSE_SYN_TIMESTAMP]		= "syn-timestamp",
	[CAUSE_SYN_SEQUENCE]		= "syn-sequence",
};

/**
 * cause_name() - the name of a cause in JSON
 * @cause: the cause
 *
 * Return: a name.
 */
const char *cause_name(enum cause cause)
{
	return names[cause];
}

/**
 * cause_add() - state one more cause
 * @causes: those so far, the main one first
 * @cause: the cause
 * @from: the counters and settings that show it
 * @format: a sentence or more, in printf() format
 */
void cause_add(struct causes *causes, enum cause cause, const char *from,
	       const char *format, ...)
{
	va_list arguments;

	if (!causes->all.number)
		causes->first = cause;
	va_start(arguments, format);
	vstate(&causes->all, names[cause], from, format, arguments);
	va_end(arguments);
}

/**
 * cause_number() - add a number to the last cause
 * @causes: the causes
 * @name: its name
 * @value: the number
 */
void cause_number(struct causes *causes, const char *name, double value)
{
	state_number(&causes->all, name, value);
}
