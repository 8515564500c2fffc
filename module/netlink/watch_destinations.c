// SPDX-License-Identifier: GPL-2.0
/*
 * Notifications of destinations: that they have no port left, and that their share of
 * usable ports crossed a threshold.
 */
#include "destinations.h"
#include "netns.h"
#include "port_range.h"
#include "watch.h"

/* So many of one bucket are told at a time; others a moment later. */
#define TWSTAT_WATCH_ROOM	16

/**
 * struct twstat_destination_event - what is to be told of a destination
 * @cmd: that it is exhausted, or has crossed a threshold
 * @above: it has crossed the upper one
 * @suppressed: how often the same happened to it untold
 * @destination: how it is doing
 */
struct twstat_destination_event {
	u8 cmd;
	bool above;
	u64 suppressed;
	struct twstat_destination destination;
};

/**
 * struct twstat_destinations_watch - a walk through the destinations of a namespace
 * @usable: how many ports connect() may choose from
 * @up: how many in use are above the upper threshold
 * @down: and how many are not below the lower one
 * @first: somebody has just begun to listen
 * @events: what is to be told of a bucket
 * @number: how many these are
 *
 * There is one work item, and so one walk.
 */
static struct twstat_destinations_watch {
	u32 usable;
	u64 up;
	u64 down;
	bool first;
	struct twstat_destination_event events[TWSTAT_WATCH_ROOM];
	unsigned int number;
} twstat_destinations_watch;

/* See which side of the thresholds it is on. */
static void twstat_watch_cross(struct twstat_told *told, u64 ports,
			       const struct twstat_destinations_watch *watch)
{
	bool above = ports >= (told->above ? watch->down : watch->up);

	if (above == told->above || !watch->usable)
		return;
	told->above = above;
	if (told->crossings < U8_MAX)
		told->crossings++;
}

static void twstat_watch_take(struct twstat_destinations_watch *watch,
			      struct twstat_endpoint *to, u8 cmd,
			      u64 suppressed)
{
	struct twstat_destination_event *event = &watch->events[watch->number++];

	event->cmd = cmd;
	event->above = to->told.above;
	event->suppressed = suppressed;
	twstat_destination_read(&event->destination, to);
	to->told.ever = true;
	to->told.at = jiffies;
}

/* Only this work item writes what was told; the bucket is locked. */
static void twstat_watch_destination(struct twstat_endpoint *to, void *data)
{
	struct twstat_destinations_watch *watch = data;
	u64 exhausted = atomic64_read(&to->count[TWSTAT_DST_EXHAUSTED]);
	struct twstat_told *told = &to->told;

	twstat_watch_cross(told, max(atomic_read(&to->ports), 0), watch);
	if (watch->first) {
		told->exhausted = exhausted;
		told->above_told = told->above;
		told->crossings = 0;
		return;
	}
	if (watch->number == TWSTAT_WATCH_ROOM ||
	    (told->ever && !twstat_watch_may_tell(told->at)))
		return;

	if (exhausted != told->exhausted) {
		twstat_watch_take(watch, to,
				  TWSTAT_CMD_DESTINATION_EXHAUSTED_NTF,
				  exhausted - told->exhausted - 1);
		told->exhausted = exhausted;
	} else if (told->above != told->above_told) {
		twstat_watch_take(watch, to,
				  TWSTAT_CMD_DESTINATION_THRESHOLD_NTF,
				  told->crossings - 1);
		told->above_told = told->above;
		told->crossings = 0;
	}
}

static void twstat_watch_tell(struct twstat_net *tn,
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
			       event->above ? tn->threshold_up :
			       tn->threshold_down);
	}
	twstat_put_uint(&message, TWSTAT_A_DESTINATION_SUPPRESSED,
			event->suppressed);
	twstat_message_multicast(&message, tn, TWSTAT_NLGRP_DESTINATIONS);
}

/**
 * twstat_watch_destinations() - tell what became of destinations
 * @tn: the namespace; somebody listens there
 */
void twstat_watch_destinations(struct twstat_net *tn)
{
	struct twstat_endpoints *table = &tn->endpoints[TWSTAT_DESTINATION];
	struct twstat_destinations_watch *watch = &twstat_destinations_watch;
	unsigned int bucket, i;

	watch->usable = twstat_port_range_usable(tn->net);
	watch->up = DIV_ROUND_UP((u64)watch->usable *
				 READ_ONCE(tn->threshold_up), 100);
	watch->down = DIV_ROUND_UP((u64)watch->usable *
				   READ_ONCE(tn->threshold_down), 100);
	watch->first = !tn->destinations_heard;

	for (bucket = 0; bucket < twstat_endpoints_buckets(); bucket++) {
		if (!(bucket & 1023))
			cond_resched();
		watch->number = 0;
		twstat_endpoints_walk_bucket(table, bucket,
					     twstat_watch_destination, watch);
		for (i = 0; i < watch->number; i++)
			twstat_watch_tell(tn, &watch->events[i], watch->usable);
	}
}
