/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Changes that listeners for events want to know of: in which namespaces, and of which
 * destinations.
 *
 * Before a handler changes a number that can cause an event, it lists the destination, or the
 * namespace, unless that is listed already. So a look at what was listed costs by what has
 * changed, and not by what exists. While nobody listens, nothing is listed.
 */
#ifndef _TWSTAT_TABLES_CHANGES_H
#define _TWSTAT_TABLES_CHANGES_H

#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/llist.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct twstat_endpoint;
struct twstat_net;

/**
 * enum twstat_audience_id - the audiences: those who listen for one kind of events
 * @TWSTAT_AUDIENCE_EVENTS: for events of the namespace and of hooks
 * @TWSTAT_AUDIENCE_DESTINATIONS: for events of destinations
 * @TWSTAT_AUDIENCES: number of audiences
 */
enum twstat_audience_id {
	TWSTAT_AUDIENCE_EVENTS,
	TWSTAT_AUDIENCE_DESTINATIONS,
	TWSTAT_AUDIENCES
};

/**
 * struct twstat_hearing - whether anyone on the machine listens
 * @on: by audience: someone may listen, in whatever namespace
 * @since: by audience: incremented each time before @on is set
 * @era: never 0; a namespace where nobody listened is asked again in the next era
 *
 * Handlers read it; netlink/event_listeners.c writes it.
 */
struct twstat_hearing {
	bool on[TWSTAT_AUDIENCES];
	u32 since[TWSTAT_AUDIENCES];
	u32 era;
};

extern struct twstat_hearing twstat_hearing;

/**
 * struct twstat_audience - one audience in one namespace
 * @deaf: the era in which nobody listened there; 0: someone may
 * @since: incremented each time after @deaf is set
 *
 * Handlers read it; netlink/ writes it, under the lock of struct twstat_netlink.
 */
struct twstat_audience {
	u32 deaf;
	u32 since;
};

/**
 * enum twstat_listing - whether a destination is listed
 * @TWSTAT_UNLISTED: it isn't
 * @TWSTAT_LISTED: it is
 * @TWSTAT_LISTED_READ: it was, and has been looked at; a handler makes it TWSTAT_LISTED_AGAIN
 * @TWSTAT_LISTED_AGAIN: a handler has changed it since then
 *
 * Handlers have nothing to do in the odd ones.
 */
enum twstat_listing {
	TWSTAT_UNLISTED,
	TWSTAT_LISTED,
	TWSTAT_LISTED_READ,
	TWSTAT_LISTED_AGAIN
};

/**
 * struct twstat_told - what events have told of a destination
 * @node: node in a list of struct twstat_changes
 * @listing: an enum twstat_listing
 * @since: the twstat_changes_since() for which the members below hold
 * @ports: its ports in use before the first change since then, if @fresh
 * @exhausted: the low half of its TWSTAT_DST_EXHAUSTED at that time, and later at the last
 *	event of that kind
 * @at: when the last event was sent, in jiffies, if @recent
 * @fresh: nobody has looked at it since @since
 * @recent: an event was sent, less than TWSTAT_EVENTS_INTERVAL ago
 * @above: its share of usable ports has crossed the upper threshold, and has not fallen to
 *	the lower one since
 * @above_told: the @above that was last reported
 * @crossings: how often it has crossed a threshold since then
 *
 * The handler that lists a destination sets @since to @fresh. While it is listed, only netlink/
 * uses these, under the lock of struct twstat_netlink.
 */
struct twstat_told {
	struct llist_node node;
	u32 listing;
	u32 since;
	u32 ports;
	u32 exhausted;
	u32 at;
	u8 fresh : 1;
	u8 recent : 1;
	u8 above : 1;
	u8 above_told : 1;
	u8 crossings;
};

/**
 * struct twstat_changes - what has changed in a namespace
 * @audience: who wants to know
 * @rows: destinations that handlers have listed
 * @kept: destinations to look at again in the next round
 * @read: destinations that were looked at in this round
 * @node: node in the list of namespaces with changes
 * @listed: bit 0: it is in that list
 * @denied: a socket was denied TIME_WAIT
 * @denied_base: how many had been denied before the first one that was since the
 *	twstat_changes_since() in the upper half; in the lower half
 *
 * A destination is referenced while it is in one of these lists.
 */
struct twstat_changes {
	struct twstat_audience audience[TWSTAT_AUDIENCES];
	struct llist_head rows;
	struct llist_node *kept;
	struct llist_node *read;
	struct llist_node node;
	unsigned long listed;
	bool denied;
	u64 denied_base;
};

typedef bool twstat_changes_visit(struct twstat_endpoint *to, void *data);

bool twstat_changes_heard(const struct twstat_net *tn, enum twstat_audience_id id);
u32 twstat_changes_since(const struct twstat_net *tn, enum twstat_audience_id id);

void twstat_changes_list(struct twstat_net *tn);
void twstat_changes_list_row(struct twstat_told *told);
void twstat_changes_list_denied(struct twstat_net *tn);

void twstat_changes_lock(void);
void twstat_changes_unlock(void);
struct llist_node *twstat_changes_take(void);
struct twstat_net *twstat_changes_next(struct llist_node **nets);

void twstat_changes_look(struct twstat_net *tn, twstat_changes_visit *look, void *data);
void twstat_changes_settle(struct twstat_net *tn, twstat_changes_visit *look, void *data);
void twstat_changes_each(struct twstat_net *tn, twstat_changes_visit *visit, void *data);

void twstat_changes_net_exit(struct twstat_net *tn);
void twstat_changes_init(work_func_t look);
void twstat_changes_exit(void);

/**
 * twstat_changes_row() - note that a number of a destination is about to change
 * @told: its @told
 *
 * While nobody on the machine listens this is two instructions; READ_ONCE() would be one more.
 *
 * Context: handlers; no preemption until the number is changed.
 */
static __always_inline void twstat_changes_row(struct twstat_told *told)
{
	if (unlikely(twstat_hearing.on[TWSTAT_AUDIENCE_DESTINATIONS]) &&
	    !(READ_ONCE(told->listing) & 1))
		twstat_changes_list_row(told);
}

/**
 * twstat_changes_denied() - note that sockets of a namespace were denied TIME_WAIT
 * @tn: the namespace, in which they are not yet counted
 *
 * Context: handlers; no preemption until they are counted.
 */
static __always_inline void twstat_changes_denied(struct twstat_net *tn)
{
	if (unlikely(twstat_hearing.on[TWSTAT_AUDIENCE_EVENTS]))
		twstat_changes_list_denied(tn);
}

#endif
