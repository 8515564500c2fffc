// SPDX-License-Identifier: GPL-2.0
/* What TIME_WAIT is not the reason of, and what can't be known. */
#include <math.h>

#include "explain/asides.h"
#include "judge/situation.h"
#include "show/format.h"

/**
 * struct accepted - what services left
 * @time_wait: in TIME_WAIT, in all
 * @most: the service that has most of it
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
			   const struct period *period)
{
	__u64 all = period->is.stats.gauges.value[TWSTAT_A_GAUGES_TIME_WAIT];
	struct accepted accepted = { };

	fetch_services(client, take_service, &accepted);
	if (!accepted.time_wait)
		return;
	state(innocent, "accepting-side", "srv time_wait, TimeWait",
	      "Services here have %llu of the %llu sockets in TIME_WAIT, %s most of them. They take memory (%.1f MB), but no port that a connect() could want: nothing is to be done about them.",
	      accepted.time_wait, all,
	      format_endpoint(&accepted.most.local,
			      accepted.most.n.value[TWSTAT_A_SERVICE_PORT]).is,
	      ceil(accepted.time_wait * SOCKET_BYTES / 1e5) / 10);
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
	      format_address(&destination->local).is,
	      format_endpoint(&destination->remote,
			      destination->n.value[TWSTAT_A_DESTINATION_PORT]).is,
	      worst->used, worst->usable);
	state_number(innocent, "ports", worst->used);
	state_number(innocent, "usable", worst->usable);
}

/* If nothing failed for TIME_WAIT, what else an error would mean. */
static void state_errors(struct statements *innocent, const struct record *counters)
{
	const __u64 *value = counters->value;

	if (counters->known[TWSTAT_A_COUNTERS_CONNECT_EXHAUSTED] &&
	    !value[TWSTAT_A_COUNTERS_CONNECT_EXHAUSTED] &&
	    !value[TWSTAT_A_COUNTERS_CONNECT_TUPLE_BUSY])
		state(innocent, "connect-errors", "ConnectExhausted, ConnectTupleBusy",
		      "connect(): since the module was loaded none failed for want of a port. Other errors are the network's, the peer's, or a source address's that isn't this machine's.");
	if (counters->known[TWSTAT_A_COUNTERS_BIND_IN_TIME_WAIT] &&
	    !value[TWSTAT_A_COUNTERS_BIND_IN_TIME_WAIT] &&
	    !value[TWSTAT_A_COUNTERS_BIND_AUTO_FAILED])
		state(innocent, "bind-errors", "BindInTimeWait, BindAutoFailed",
		      "bind(): TIME_WAIT was in nobody's way. EADDRINUSE would be an open socket (ss -tlnp), EADDRNOTAVAIL an address that isn't this machine's.");
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
	      "Memory: %llu of %ld that may be are in TIME_WAIT (tcp_max_tw_buckets); none was denied it.",
	      now, period->is.settings.max_tw_buckets);
	state_number(innocent, "time-wait", now);
	state_number(innocent, "buckets", period->is.settings.max_tw_buckets);
}

/* No TIME_WAIT is no good sign by itself. */
static void state_linger(struct statements *innocent, const struct record *counters)
{
	__u64 linger = counters->value[TWSTAT_A_COUNTERS_CLOSE_RST_LINGER];

	if (!linger)
		return;
	state(innocent, "rst-linger", "CloseRstLinger, EnterClose",
	      "%llu connections were ended by an RST (SO_LINGER 0), %llu by a close that led to TIME_WAIT. The former hold no port, but lose what the peer hasn't read, and nothing protects the next one from old segments.",
	      linger, counters->value[TWSTAT_A_COUNTERS_ENTER_CLOSE]);
	state_number(innocent, "rst-linger", linger);
}

/**
 * asides_innocent() - say what TIME_WAIT is not the reason of
 * @innocent: filled in
 * @client: the client
 * @period: the time that rates are of
 * @worst: from forecast_all() if nothing is wrong, else NULL
 */
void asides_innocent(struct statements *innocent, struct client *client,
		     const struct period *period, const struct forecast *worst)
{
	const struct record *counters = &period->is.stats.counters;

	if (worst) {
		state_fullest(innocent, period, worst);
		state_errors(innocent, counters);
		state_room(innocent, period);
	}
	state_accepted(innocent, client, period);
	state_linger(innocent, counters);
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

/* Sockets that were there first can have taken ports, and calls can have failed. */
static void state_young(struct statements *unknown, const struct period *period)
{
	const __u64 *value = period->is.stats.counters.value;
	__u64 adopted = value[TWSTAT_A_COUNTERS_ADOPTED];

	if (!adopted || value[TWSTAT_A_COUNTERS_EXIT_EXPIRED] >= adopted)
		return;
	state(unknown, "loaded-lately", "Adopted, ExitExpired",
	      "The module was loaded lately, with %llu sockets in TIME_WAIT already: what failed before was not counted.",
	      adopted);
	state_number(unknown, "adopted", adopted);
}

/**
 * asides_unknown() - say what can't be known
 * @unknown: filled in
 * @client: the client
 * @period: the time that rates are of
 * @guessed: somebody failed to get a port, and it wasn't its own sockets that had them
 */
void asides_unknown(struct statements *unknown, struct client *client,
		    const struct period *period, bool guessed)
{
	struct record config;
	bool silent = false;

	fetch_config(client, &config);
	fetch_hooks(client, take_hook, &silent);
	state_off(unknown, &config, TWSTAT_A_CONFIG_PORTS, "ports-off",
		  "The group \"ports\" is off: live connections, failed connect() and bind() are not counted. See twstat config.");
	state_off(unknown, &config, TWSTAT_A_CONFIG_REUSE, "reuse-off",
		  "The group \"reuse\" is off: why tcp_tw_reuse was refused is not counted. See twstat config.");
	state_off(unknown, &config, TWSTAT_A_CONFIG_STATES, "states-off",
		  "The group \"states\" is off: connections that are ended by an RST are not counted. See twstat config.");
	if (silent)
		state(unknown, "hooks-silent", "hooks",
		      "Somebody has disarmed all kprobes: what they count stands still. See twstat hooks.");
	state_lost(unknown, period, TWSTAT_A_COUNTERS_PROBE_MISSED, "probe-missed",
		   "ProbeMissed", "calls were missed: numbers may be short by that");
	state_lost(unknown, period, TWSTAT_A_COUNTERS_TRACK_FAILED, "track-failed",
		   "TrackFailed",
		   "sockets or calls were not counted for want of room: numbers are short by that");
	state_lost(unknown, period, TWSTAT_A_COUNTERS_DESTINATION_EVICTED,
		   "destinations-evicted", "DestinationEvicted",
		   "destinations made room for others, so that not all are seen here. See destinations-max in twstat config");
	state_young(unknown, period);
	if (guessed && config.known[TWSTAT_A_CONFIG_CONNECT_RESULT] &&
	    !config.value[TWSTAT_A_CONFIG_CONNECT_RESULT])
		state(unknown, "connect-result-off", "config",
		      "Whether those connect() failed for want of memory (ENOMEM): connect-result=on would tell.");
}
