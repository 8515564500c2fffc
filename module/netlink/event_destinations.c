// SPDX-License-Identifier: GPL-2.0
/*
 * Notifications of destinations: no port was left, or the share of usable ports in use crossed
 * a threshold.
 */
#include "netlink/destinations.h"
#include "netlink/event_destinations.h"
#include "netlink/event_interval.h"
#include "netlink/per_net.h"
#include "tables/endpoints_walk.h"
#include "tables/net.h"
#include "tcp/port_range.h"

/* How many destinations of a bucket are reported per round; the next round does the rest. */
#define TWSTAT_EVENTS_ROOM	16

/**
 * struct twstat_destination_event - a pending notification of a destination
 * @cmd: the notification: exhausted, or threshold crossed
 * @above: the upper threshold was crossed, not the lower one
 * @suppressed: how many earlier events of the same kind were not reported
 * @destination: the destination's numbers
 */
struct twstat_destination_event {
	u8 cmd;
	bool above;
	u64 suppressed;
	struct twstat_destination destination;
};

/**
 * struct twstat_events_walk - a walk through the destinations of a namespace
 * @settled: the namespace
 * @usable: how many ports connect() may choose from
 * @up: the least number of ports in use that reaches the upper threshold
 * @down: the least number of ports in use that isn't below the lower threshold
 * @first: a listener has joined since the previous round, and there was none before
 * @events: the pending notifications of one bucket
 * @number: number of @events
 *
 * There is only one walk at a time, since twstat_events_lock serializes the work items.
 */
static struct twstat_events_walk {
	struct twstat_settled settled;
	u32 usable;
	u64 up;
	u64 down;
	bool first;
	struct twstat_destination_event events[TWSTAT_EVENTS_ROOM];
	unsigned int number;
} twstat_events_walk;

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

static void twstat_events_take(struct twstat_events_walk *walk,
			       struct twstat_endpoint *to, u8 cmd,
			       u64 suppressed)
{
	struct twstat_destination_event *event = &walk->events[walk->number++];

	event->cmd = cmd;
	event->above = to->told.above;
	event->suppressed = suppressed;
	twstat_destination_read(walk->settled, to, &event->destination);
	to->told.ever = true;
	to->told.at = jiffies;
}

/* Only this walk writes @told; the bucket is locked. */
static void twstat_events_destination(struct twstat_endpoint *to, void *data)
{
	struct twstat_events_walk *walk = data;
	u64 exhausted = twstat_endpoint_counted(to, TWSTAT_DST_EXHAUSTED);
	struct twstat_told *told = &to->told;

	twstat_events_cross(told, twstat_endpoint_ports(to), walk);
	if (walk->first) {
		told->exhausted = exhausted;
		told->above_told = told->above;
		told->crossings = 0;
		return;
	}
	if (walk->number == TWSTAT_EVENTS_ROOM ||
	    (told->ever && !twstat_events_is_due(told->at)))
		return;

	if (exhausted != told->exhausted) {
		twstat_events_take(walk, to,
				   TWSTAT_CMD_DESTINATION_EXHAUSTED_NTF,
				   exhausted - told->exhausted - 1);
		told->exhausted = exhausted;
	} else if (told->above != told->above_told) {
		twstat_events_take(walk, to,
				   TWSTAT_CMD_DESTINATION_THRESHOLD_NTF,
				   told->crossings - 1);
		told->above_told = told->above;
		told->crossings = 0;
	}
}

static void twstat_events_send_destination(struct twstat_net *tn,
					   const struct twstat_destination_event *event,
					   u32 usable)
{
	struct twstat_message message;

	twstat_message_event(&message, event->cmd);
	twstat_put_destination(&message, &event->destination, usable);
	if (event->cmd == TWSTAT_CMD_DESTINATION_THRESHOLD_NTF) {
		twstat_put_u32(&message, TWSTAT_A_DESTINATION_CROSSED,
			       event->above ? TWSTAT_CROSSED_UP :
			       TWSTAT_CROSSED_DOWN);
		twstat_put_u32(&message, TWSTAT_A_DESTINATION_THRESHOLD,
			       event->above ? tn->netlink->threshold_up :
			       tn->netlink->threshold_down);
	}
	twstat_put_uint(&message, TWSTAT_A_DESTINATION_SUPPRESSED,
			event->suppressed);
	twstat_message_multicast(&message, tn, TWSTAT_NLGRP_DESTINATIONS);
}

/**
 * twstat_events_destinations() - send the notifications of destinations that are due
 * @tn: the namespace, in which there is a listener
 */
void twstat_events_destinations(struct twstat_net *tn)
{
	struct twstat_endpoints *table = &tn->endpoints[TWSTAT_DESTINATION];
	struct twstat_events_walk *walk = &twstat_events_walk;
	unsigned int bucket, i;

	walk->settled = twstat_unsettled(tn);
	walk->usable = twstat_port_range_usable(tn->net);
	walk->up = DIV_ROUND_UP((u64)walk->usable *
				 READ_ONCE(tn->netlink->threshold_up), 100);
	walk->down = DIV_ROUND_UP((u64)walk->usable *
				   READ_ONCE(tn->netlink->threshold_down), 100);
	walk->first = !tn->netlink->destinations;

	for (bucket = 0; bucket < twstat_endpoints_buckets(); bucket++) {
		if (!(bucket & 1023))
			cond_resched();
		walk->number = 0;
		twstat_endpoints_walk_bucket(table, bucket,
					     twstat_events_destination, walk);
		for (i = 0; i < walk->number; i++)
			twstat_events_send_destination(tn, &walk->events[i], walk->usable);
	}
}
