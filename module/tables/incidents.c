// SPDX-License-Identifier: GPL-2.0
/*
 * Incidents: a bounded memory in each namespace of what was wrong there. The oldest one goes
 * first, and is counted as lost.
 *
 * Nothing here is called by a handler: work items and readers note what handlers have counted.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <net/ipv6.h>
#include <net/tcp.h>

#include "tables/address.h"
#include "tables/blocks.h"
#include "tables/charge.h"
#include "tables/incidents.h"
#include "tcp/port_range.h"

#define TWSTAT_INCIDENTS_LEAST	1
#define TWSTAT_INCIDENTS_MOST	1024

static unsigned int twstat_incidents_number = 64;
module_param_named(incidents, twstat_incidents_number, uint, 0444);
MODULE_PARM_DESC(incidents, "How many incidents each namespace remembers (default: 64)");

/**
 * struct twstat_incidents - the incidents of a namespace
 * @lock: protects what follows
 * @last: the number of the last one; the place of a number is its remainder
 * @place: the places
 */
struct twstat_incidents {
	spinlock_t lock; /* protects what follows */
	u64 last;
	struct twstat_incident place[];
};

static unsigned long twstat_incidents_bytes(void)
{
	return sizeof(struct twstat_incidents) +
	       twstat_incidents_number * sizeof(struct twstat_incident);
}

static struct twstat_incidents *twstat_incidents_of(const struct twstat_net *tn)
{
	/* Pairs with smp_store_release() in twstat_incidents_get(). */
	return tn->block ? smp_load_acquire(&tn->block->troubles.incidents) : NULL;
}

/* Two callers can come here at once. */
static struct twstat_incidents *twstat_incidents_get(struct twstat_net *tn)
{
	struct twstat_incidents *incidents = twstat_incidents_of(tn);
	struct mem_cgroup *before;

	if (incidents)
		return incidents;
	before = twstat_charge_begin(tn->payer);
	incidents = kvzalloc(twstat_incidents_bytes(), twstat_charge_gfp(tn->payer));
	twstat_charge_end(before);
	if (!incidents)
		return NULL;
	spin_lock_init(&incidents->lock);
	if (!cmpxchg(&tn->block->troubles.incidents, NULL, incidents))
		return incidents;
	kvfree(incidents);
	return twstat_incidents_of(tn);
}

static struct twstat_incident *twstat_incident_place(struct twstat_incidents *incidents, u64 id)
{
	u32 at;

	div_u64_rem(id, twstat_incidents_number, &at);
	return &incidents->place[at];
}

/* Running out of ports and having run out are one incident. */
static bool twstat_incident_same_kind(enum twstat_incident_kind a, enum twstat_incident_kind b)
{
	return a == b || (a <= TWSTAT_INCIDENT_KIND_THRESHOLD &&
			  b <= TWSTAT_INCIDENT_KIND_THRESHOLD);
}

static bool twstat_incident_is(const struct twstat_incident *incident,
			       const struct twstat_incident_note *note)
{
	const struct twstat_incident_key *a = &incident->key, *b = &note->key;

	return twstat_incident_same_kind(incident->kind, note->kind) &&
	       a->port == b->port && a->local_port == b->local_port &&
	       a->device == b->device && a->hook == b->hook && a->addressed == b->addressed &&
	       ipv6_addr_equal(&a->local, &b->local) && ipv6_addr_equal(&a->remote, &b->remote);
}

/* Finds the incident that goes on, or NULL. */
static struct twstat_incident *twstat_incident_find(struct twstat_incidents *incidents,
						    const struct twstat_incident_note *note)
{
	struct twstat_incident *incident;

	for (incident = incidents->place;
	     incident < incidents->place + twstat_incidents_number; incident++)
		if (incident->id && !incident->ended && twstat_incident_is(incident, note))
			return incident;
	return NULL;
}

static struct twstat_incident *twstat_incident_new(struct twstat_net *tn,
						   struct twstat_incidents *incidents,
						   const struct twstat_incident_note *note)
{
	u64 id = ++incidents->last;
	struct twstat_incident *incident = twstat_incident_place(incidents, id);
	s64 before = note->at - note->began;

	if (incident->id)
		twstat_count(tn, TWSTAT_INCIDENT_LOST);
	*incident = (struct twstat_incident) {
		.id		= id,
		.kind		= note->kind,
		.key		= note->key,
		.began		= note->began,
		/* The clock may have been set in between. */
		.began_boot	= ktime_get_boottime_ns() -
				  clamp_t(s64, before, 0, NSEC_PER_SEC),
		.tell_start	= true,
	};
	return incident;
}

/* The settings and numbers that matter, as they are now. */
static void twstat_incident_settings(struct twstat_incident *incident, struct twstat_net *tn,
				     u32 usable)
{
	struct net *net = tn->net;
	struct inet_timewait_death_row *dr = &net->ipv4.tcp_death_row;

	twstat_port_range(net, &incident->low, &incident->high);
	incident->usable = usable;
	incident->reuse = READ_ONCE(net->ipv4.sysctl_tcp_tw_reuse);
	incident->time_wait = twstat_minis_of_kernel(net);
	incident->limit = READ_ONCE(dr->sysctl_max_tw_buckets);
}

static void twstat_incident_update(struct twstat_incident *incident, struct twstat_net *tn,
				   const struct twstat_incident_note *note)
{
	if (note->kind < incident->kind) {
		incident->kind = note->kind;
		incident->tell_start = true;
	}
	incident->seen = note->at;
	incident->seen_boot = ktime_get_boottime_ns();
	incident->failures += note->failures;
	incident->ports = max(incident->ports, note->ports);
	/* As they were when it happened: they may be changed to end the incident. */
	if (note->failures || !incident->high)
		twstat_incident_settings(incident, tn, note->usable);
	if (*note->program.name) {
		incident->program = note->program;
		incident->pid = note->pid;
	}
}

/**
 * twstat_incident_key_of() - make the key of a destination's incident
 * @key: filled in
 * @address: the destination's address
 */
void twstat_incident_key_of(struct twstat_incident_key *key,
			    const struct twstat_address *address)
{
	*key = (struct twstat_incident_key) {
		.port		= ntohs(address->port),
		.device		= address->device,
		.addressed	= true,
	};
	if (address->family == AF_INET) {
		ipv6_addr_set_v4mapped(address->v4.local, &key->local);
		ipv6_addr_set_v4mapped(address->v4.remote, &key->remote);
	} else {
		key->local = address->v6.local;
		key->remote = address->v6.remote;
	}
}

/**
 * twstat_incident_note() - note that something is wrong
 * @tn: the namespace, which has a block
 * @id: the number of the incident that this belongs to; 0 to find it, or to begin one
 * @note: what was noticed
 *
 * If the incident @id is not remembered any more, it is not begun again.
 *
 * Context: process, without preemption being required; may sleep.
 * Return: the number of the incident, or TWSTAT_INCIDENT_GONE.
 */
u64 twstat_incident_note(struct twstat_net *tn, u64 id,
			 const struct twstat_incident_note *note)
{
	struct twstat_incidents *incidents = twstat_incidents_get(tn);
	struct twstat_incident *incident;

	if (!incidents) {
		if (!id)
			twstat_count(tn, TWSTAT_INCIDENT_LOST);
		return id ?: TWSTAT_INCIDENT_GONE;
	}
	spin_lock(&incidents->lock);
	if (id) {
		incident = twstat_incident_place(incidents, id);
		if (incident->id != id)
			incident = NULL;
	}
	/* Another destination with this address may have been in it, and have ended it. */
	if (!id || (incident && incident->ended)) {
		incident = twstat_incident_find(incidents, note) ?:
			twstat_incident_new(tn, incidents, note);
		id = incident->id;
	}
	if (incident)
		twstat_incident_update(incident, tn, note);
	spin_unlock(&incidents->lock);
	return id;
}

static bool twstat_incident_is_quiet(const struct twstat_incident *incident)
{
	return ktime_get_boottime_ns() - incident->seen_boot >=
	       TWSTAT_INCIDENT_QUIET * NSEC_PER_SEC;
}

static void twstat_incident_over(struct twstat_incident *incident)
{
	incident->ended = ktime_get_real_ns();
	incident->tell_end = true;
}

/**
 * twstat_incident_end() - note that an incident is over, unless others have noticed it since
 * @tn: the namespace
 * @id: its number
 *
 * Context: process.
 * Return: whether it is over.
 */
bool twstat_incident_end(struct twstat_net *tn, u64 id)
{
	struct twstat_incidents *incidents = twstat_incidents_of(tn);
	struct twstat_incident *incident;
	bool over = true;

	if (!incidents)
		return true;
	spin_lock(&incidents->lock);
	incident = twstat_incident_place(incidents, id);
	if (incident->id == id && !incident->ended) {
		over = twstat_incident_is_quiet(incident);
		if (over)
			twstat_incident_over(incident);
	}
	spin_unlock(&incidents->lock);
	return over;
}

/**
 * twstat_incidents_quiet() - end the incidents that were not noticed for a while
 * @tn: the namespace
 *
 * Those of destinations are not among them: whoever watches the destination ends these.
 *
 * Context: process.
 * Return: whether none goes on.
 */
bool twstat_incidents_quiet(struct twstat_net *tn)
{
	struct twstat_incidents *incidents = twstat_incidents_of(tn);
	struct twstat_incident *incident;
	bool quiet = true;

	if (!incidents)
		return true;
	spin_lock(&incidents->lock);
	for (incident = incidents->place;
	     incident < incidents->place + twstat_incidents_number; incident++) {
		if (!incident->id || incident->ended ||
		    incident->kind <= TWSTAT_INCIDENT_KIND_THRESHOLD)
			continue;
		if (twstat_incident_is_quiet(incident))
			twstat_incident_over(incident);
		else
			quiet = false;
	}
	spin_unlock(&incidents->lock);
	return quiet;
}

/**
 * twstat_incident_to_tell() - take one incident that listeners are to be told of
 * @tn: the namespace
 * @at: the place to begin at, 0 at first; set to that of the incident
 * @incident: filled in; either @tell_start or @tell_end is set
 *
 * Context: process.
 * Return: whether there is one.
 */
bool twstat_incident_to_tell(struct twstat_net *tn, unsigned int *at,
			     struct twstat_incident *incident)
{
	struct twstat_incidents *incidents = twstat_incidents_of(tn);
	struct twstat_incident *place;
	bool any = false;

	if (!incidents)
		return false;
	spin_lock(&incidents->lock);
	for (; *at < twstat_incidents_number; ++*at) {
		place = &incidents->place[*at];
		any = place->tell_start || place->tell_end;
		if (!any)
			continue;
		*incident = *place;
		/* First that it began. */
		if (place->tell_start) {
			incident->tell_end = false;
			place->tell_start = false;
		} else {
			place->tell_end = false;
		}
		break;
	}
	spin_unlock(&incidents->lock);
	return any;
}

/**
 * twstat_incident_copy() - read an incident
 * @tn: the namespace
 * @id: the least number; set to that of the incident
 * @incident: filled in
 *
 * Context: process.
 * Return: whether there is one.
 */
bool twstat_incident_copy(const struct twstat_net *tn, u64 *id,
			  struct twstat_incident *incident)
{
	struct twstat_incidents *incidents = twstat_incidents_of(tn);
	bool found;
	u64 first;

	if (!incidents)
		return false;
	spin_lock(&incidents->lock);
	first = incidents->last < twstat_incidents_number ? 1 :
		incidents->last - twstat_incidents_number + 1;
	*id = max(*id, first);
	found = *id <= incidents->last;
	if (found)
		*incident = *twstat_incident_place(incidents, *id);
	spin_unlock(&incidents->lock);
	return found;
}

/**
 * twstat_incidents_max() - return how many incidents a namespace remembers
 *
 * Return: the number.
 */
unsigned int twstat_incidents_max(void)
{
	return twstat_incidents_number;
}

/**
 * twstat_incidents_size() - return how much memory a namespace's incidents take
 * @tn: the namespace
 *
 * Return: the number of bytes.
 */
unsigned long twstat_incidents_size(const struct twstat_net *tn)
{
	return twstat_incidents_of(tn) ? twstat_incidents_bytes() : 0;
}

/**
 * twstat_incidents_init() - check the parameter
 *
 * Return: 0, or -EINVAL with a message in the kernel log.
 */
int twstat_incidents_init(void)
{
	if (twstat_incidents_number >= TWSTAT_INCIDENTS_LEAST &&
	    twstat_incidents_number <= TWSTAT_INCIDENTS_MOST)
		return 0;
	pr_err("incidents must be %d to %d, not %u\n", TWSTAT_INCIDENTS_LEAST,
	       TWSTAT_INCIDENTS_MOST, twstat_incidents_number);
	return -EINVAL;
}

/**
 * twstat_incidents_free() - free the incidents of a namespace that goes away
 * @tn: the namespace
 */
void twstat_incidents_free(struct twstat_net *tn)
{
	if (!tn->block)
		return;
	kvfree(tn->block->troubles.incidents);
	tn->block->troubles.incidents = NULL;
}
