// SPDX-License-Identifier: GPL-2.0
/*
 * Finds incidents. A work item looks at what handlers have listed as trouble, a tenth of a second
 * after the first trouble and then once a second, until nothing was wrong for 10 seconds.
 */
#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "control/incident_hooks.h"
#include "control/incidents.h"
#include "read/denied.h"
#include "tables/blocks.h"
#include "tables/endpoints_walk.h"
#include "tables/incidents.h"
#include "tables/programs_read.h"
#include "tables/switches.h"
#include "tables/troubles.h"
#include "tcp/port_range.h"

/*
 * How many destinations a look visits of those that are watched, of those that are new, and of a
 * table whose alarm has become lower. If there are more, they take turns.
 */
#define TWSTAT_INCIDENTS_ROWS	512

/* Tells listeners of an incident; or NULL. Written and read during a look. */
static twstat_incidents_teller *twstat_incidents_tell;

/**
 * struct twstat_incidents_look - a look at a namespace
 * @tn: the namespace
 * @troubles: its troubles
 * @usable: how many ports connect() may choose from
 * @up: a destination is in trouble from so many ports in use on
 * @down: and until it has fewer than this
 */
struct twstat_incidents_look {
	struct twstat_net *tn;
	struct twstat_troubles *troubles;
	u32 usable;
	u32 up;
	u32 down;
};

/*
 * Without a usable port, no number of ports in use is too many: those are bound ones. It is not
 * TWSTAT_NO_ALARM, which would stay when the range has usable ports again.
 */
static u32 twstat_incidents_part(u32 usable, u8 percent)
{
	return usable ? DIV_ROUND_UP((u64)usable * percent, 100) : TWSTAT_ALARM_UNKNOWN;
}

/* A destination may have more ports in use than the new alarm, and get no other one. */
static void twstat_incidents_lower(struct twstat_endpoint *to, void *data)
{
	const struct twstat_incidents_look *look = data;

	if (READ_ONCE(to->alarm) == TWSTAT_NO_ALARM)
		return;
	WRITE_ONCE(to->alarm, look->up);
	if (twstat_endpoint_ports(to) >= look->up)
		twstat_trouble_alarm(to);
}

/* A part of the table, since a look must not take the longer the larger a table is. */
static void twstat_incidents_lower_some(struct twstat_incidents_look *look)
{
	struct twstat_endpoints *table = &look->tn->endpoints[TWSTAT_DESTINATION];
	u32 *place = &look->troubles->lower;
	unsigned int left = TWSTAT_INCIDENTS_ROWS;

	for (; *place != TWSTAT_LOWER_NONE && left; left--, ++*place) {
		if (!twstat_endpoints_seek(table, place)) {
			*place = TWSTAT_LOWER_NONE;
			break;
		}
		twstat_endpoints_walk_place(table, *place, twstat_incidents_lower, look);
		cond_resched();
	}
}

static void twstat_incidents_look_begin(struct twstat_incidents_look *look,
					struct twstat_net *tn)
{
	u32 before;

	look->tn = tn;
	look->troubles = &tn->block->troubles;
	look->usable = twstat_port_range_usable(tn->net);
	look->up = twstat_incidents_part(look->usable, READ_ONCE(tn->threshold_up));
	look->down = twstat_incidents_part(look->usable, READ_ONCE(tn->threshold_down));
	before = look->troubles->alarm;
	WRITE_ONCE(look->troubles->alarm, look->up);
	WRITE_ONCE(look->troubles->alarm_at, (u32)jiffies);
	/* The range has become smaller, or the threshold lower. */
	if (look->up < before)
		look->troubles->lower = 0;
	twstat_incidents_lower_some(look);
}

static void twstat_incidents_program(struct twstat_incident_note *note,
				     const struct twstat_endpoint *to)
{
	struct twstat_program_numbers numbers[TWSTAT_PROGRAMS];

	if (!READ_ONCE(twstat_switches.who) || !twstat_programs_read(to, numbers))
		return;
	note->program = numbers[0].id;
	note->pid = numbers[0].pid;
}

static void twstat_incidents_note_row(const struct twstat_incidents_look *look,
				      struct twstat_endpoint *to, u64 failures, u32 ports)
{
	struct twstat_trouble *trouble = &to->trouble;
	struct twstat_incident_note note = {
		.kind = failures ? TWSTAT_INCIDENT_KIND_EXHAUSTED :
			TWSTAT_INCIDENT_KIND_THRESHOLD,
		.failures = failures,
		.ports = ports,
		.usable = look->usable,
		.began = trouble->began,
		.at = failures ? READ_ONCE(to->refused_last) : ktime_get_real_ns(),
	};

	twstat_incident_key_of(&note.key, &to->address);
	twstat_incidents_program(&note, to);
	trouble->incident = twstat_incident_note(look->tn, trouble->incident, &note);
	trouble->seen = jiffies;
	trouble->counted += failures;
}

/* Returns whether to watch a destination further. */
static bool twstat_incidents_watch_row(const struct twstat_incidents_look *look,
				       struct twstat_endpoint *to)
{
	struct twstat_trouble *trouble = &to->trouble;
	u32 ports = twstat_endpoint_ports(to);
	u64 failures = twstat_endpoint_counted(to, TWSTAT_DST_EXHAUSTED) - trouble->counted;

	if (failures || ports >= (trouble->incident ? look->down : look->up))
		twstat_incidents_note_row(look, to, failures, ports);
	if (!trouble->incident)
		return false;
	if ((u32)jiffies - trouble->seen < TWSTAT_INCIDENT_QUIET * HZ ||
	    !twstat_incident_end(look->tn, trouble->incident))
		return true;
	trouble->incident = 0;
	return false;
}

static void twstat_incidents_look_at_some(const struct twstat_incidents_look *look,
					  struct llist_node **rows)
{
	struct twstat_troubles *troubles = look->troubles;
	unsigned int left = TWSTAT_INCIDENTS_ROWS;
	struct twstat_endpoint *to;

	while (left-- && (to = twstat_troubles_pop(rows))) {
		if (twstat_incidents_watch_row(look, to)) {
			twstat_troubles_push(&troubles->done, to);
			continue;
		}
		WRITE_ONCE(to->alarm, look->up);
		if (!twstat_troubles_drop(to))
			twstat_troubles_push(&troubles->done, to);
	}
}

static void twstat_incidents_look_at_rows(const struct twstat_incidents_look *look)
{
	struct twstat_troubles *troubles = look->troubles;
	struct llist_node *rows = llist_del_all(&troubles->rows);
	struct twstat_endpoint *to;

	while ((to = twstat_troubles_pop(&rows)))
		twstat_troubles_push(&troubles->fresh, to);
	if (!troubles->watched) {
		troubles->watched = troubles->done;
		troubles->done = NULL;
	}
	/* Those that are watched have their turn, however many new ones there are. */
	twstat_incidents_look_at_some(look, &troubles->watched);
	twstat_incidents_look_at_some(look, &troubles->fresh);
}

/* Notes what has failed in the namespace since the last look. */
static void twstat_incidents_note_kind(const struct twstat_incidents_look *look,
				       enum twstat_trouble_kind which,
				       enum twstat_incident_kind kind, u64 count)
{
	struct twstat_troubles *troubles = look->troubles;
	struct twstat_incident_note note = {
		.kind = kind,
		.failures = count - troubles->counted[which],
		.usable = look->usable,
		.began = READ_ONCE(troubles->began[which]),
		.at = ktime_get_real_ns(),
	};

	if (!note.failures)
		return;
	if (which == TWSTAT_TROUBLE_BIND_AUTO && READ_ONCE(twstat_switches.who)) {
		note.program = troubles->program;
		note.pid = READ_ONCE(troubles->pid);
	}
	troubles->counted[which] = count;
	twstat_incident_note(look->tn, 0, &note);
}

static void twstat_incidents_look_at_kinds(const struct twstat_incidents_look *look)
{
	u64 limit, nomem;

	/* What handlers count from now on sets its flag again. */
	xchg(&look->troubles->flags, 0);
	twstat_incidents_note_kind(look, TWSTAT_TROUBLE_BIND_AUTO,
				   TWSTAT_INCIDENT_KIND_BIND_AUTO,
				   twstat_counted(look->tn, TWSTAT_BIND_AUTO_FAILED));
	twstat_denied_read(look->tn, &limit, &nomem);
	twstat_incidents_note_kind(look, TWSTAT_TROUBLE_DENIED,
				   TWSTAT_INCIDENT_KIND_TIME_WAIT_FULL, limit + nomem);
}

static void twstat_incidents_tell_all(struct twstat_net *tn)
{
	struct twstat_incident incident;
	unsigned int place = 0;

	while (twstat_incident_to_tell(tn, &place, &incident)) {
		if (twstat_incidents_tell)
			twstat_incidents_tell(tn, &incident);
		cond_resched();
	}
}

/* Returns whether to look again. */
static bool twstat_incidents_look_at(struct twstat_net *tn)
{
	struct twstat_incidents_look look;
	bool quiet;

	twstat_incidents_look_begin(&look, tn);
	twstat_incidents_look_at_kinds(&look);
	twstat_incidents_look_at_rows(&look);
	quiet = twstat_incidents_quiet(tn);
	twstat_incidents_tell_all(tn);
	return !quiet || look.troubles->fresh || look.troubles->watched || look.troubles->done ||
	       look.troubles->lower != TWSTAT_LOWER_NONE;
}

static void twstat_incidents_work(struct work_struct *unused)
{
	struct llist_node *nets;
	struct twstat_net *tn;
	bool again = false;

	twstat_troubles_lock();
	twstat_incident_hooks_look();
	nets = twstat_troubles_take();
	while ((tn = twstat_troubles_next(&nets))) {
		cond_resched();
		if (!twstat_incidents_look_at(tn))
			continue;
		twstat_troubles_watch(tn);
		again = true;
	}
	if (again)
		twstat_troubles_again();
	twstat_troubles_unlock();
}

/**
 * twstat_incidents_settle() - look at a namespace now, for a reader
 * @tn: the namespace
 *
 * It costs by what is listed there.
 *
 * Context: process, may sleep.
 */
void twstat_incidents_settle(struct twstat_net *tn)
{
	if (!twstat_net_counts(tn))
		return;
	twstat_troubles_lock();
	twstat_incident_hooks_look();
	if (twstat_incidents_look_at(tn)) {
		twstat_troubles_watch(tn);
		twstat_troubles_again();
	}
	twstat_troubles_unlock();
}

/**
 * twstat_incidents_tell_by() - set who tells listeners of incidents
 * @tell: called once when an incident begins and once when it is over; or NULL
 *
 * When this returns, nobody else is called any more.
 *
 * Context: process, may sleep.
 */
void twstat_incidents_tell_by(twstat_incidents_teller *tell)
{
	twstat_troubles_lock();
	twstat_incidents_tell = tell;
	twstat_troubles_unlock();
}

/**
 * twstat_incidents_begin() - be ready for trouble, before any namespace is watched
 */
void twstat_incidents_begin(void)
{
	twstat_troubles_init(twstat_incidents_work);
}

/**
 * twstat_incidents_watch() - look at hooks from now on, or no more
 * @watch: whether to look; stop it before namespaces are no longer watched
 *
 * Context: process, may sleep.
 */
void twstat_incidents_watch(bool watch)
{
	twstat_troubles_lock();
	twstat_incident_hooks_watch(watch);
	twstat_troubles_unlock();
}

/**
 * twstat_incidents_end() - stop all work; no namespace is watched any more
 *
 * Context: process, may sleep.
 */
void twstat_incidents_end(void)
{
	twstat_troubles_exit();
}
