// SPDX-License-Identifier: GPL-2.0
/* The numbers of a trouble: which sockets hold the ports, the limit, and the rates. */
#include <math.h>

#include "explain/bind_refused.h"
#include "explain/facts.h"
#include "explain/who.h"
#include "explain/syn_refused.h"
#include "show/format.h"

static void state_in_use(struct statements *facts, const struct situation *situation)
{
	const struct forecast *forecast = situation->trouble->forecast;
	const struct destination *destination = forecast->destination;

	state(facts, "in-use", "dst time_wait, live, fin_wait2",
	      "%llu of %llu ports: %s in TIME_WAIT, %s live, %s in FIN_WAIT2",
	      forecast->used, forecast->usable,
	      format_number(&destination->n, TWSTAT_A_DESTINATION_TIME_WAIT).is,
	      format_number(&destination->n, TWSTAT_A_DESTINATION_LIVE).is,
	      format_number(&destination->n, TWSTAT_A_DESTINATION_FIN_WAIT2).is);
	state_number(facts, "ports", forecast->used);
	state_number(facts, "usable", forecast->usable);
	state_number(facts, "time-wait",
		     situation_number(situation, TWSTAT_A_DESTINATION_TIME_WAIT));
	state_number(facts, "live",
		     situation_number(situation, TWSTAT_A_DESTINATION_LIVE));
	state_number(facts, "fin-wait2",
		     situation_number(situation, TWSTAT_A_DESTINATION_FIN_WAIT2));
	if (settings_untried(situation->settings))
		state(facts, "odd-range", "net.ipv4.ip_local_port_range",
		      "the range has an odd size; each search skips one of its ports");
}

/* What held the ports when it failed, if that is over. */
static void state_then(struct statements *facts, const struct situation *situation)
{
	state(facts, "at-worst", "dst peak, refused_*, exhausted",
	      "peak of %llu ports; a failed search met %.0f in TIME_WAIT and %.0f in FIN_WAIT2 on average",
	      situation_number(situation, TWSTAT_A_DESTINATION_PEAK),
	      situation->time_wait, situation->fin_wait2);
	state_number(facts, "peak",
		     situation_number(situation, TWSTAT_A_DESTINATION_PEAK));
}

/* Ports that other sockets hold. */
static void state_others(struct statements *facts, const struct situation *situation)
{
	const struct held *held = &situation->held;

	if (!held->known)
		return;
	state(facts, "others", "ss",
	      "%u of %.0f ports are held by other sockets now, %u of them by listeners",
	      held->others, situation->ports, held->listening);
	state_number(facts, "ports", held->others);
	state_number(facts, "listening", held->listening);
}

/* Why a port is not free after 60 s, but earlier. */
static void say_why_so_long(struct statements *facts, const struct forecast *forecast)
{
	if (forecast->hold == TIME_WAIT_SECONDS)
		return;
	if (forecast->hold != forecast->hold_reuse)
		state_more(facts, " (tcp_fin_timeout)");
	else if (forecast->unstamped < 0.005)
		state_more(facts, " (tcp_tw_reuse)");
	else
		state_more(facts,
			   " (tcp_tw_reuse; %.0f %% of the connections have no timestamps and take 60 s)",
			   forecast->unstamped * 100);
}

/* The settings of then are not known, only which ports were in use. */
static void state_limit_then(struct statements *facts, const struct situation *situation)
{
	double left = fmax(situation->ports - situation->live, 0);

	state_more(facts, ". This is the limit now");
	if (situation->live < 1) {
		state_more(facts, "; live connections held none of the ports when calls failed");
		return;
	}
	state_more(facts,
		   "; when calls failed, live connections held %.0f of the ports, and %.0f were left",
		   situation->live, left);
	state_number(facts, "left-then", left);
}

static void state_limit(struct statements *facts, const struct situation *situation)
{
	const struct forecast *forecast = situation->trouble->forecast;
	double limit = forecast->sustainable;

	if (situation->keeps && !situation->trouble->over) {
		state(facts, "limit", "dst live, growth of dst live",
		      "no rate of new connections can go on: these keep their ports");
	} else if (forecast->turns) {
		state(facts, "limit", "dst usable, connects, ports",
		      "at most %s new connections/s: %llu ports, each in use for %.1f s on average",
		      format_rate(limit).is, forecast->usable,
		      forecast->used / forecast->rate);
	} else {
		state(facts, "limit", "dst usable, live, timestamps",
		      "at most %s new connections/s: %.0f ports not held by live connections / %.3g s",
		      format_rate(limit).is, limit * forecast->hold, forecast->hold);
		say_why_so_long(facts, forecast);
	}
	state_number(facts, "max-rate", limit);
	state_number(facts, "hold", forecast->hold);
	if (situation->trouble->over)
		state_limit_then(facts, situation);
}

static void state_now(struct statements *facts, const struct situation *situation)
{
	const struct forecast *forecast = situation->trouble->forecast;

	if (isnan(situation->asked))
		return;
	if (!situation->asked) {
		state(facts, "now", "dst connects, exhausted",
		      "no connect() call in the %.1f s measured",
		      situation->period->seconds);
	} else {
		state(facts, "now", "dst connects, exhausted",
		      "%s connect() calls/s: %s got a port, %s failed",
		      format_rate(situation->asked).is,
		      format_rate(forecast->rate).is,
		      format_rate(forecast->failing).is);
		if (forecast->failing > forecast->rate)
			state_more(facts, " (some may be retries)");
	}
	state_number(facts, "asked-rate", situation->asked);
	state_number(facts, "new-rate", forecast->rate);
	state_number(facts, "failed-rate", forecast->failing);
	if (forecast->reused > 0) {
		state(facts, "reused", "dst reused",
		      "%s ports/s are reused early, by tcp_tw_reuse",
		      format_rate(forecast->reused).is);
		state_number(facts, "rate", forecast->reused);
	}
	if (!forecast->exhausted && isfinite(forecast->left)) {
		state(facts, "runs-out", "dst usable, growth of dst ports",
		      "in %s: ports in use grow by %.1f/s",
		      format_seconds(forecast->left).is, forecast->growth);
		state_number(facts, "seconds", forecast->left);
	}
	if (forecast->second_half > 0) {
		state(facts, "searches", "dst second_half",
		      "%s connect() calls/s searched the second half of the range, which is many times slower",
		      format_rate(forecast->second_half).is);
		state_number(facts, "rate", forecast->second_half);
	}
}

static void state_failed(struct statements *facts, const struct situation *situation)
{
	const struct trouble *trouble = situation->trouble;

	if (!trouble->count)
		return;
	state(facts, "failed", "dst exhausted, connects",
	      "%llu of %llu connect() calls since the module was loaded: no free port (EADDRNOTAVAIL)",
	      trouble->count,
	      situation_number(situation, TWSTAT_A_DESTINATION_CONNECTS));
	state_number(facts, "exhausted", trouble->count);
	state_number(facts, "connects",
		     situation_number(situation, TWSTAT_A_DESTINATION_CONNECTS));
}

static void state_destination(struct statements *facts,
			      const struct situation *situation)
{
	state_in_use(facts, situation);
	if (situation->trouble->over)
		state_then(facts, situation);
	if (situation->elsewhere)
		state_others(facts, situation);
	else
		state_limit(facts, situation);
	state_now(facts, situation);
	state_failed(facts, situation);
}

/* A counter of the namespace, and its rate. */
static void state_counter(struct statements *facts, const struct situation *situation,
			  const char *id, const char *from, const char *what,
			  int counter)
{
	double rate = counter_rate(situation->period, counter);
	__u64 count = situation_counter(situation, counter);

	state(facts, id, from, "%llu %s; now %s/s", count, what,
	      format_rate(rate).is);
	state_number(facts, "count", count);
	state_number(facts, "rate", rate);
}

/* The fullest destination, which may be short of ports even without bound ones. */
static void state_fullest(struct statements *facts, const struct situation *situation)
{
	const struct forecast *fullest = situation->fullest;
	const struct destination *destination;

	if (!fullest || fullest->used < situation->ports / 2)
		return;
	destination = fullest->destination;
	state(facts, "fullest", "dst ports",
	      "%s to %s has %llu of them: if the failing calls go there too, that destination lacks ports",
	      format_from(destination).is,
	      format_endpoint(&destination->remote,
			      destination->n.value[TWSTAT_A_DESTINATION_PORT]).is,
	      fullest->used);
	state_number(facts, "ports", fullest->used);
}

static void state_namespace(struct statements *facts,
			    const struct situation *situation)
{
	switch (situation->trouble->kind) {
	case TROUBLE_BIND:
		state_counter(facts, situation, "failed", "BindAutoFailed",
			      "bind(0) calls failed with EADDRINUSE",
			      TWSTAT_A_COUNTERS_BIND_AUTO_FAILED);
		state_counter(facts, situation, "bound", "ConnectBound",
			      "connect() calls from a bound port",
			      TWSTAT_A_COUNTERS_CONNECT_BOUND);
		state_counter(facts, situation, "automatic", "ConnectAuto",
			      "connect() calls without a bound port",
			      TWSTAT_A_COUNTERS_CONNECT_AUTO);
		state(facts, "limit", "net.ipv4.ip_local_port_range",
		      "%.0f ports for each local address, for all its destinations together",
		      situation->ports);
		state_number(facts, "ports", situation->ports);
		state_others(facts, situation);
		state_fullest(facts, situation);
		break;
	case TROUBLE_BUSY:
		state_counter(facts, situation, "failed", "ConnectTupleBusy",
			      "connect() calls from a bound port failed with EADDRNOTAVAIL",
			      TWSTAT_A_COUNTERS_CONNECT_TUPLE_BUSY);
		state_counter(facts, situation, "bound", "ConnectBound",
			      "connect() calls from a bound port",
			      TWSTAT_A_COUNTERS_CONNECT_BOUND);
		refused_facts(facts, situation);
		break;
	case TROUBLE_DENIED:
		state(facts, "in-use", "TimeWait, FinWait2, net.ipv4.tcp_max_tw_buckets",
		      "%llu of at most %ld sockets in TIME_WAIT and FIN_WAIT2 now",
		      situation->period->is.stats.gauges.value[TWSTAT_A_GAUGES_TIME_WAIT] +
		      situation->period->is.stats.gauges.value[TWSTAT_A_GAUGES_FIN_WAIT2],
		      situation->settings->max_tw_buckets);
		state_counter(facts, situation, "denied", "DeniedLimit",
			      "sockets closed without TIME_WAIT",
			      TWSTAT_A_COUNTERS_DENIED_LIMIT);
		break;
	case TROUBLE_SYN:
		syn_refused_facts(facts, situation);
		break;
	default:
		state_counter(facts, situation, "refused", "BindInTimeWait",
			      "bind() calls refused with EADDRINUSE because of TIME_WAIT",
			      TWSTAT_A_COUNTERS_BIND_IN_TIME_WAIT);
		refused_facts(facts, situation);
	}
}

/**
 * facts_state() - state the numbers of a trouble
 * @facts: filled in
 * @situation: the numbers
 */
void facts_state(struct statements *facts, const struct situation *situation)
{
	if (situation->trouble->forecast)
		state_destination(facts, situation);
	else
		state_namespace(facts, situation);
	who_state(facts, situation);
}
