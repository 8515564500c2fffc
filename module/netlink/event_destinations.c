// SPDX-License-Identifier: GPL-2.0
/*
 * Notifications of destinations: no port was left, or the share of usable ports in use crossed
 * a threshold.
 */
#include "netlink/destinations.h"
#include "netlink/event_audience.h"
#include "netlink/event_destinations.h"
#include "netlink/event_interval.h"
#include "tables/net.h"
#include "tcp/port_range.h"

/**
 * struct twstat_events_walk - a walk through the changed destinations of a namespace
 * @tn: the namespace
 * @since: its twstat_changes_since()
 * @usable: how many ports connect() may choose from
 * @up: the least number of ports in use that reaches the upper threshold
 * @down: the least number of ports in use that isn't below the lower threshold
 */
struct twstat_events_walk {
	struct twstat_net *tn;
	u32 since;
	u32 usable;
	u64 up;
	u64 down;
};

static void twstat_events_begin(struct twstat_events_walk *walk, struct twstat_net *tn)
{
	walk->tn = tn;
	walk->since = twstat_changes_since(tn, TWSTAT_AUDIENCE_DESTINATIONS);
	walk->usable = twstat_port_range_usable(tn->net);
	walk->up = DIV_ROUND_UP((u64)walk->usable *
				READ_ONCE(tn->threshold_up), 100);
	walk->down = DIV_ROUND_UP((u64)walk->usable *
				  READ_ONCE(tn->threshold_down), 100);
}

/* Forgets what happened to a destination before it had these numbers. */
static void twstat_events_reset(struct twstat_told *told, u32 ports, u32 exhausted,
				const struct twstat_events_walk *walk)
{
	told->since = walk->since;
	told->exhausted = exhausted;
	told->fresh = false;
	told->recent = false;
	told->above = walk->usable && ports >= walk->up;
	told->above_told = told->above;
	told->crossings = 0;
}

/* Updates on which side of the thresholds a destination is. */
static void twstat_events_cross(struct twstat_told *told, u64 ports,
				const struct twstat_events_walk *walk)
{
	bool above = ports >= (told->above ? walk->down : walk->up);

	if (above == told->above || !walk->usable)
		return;
	told->above = above;
	if (told->crossings < U8_MAX)
		told->crossings++;
}

static void twstat_events_send(const struct twstat_events_walk *walk,
			       struct twstat_endpoint *to, u8 cmd, u64 suppressed)
{
	struct twstat_net *tn = walk->tn;
	struct twstat_destination destination;
	struct twstat_told *told = &to->told;
	struct twstat_message message;

	twstat_destination_read(twstat_unsettled(tn), to, &destination);
	twstat_message_event(&message, cmd);
	twstat_put_destination(&message, &destination, walk->usable);
	if (!net_eq(tn->net, &init_net))
		destination.programs.is[0].pid = 0;
	twstat_put_destination_programs(&message, &destination, 1);
	if (cmd == TWSTAT_CMD_DESTINATION_THRESHOLD_NTF) {
		twstat_put_u32(&message, TWSTAT_A_DESTINATION_CROSSED,
			       told->above ? TWSTAT_CROSSED_UP : TWSTAT_CROSSED_DOWN);
		twstat_put_u32(&message, TWSTAT_A_DESTINATION_THRESHOLD,
			       told->above ? tn->threshold_up :
			       tn->threshold_down);
	}
	twstat_put_uint(&message, TWSTAT_A_DESTINATION_SUPPRESSED, suppressed);
	twstat_audience_tell(&message, tn, TWSTAT_AUDIENCE_DESTINATIONS);
	told->recent = true;
	told->at = jiffies;
}

/* Returns whether there may be more to tell, even if nothing changes any more. */
static bool twstat_events_destination(struct twstat_endpoint *to, void *data)
{
	const struct twstat_events_walk *walk = data;
	u32 exhausted = twstat_endpoint_counted(to, TWSTAT_DST_EXHAUSTED);
	u32 ports = twstat_endpoint_ports(to);
	struct twstat_told *told = &to->told;

	if (!twstat_changes_heard(walk->tn, TWSTAT_AUDIENCE_DESTINATIONS))
		return false;
	if (told->since != walk->since)
		twstat_events_reset(told, ports, exhausted, walk);
	else if (told->fresh)
		twstat_events_reset(told, told->ports, told->exhausted, walk);

	twstat_events_cross(told, ports, walk);
	if (told->recent && !twstat_events_is_due(told->at))
		return true;
	told->recent = false;
	if (exhausted != told->exhausted) {
		twstat_events_send(walk, to, TWSTAT_CMD_DESTINATION_EXHAUSTED_NTF,
				   exhausted - told->exhausted - 1);
		told->exhausted = exhausted;
	} else if (told->above != told->above_told) {
		twstat_events_send(walk, to, TWSTAT_CMD_DESTINATION_THRESHOLD_NTF,
				   told->crossings - 1);
		told->above_told = told->above;
		told->crossings = 0;
	}
	return told->recent;
}

static bool twstat_events_any(const struct twstat_net *tn)
{
	return tn->changes.kept || !llist_empty(&tn->changes.rows);
}

/**
 * twstat_events_destinations() - send the notifications of destinations that are due
 * @tn: the namespace
 *
 * Context: in a round, with the lock of struct twstat_netlink.
 * Return: whether to call twstat_events_destinations_again() after a grace period.
 */
bool twstat_events_destinations(struct twstat_net *tn)
{
	struct twstat_events_walk walk;

	if (!twstat_events_any(tn))
		return false;
	twstat_events_begin(&walk, tn);
	twstat_changes_look(tn, twstat_events_destination, &walk);
	return true;
}

/**
 * twstat_events_destinations_again() - send what has become due in this round
 * @tn: the namespace
 *
 * Context: as twstat_events_destinations().
 */
void twstat_events_destinations_again(struct twstat_net *tn)
{
	struct twstat_events_walk walk;

	twstat_events_begin(&walk, tn);
	twstat_changes_settle(tn, twstat_events_destination, &walk);
}

static bool twstat_events_skip(struct twstat_endpoint *to, void *data)
{
	twstat_events_reset(&to->told, twstat_endpoint_ports(to),
			    twstat_endpoint_counted(to, TWSTAT_DST_EXHAUSTED), data);
	return true;
}

/**
 * twstat_events_destinations_skip() - never tell what has happened to destinations up to now
 * @tn: the namespace
 *
 * Context: process, with the lock of struct twstat_netlink.
 */
void twstat_events_destinations_skip(struct twstat_net *tn)
{
	struct twstat_events_walk walk;

	if (!twstat_events_any(tn) && !tn->changes.read)
		return;
	twstat_events_begin(&walk, tn);
	twstat_changes_each(tn, twstat_events_skip, &walk);
}
