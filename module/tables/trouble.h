/* SPDX-License-Identifier: GPL-2.0 */
/* Trouble: what the look for incidents is to look at. */
#ifndef _TWSTAT_TABLES_TROUBLE_H
#define _TWSTAT_TABLES_TROUBLE_H

#include <linux/llist.h>
#include <linux/types.h>

#include "tables/program.h"

struct twstat_incidents;

/* How many destinations of a namespace can be in trouble at once, and be watched. */
#define TWSTAT_TROUBLES_MOST	2048

/* Beyond the last place of a table. */
#define TWSTAT_LOWER_NONE	U32_MAX

/* An alarm that no number of ports reaches. */
#define TWSTAT_NO_ALARM	INT_MAX

/* The same, until the first look has determined the alarm. */
#define TWSTAT_ALARM_UNKNOWN	(INT_MAX - 1)

/**
 * struct twstat_trouble - the trouble of a destination
 * @node: node in a list of struct twstat_troubles, with a reference, while @listed is set
 * @listed: it is to be looked at
 * @began: when it was listed, in ns since 1970
 * @counted: how many of its TWSTAT_DST_EXHAUSTED are in incidents
 * @incident: the number of its incident; 0 if it has none
 * @seen: when it was last found in trouble, in jiffies, if @incident isn't 0
 *
 * The handler that sets @listed writes @began. All others belong to the look.
 */
struct twstat_trouble {
	struct llist_node node;
	u32 listed;
	u32 seen;
	u64 began;
	u64 counted;
	u64 incident;
};

/**
 * enum twstat_trouble_kind - what can be wrong in a namespace, apart from its destinations
 * @TWSTAT_TROUBLE_BIND_AUTO: a bind() to port 0 failed
 * @TWSTAT_TROUBLE_DENIED: connections closed without TIME_WAIT
 * @TWSTAT_TROUBLE_KINDS: number of kinds
 * @TWSTAT_TROUBLE_ALARM: not a trouble: the number of ports that raises an alarm may have changed
 */
enum twstat_trouble_kind {
	TWSTAT_TROUBLE_BIND_AUTO,
	TWSTAT_TROUBLE_DENIED,
	TWSTAT_TROUBLE_KINDS,
	TWSTAT_TROUBLE_ALARM = TWSTAT_TROUBLE_KINDS
};

/**
 * struct twstat_troubles - the troubles of a namespace
 * @rows: destinations that handlers have listed
 * @number: how many destinations are listed or watched: each is kept, also if it is evicted
 * @fresh: destinations that were listed and not looked at yet
 * @watched: destinations that stay in trouble, and are to be looked at again
 * @done: those that were looked at; they come next when @watched is empty
 * @lower: from this place of the table on, destinations may have too many ports for a lower @alarm;
 *	not below TWSTAT_LOWER_NONE if there are none
 * @node: node in the list of namespaces to look at, while bit 0 of @listed is set
 * @listed: see there
 * @flags: bits of enum twstat_trouble_kind that handlers have set
 * @began: when a handler has set the flag, in ns since 1970
 * @counted: how many of the failures are in incidents
 * @program: the program whose bind() to port 0 failed
 * @pid: its process
 * @alarm: from this number of ports on a destination is in trouble
 * @alarm_at: when @alarm was determined, in jiffies
 * @incidents: the incidents, of tables/incidents.c; NULL before the first one
 */
struct twstat_troubles {
	struct llist_head rows;
	atomic_t number;
	u32 lower;
	struct llist_node *fresh;
	struct llist_node *watched;
	struct llist_node *done;
	struct llist_node node;
	unsigned long listed;
	unsigned long flags;
	u64 began[TWSTAT_TROUBLE_KINDS];
	u64 counted[TWSTAT_TROUBLE_KINDS];
	struct twstat_program_id program;
	u32 pid;
	int alarm;
	u32 alarm_at;
	struct twstat_incidents *incidents;
};

#endif
