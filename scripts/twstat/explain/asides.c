// SPDX-License-Identifier: GPL-2.0
/* What is ruled out, and what is not known. */
#include <math.h>

#include "explain/asides.h"
#include "explain/syn_refused.h"
#include "judge/situation.h"
#include "show/format.h"

/**
 * struct accepted - sockets of services
 * @time_wait: how many are in TIME_WAIT
 * @most: the service with the most of them
 */
struct accepted {
	__u64 time_wait;
	struct service most;
};

static void take_service(const struct service *service, void *data)
{
	__u64 number = service->n.value[TWSTAT_A_SERVICE_TIME_WAIT];
	struct accepted *accepted = data;

	accepted->time_wait += number;
	if (number > accepted->most.n.value[TWSTAT_A_SERVICE_TIME_WAIT])
		accepted->most = *service;
}

static void state_accepted(struct statements *innocent, struct client *client,
			   const struct period *period, bool fine)
{
	__u64 all = period->is.stats.gauges.value[TWSTAT_A_GAUGES_TIME_WAIT];
	struct accepted accepted = { };

	fetch_services(client, take_service, &accepted);
	if (!accepted.time_wait)
		return;
	state(innocent, "accepting-side", "srv time_wait, TimeWait",
	      "Services here have %llu of the %llu sockets in TIME_WAIT; %s has most of them. They take memory (%.1f MB), but no port that connect() needs%s.",
	      accepted.time_wait, all,
	      format_endpoint(&accepted.most.local,
			      accepted.most.n.value[TWSTAT_A_SERVICE_PORT]).is,
	      ceil(accepted.time_wait * SOCKET_BYTES / 1e5) / 10,
	      fine ? ": nothing to do" : "");
	state_number(innocent, "time-wait", accepted.time_wait);
	state_number(innocent, "bytes", accepted.time_wait * SOCKET_BYTES);
}

static void state_fullest(struct statements *innocent, const struct period *period,
			  const struct forecast *worst)
{
	const struct destination *destination = worst->destination;

	if (!period->is.destinations.number)
		return;
	state(innocent, "ports", "dst ports, dst usable",
	      "Ports: the fullest destination, %s to %s, has %llu of %llu in use.",
	      format_from(destination).is,
	      format_endpoint(&destination->remote,
			      destination->n.value[TWSTAT_A_DESTINATION_PORT]).is,
	      worst->used, worst->usable);
	state_number(innocent, "ports", worst->used);
	state_number(innocent, "usable", worst->usable);
}

/* Nothing failed because of TIME_WAIT: what errors would mean instead. */
static void state_errors(struct statements *innocent, const struct record *counters)
{
	const __u64 *value = counters->value;

	if (counters->known[TWSTAT_A_COUNTERS_CONNECT_EXHAUSTED] &&
	    !value[TWSTAT_A_COUNTERS_CONNECT_EXHAUSTED] &&
	    !value[TWSTAT_A_COUNTERS_CONNECT_TUPLE_BUSY])
		state(innocent, "connect-errors", "ConnectExhausted, ConnectTupleBusy",
		      "connect(): none failed for lack of a port since the module was loaded. Other errors come from the network, the peer, or a source address that this machine does not have. UDP has ports of its own, which are not counted here (ss -uanp).");
	if (counters->known[TWSTAT_A_COUNTERS_BIND_IN_TIME_WAIT] &&
	    !value[TWSTAT_A_COUNTERS_BIND_IN_TIME_WAIT] &&
	    !value[TWSTAT_A_COUNTERS_BIND_AUTO_FAILED])
		state(innocent, "bind-errors", "BindInTimeWait, BindAutoFailed",
		      "bind(): none failed because of TIME_WAIT. EADDRINUSE then means an open socket: a listener (ss -tlnp), or an outgoing connection from that port (ss -tanp; reserve the port in net.ipv4.ip_local_reserved_ports, so that connect() does not choose it). EADDRNOTAVAIL means an address that this machine does not have.");
}

static void state_room(struct statements *innocent, const struct period *period)
{
	const struct stats *stats = &period->is.stats;
	__u64 now = stats->gauges.value[TWSTAT_A_GAUGES_TIME_WAIT] +
		    stats->gauges.value[TWSTAT_A_GAUGES_FIN_WAIT2];

	if (stats->counters.value[TWSTAT_A_COUNTERS_DENIED_LIMIT] ||
	    stats->counters.value[TWSTAT_A_COUNTERS_DENIED_NOMEM] ||
	    period->is.settings.max_tw_buckets < 0)
		return;
	state(innocent, "room", "TimeWait, FinWait2, DeniedLimit, DeniedNomem",
	      "TIME_WAIT sockets: %llu of at most %ld (tcp_max_tw_buckets); the limit was never hit.",
	      now, period->is.settings.max_tw_buckets);
	state_number(innocent, "time-wait", now);
	state_number(innocent, "buckets", period->is.settings.max_tw_buckets);
}

/* Few sockets in TIME_WAIT can also mean that connections are ended by RSTs. */
static void state_linger(struct statements *innocent, const struct record *counters)
{
	__u64 linger = counters->value[TWSTAT_A_COUNTERS_CLOSE_RST_LINGER];

	if (!linger)
		return;
	state(innocent, "rst-linger", "CloseRstLinger, EnterClose",
	      "%llu connections were ended by an RST (SO_LINGER 0), %llu by a close with TIME_WAIT. An RST frees the port, but discards data that the peer has not read, and does not protect the next connection from old segments.",
	      linger, counters->value[TWSTAT_A_COUNTERS_ENTER_CLOSE]);
	state_number(innocent, "rst-linger", linger);
}

/**
 * asides_innocent() - state what is ruled out
 * @innocent: filled in
 * @client: the client
 * @period: the period of the rates
 * @worst: from forecast_all() if nothing is wrong, else NULL
 */
void asides_innocent(struct statements *innocent, struct client *client,
		     const struct period *period, const struct forecast *worst)
{
	const struct record *counters = &period->is.stats.counters;
	struct record config;

	if (worst) {
		state_fullest(innocent, period, worst);
		state_errors(innocent, counters);
		state_room(innocent, period);
	}
	state_accepted(innocent, client, period, worst);
	state_linger(innocent, counters);
	fetch_config(client, &config);
	syn_refused_aside(innocent, period, config.value[TWSTAT_A_CONFIG_STATES]);
}

/**
 * asides_noticed() - state errors of clients that have nothing to do with TIME_WAIT
 * @noticed: filled in
 * @period: the period of the rates
 */
void asides_noticed(struct statements *noticed, const struct period *period)
{
	__u64 unread = period->is.stats.counters.value[TWSTAT_A_COUNTERS_CLOSE_RST_UNREAD];
	double rate = counter_rate(period, TWSTAT_A_COUNTERS_CLOSE_RST_UNREAD);

	if (!unread)
		return;
	state(noticed, "rst-unread", "CloseRstUnread",
	      "%llu connections were reset because a program here closed them with data unread; now %s/s. The peer gets ECONNRESET, and may lose the answer that was sent before. Have the program read all of the request before close(), or call shutdown(SHUT_WR) and read until 0.",
	      unread, format_rate(rate).is);
	state_number(noticed, "rst-unread", unread);
	state_number(noticed, "rate", rate);
}

static void state_off(struct statements *unknown, const struct record *config,
		      int attribute, const char *id, const char *text)
{
	if (config->known[attribute] && !config->value[attribute])
		state(unknown, id, "config", "%s", text);
}

static void state_lost(struct statements *unknown, const struct period *period,
		       int counter, const char *id, const char *from, const char *what)
{
	__u64 count = period->is.stats.counters.value[counter];

	if (!count)
		return;
	state(unknown, id, from, "%llu %s.", count, what);
	state_number(unknown, "count", count);
}

static void take_hook(const struct hook *hook, void *data)
{
	*(bool *)data |= hook->silent;
}

/* Failures before the module was loaded were not counted. */
static void state_young(struct statements *unknown, const struct period *period)
{
	const __u64 *value = period->is.stats.counters.value;
	__u64 adopted = value[TWSTAT_A_COUNTERS_ADOPTED];

	if (!adopted || value[TWSTAT_A_COUNTERS_EXIT_EXPIRED] >= adopted)
		return;
	state(unknown, "loaded-lately", "Adopted, ExitExpired",
	      "The module was loaded recently, when %llu sockets were in TIME_WAIT already: what failed before was not counted.",
	      adopted);
	state_number(unknown, "adopted", adopted);
}

/**
 * asides_unknown() - state what is not known
 * @unknown: filled in
 * @client: the client
 * @period: the period of the rates
 * @guessed: connect() failed, and the ports were not held by sockets of that destination
 */
void asides_unknown(struct statements *unknown, struct client *client,
		    const struct period *period, bool guessed)
{
	struct record config;
	bool silent = false;

	fetch_config(client, &config);
	fetch_hooks(client, take_hook, &silent);
	state_off(unknown, &config, TWSTAT_A_CONFIG_PORTS, "ports-off",
		  "The group \"ports\" is off: live connections and failing connect() and bind() calls are not counted. Turn it on: twstat config ports=on.");
	state_off(unknown, &config, TWSTAT_A_CONFIG_REUSE, "reuse-off",
		  "The group \"reuse\" is off: the reasons why reuse was refused are not counted. Turn it on: twstat config reuse=on.");
	state_off(unknown, &config, TWSTAT_A_CONFIG_STATES, "states-off",
		  "The group \"states\" is off: connections ended by an RST are not counted. Turn it on: twstat config states=on.");
	if (!config.value[TWSTAT_A_CONFIG_STATES])
		syn_refused_unknown(unknown, period);
	if (silent)
		state(unknown, "hooks-silent", "hooks",
		      "Hooks are silent: all kprobes of this kernel are disarmed, and what they count stands still. twstat hooks shows which; writing 1 to /sys/kernel/debug/kprobes/enabled arms them.");
	state_lost(unknown, period, TWSTAT_A_COUNTERS_PROBE_MISSED, "probe-missed",
		   "ProbeMissed",
		   "calls were missed by hooks: counters may be too low by that number");
	state_lost(unknown, period, TWSTAT_A_COUNTERS_TRACK_FAILED, "track-failed",
		   "TrackFailed",
		   "sockets or calls were not counted for lack of room: counters are too low by that number");
	state_lost(unknown, period, TWSTAT_A_COUNTERS_BIND_LOST, "bind-lost",
		   "BindLost",
		   "failed bind() calls were not examined: BindInTimeWait may be too low by that number. They asked for very many ports, or for one that more than 16384 sockets hold");
	state_lost(unknown, period, TWSTAT_A_COUNTERS_DESTINATION_EVICTED,
		   "destinations-evicted", "DestinationEvicted",
		   "destinations were evicted to make room for others, so not all are listed. Raise destinations-max: twstat config destinations-max=N");
	state_young(unknown, period);
	if (guessed && config.known[TWSTAT_A_CONFIG_CONNECT_RESULT] &&
	    !config.value[TWSTAT_A_CONFIG_CONNECT_RESULT])
		state(unknown, "connect-result-off", "config",
		      "Whether those connect() calls failed for lack of memory (ENOMEM): to count that, twstat config connect-result=on.");
}
