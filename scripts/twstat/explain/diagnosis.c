// SPDX-License-Identifier: GPL-2.0
/*
 * Why a destination is out of ports, or will be: which sockets hold the ports, and why.
 *
 * A cause is stated only if a number shows it. The first one is the main one. Others add to
 * it, or are possible instead, and then the text says so.
 */
#include "explain/bind_refused.h"
#include "explain/diagnosis.h"
#include "explain/elsewhere.h"
#include "explain/live.h"
#include "explain/syn_refused.h"
#include "explain/time_wait.h"

/* From this share of the ports on, sockets are stated as one more cause. */
#define PART	0.25

static bool holds(const struct situation *situation, double ports)
{
	return ports > 0 && ports >= situation->used * PART;
}

/* Whether other destinations, or bind(0), failed as well. */
static bool others_failed(const struct situation *situation)
{
	__u64 own = situation_number(situation, TWSTAT_A_DESTINATION_EXHAUSTED);

	return situation_counter(situation, TWSTAT_A_COUNTERS_BIND_AUTO_FAILED) ||
	       situation_counter(situation, TWSTAT_A_COUNTERS_CONNECT_EXHAUSTED) > own;
}

/* Whether ports in use lie outside the range, so that those in the range are free. */
static bool is_outside(const struct situation *situation)
{
	const struct trouble *trouble = situation->trouble;

	return trouble->kind == TROUBLE_OUT && !trouble->over &&
	       !(trouble->forecast->failing > 0) && situation->held.known &&
	       situation->held.own < situation->ports * NEARLY_ALL;
}

static void state_outside(struct causes *causes,
			  const struct situation *situation)
{
	cause_add(causes, CAUSE_OUTSIDE_RANGE, "dst ports, ss, net.ipv4.ip_local_port_range",
		  "The range is not exhausted: only %u of its %.0f ports in use lie in it, and it has %.0f. The others were bound, or the range was different then.",
		  situation->held.own, situation->used, situation->ports);
	cause_number(causes, "inside", situation->held.own);
}

static void state_holders(struct causes *causes,
			  const struct situation *situation)
{
	bool live = situation->mostly_live;
	bool fin_wait2 = !live && situation->fin_wait2 > situation->time_wait;
	bool time_wait = !live && !fin_wait2;

	bool bound = situation->held.bound * 2 > situation->used ||
		     mostly_bound(situation->period);
	bool first = bound && (others_failed(situation) ||
			       (situation->reuse_on && situation->stamped >= 0.5));

	if (is_outside(situation)) {
		state_outside(causes, situation);
		if (bound)
			cause_bound(causes, situation);
		return;
	}
	if (first)
		cause_bound(causes, situation);
	if (live)
		cause_live(causes, situation);
	if (fin_wait2)
		cause_fin_wait2(causes, situation);
	if (time_wait && situation->used)
		cause_time_wait(causes, situation);
	if (!live && holds(situation, situation->live))
		cause_live(causes, situation);
	if (!fin_wait2 && holds(situation, situation->fin_wait2))
		cause_fin_wait2(causes, situation);
	if (!time_wait) {
		cause_reserved(causes, situation);
		cause_narrow(causes, situation);
		if (holds(situation, situation->time_wait))
			cause_churn(causes);
	}
	if (!situation->used)
		cause_reserved(causes, situation);
	if (bound && !first)
		cause_bound(causes, situation);
}

static void state_bind(struct causes *causes, const struct situation *situation)
{
	if (situation_counter(situation, TWSTAT_A_COUNTERS_CONNECT_BOUND))
		cause_bound(causes, situation);
	else
		cause_add(causes, CAUSE_BIND_ANY_PORT, "BindAuto, BindAutoFailed, ConnectBound",
			  "bind() or listen() without a port found none. No connect() came from such a port, so the ports belong to servers or to sockets that were never closed.");
	cause_reserved(causes, situation);
	cause_narrow(causes, situation);
}

static void state_busy(struct causes *causes)
{
	cause_add(causes, CAUSE_FIXED_PORT, "ConnectTupleBusy, ConnectBound",
		  "The program binds a fixed port before connect(), and an earlier connection from that port to that destination still exists: live, or in TIME_WAIT without timestamps.");
}

static void state_refused(struct causes *causes, const struct situation *situation)
{
	const struct sample *is = &situation->period->is;
	__u64 lost = is->stats.counters.value[TWSTAT_A_COUNTERS_CONFLICT_LOST];

	if (refused_causes(causes, situation))
		return;
	if (!is->conflicts.known) {
		cause_add(causes, CAUSE_NO_REUSEADDR, "BindInTimeWait, srv bind_refused",
			  "A server was restarted without SO_REUSEADDR while connections of the previous process are in TIME_WAIT on its port.");
		return;
	}
	cause_add(causes, CAUSE_HOLDER_LOST, "BindInTimeWait, ConflictLost, conflict-get",
		  "It is not known for which port, nor what held it: the module keeps no conflict of these calls (ConflictLost: %llu).",
		  lost);
	cause_number(causes, "lost", lost);
}

static void state_denied(struct causes *causes, const struct situation *situation)
{
	__u64 nomem = situation_counter(situation, TWSTAT_A_COUNTERS_DENIED_NOMEM);
	__u64 limit = situation_counter(situation, TWSTAT_A_COUNTERS_DENIED_LIMIT);

	if (limit) {
		cause_add(causes, CAUSE_MAX_TW_BUCKETS, "DeniedLimit, net.ipv4.tcp_max_tw_buckets",
			  "The limit tcp_max_tw_buckets (%ld) was reached: %llu connections were closed without TIME_WAIT, and so without its protection.",
			  situation->settings->max_tw_buckets, limit);
		cause_number(causes, "denied", limit);
	}
	if (nomem) {
		cause_add(causes, CAUSE_NO_MEMORY, "DeniedNomem",
			  "The kernel had no memory for %llu sockets in TIME_WAIT.", nomem);
		cause_number(causes, "denied", nomem);
	}
}

/**
 * diagnosis_make() - find the causes of a trouble
 * @causes: filled in
 * @situation: the numbers
 */
void diagnosis_make(struct causes *causes, const struct situation *situation)
{
	switch (situation->trouble->kind) {
	case TROUBLE_BIND:
		state_bind(causes, situation);
		break;
	case TROUBLE_BUSY:
		if (!refused_causes(causes, situation))
			state_busy(causes);
		break;
	case TROUBLE_DENIED:
		state_denied(causes, situation);
		break;
	case TROUBLE_REFUSED:
		state_refused(causes, situation);
		break;
	case TROUBLE_SYN:
		syn_refused_causes(causes, situation);
		break;
	case TROUBLE_NONE:
		break;
	default:
		if (situation->elsewhere)
			cause_elsewhere(causes, situation);
		else
			state_holders(causes, situation);
	}
}
