// SPDX-License-Identifier: GPL-2.0
/*
 * What made bind() and connect() calls fail, by port and cause.
 *
 * A namespace that never had such a failure has no table. Only who examines its failed calls
 * writes, one at a time, so that two never make the same table or the same row. Readers copy
 * rows.
 */
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <net/ipv6.h>

#include "tables/charge.h"
#include "tables/conflicts.h"
#include "tables/incidents.h"
#include "tables/net.h"
#include "tables/refused.h"
#include "tables/troubles.h"
#include "tcp/port_range.h"

/* How many rows a namespace may have: a program can try any number of ports. */
#define TWSTAT_CONFLICTS	32

/**
 * struct twstat_conflicts - the rows of a namespace
 * @lock: protects the other members
 * @used: how often a row was used
 * @generation: how many rows were added or replaced
 * @row: the rows, those in use first
 */
struct twstat_conflicts {
	spinlock_t lock; /* protects all below */
	u64 used;
	u32 generation;
	struct twstat_conflict row[TWSTAT_CONFLICTS];
};

static bool twstat_conflict_is(const struct twstat_conflict_key *a,
			       const struct twstat_conflict_key *b)
{
	return a->kind == b->kind && a->cause == b->cause && a->port == b->port &&
	       a->remote_port == b->remote_port &&
	       ipv6_addr_equal(&a->local, &b->local) &&
	       ipv6_addr_equal(&a->remote, &b->remote);
}

/* Finds a row by its key, or else one that is free or was used longest ago. */
static struct twstat_conflict *
twstat_conflicts_find(struct twstat_conflicts *conflicts,
		      const struct twstat_conflict_key *key)
{
	struct twstat_conflict *oldest = conflicts->row, *row;

	for (row = conflicts->row; row < conflicts->row + TWSTAT_CONFLICTS; row++) {
		if (row->used && twstat_conflict_is(&row->key, key))
			return row;
		if (row->used < oldest->used)
			oldest = row;
	}
	return oldest;
}

static struct twstat_conflicts *twstat_conflicts_of(struct twstat_net *tn)
{
	struct twstat_conflicts *conflicts = tn->conflicts;
	struct mem_cgroup *before;

	if (conflicts)
		return conflicts;
	before = twstat_charge_begin(tn->payer);
	conflicts = kzalloc(sizeof(*conflicts), twstat_charge_gfp(tn->payer));
	twstat_charge_end(before);
	if (!conflicts)
		return NULL;
	spin_lock_init(&conflicts->lock);
	/* Pairs with smp_load_acquire() of readers. */
	smp_store_release(&tn->conflicts, conflicts);
	return conflicts;
}

/* Whatever holds the port or the tuple, it is one incident. */
static void twstat_conflict_is_incident(struct twstat_net *tn,
					const struct twstat_conflict_key *key,
					const struct twstat_refused *refused)
{
	bool connect = key->kind == TWSTAT_CONFLICT_KIND_CONNECT;
	struct twstat_incident_note note = {
		.kind = connect ? TWSTAT_INCIDENT_KIND_TUPLE_BUSY :
			TWSTAT_INCIDENT_KIND_BIND_REFUSED,
		.key = {
			.local		= key->local,
			.remote		= key->remote,
			.local_port	= key->port,
			.port		= key->remote_port,
			.device		= refused->call.request.device,
			.addressed	= true,
		},
		.failures = refused->count,
		.usable = twstat_port_range_usable(tn->net),
		.at = ktime_get_real_ns(),
	};

	note.began = note.at - min_t(u64, ktime_get_ns() - refused->at, NSEC_PER_SEC);
	if (refused->pid) {
		note.program = refused->program;
		note.pid = refused->pid;
	}
	twstat_incident_note(tn, 0, &note);
	twstat_troubles_list(tn);
}

/**
 * twstat_conflicts_add() - record why calls failed
 * @tn: the namespace
 * @key: what they asked for, and why they failed
 * @holder: what holds the port
 * @refused: the calls that failed
 *
 * If there is no memory for the namespace's table, ConflictLost counts the calls. It also
 * counts those of a row that is replaced. So at rest the sum of all rows and of ConflictLost is
 * the sum of BindInTimeWait and ConnectTupleBusy.
 *
 * Context: process, may sleep; the caller holds the namespace's @examining.
 */
void twstat_conflicts_add(struct twstat_net *tn, const struct twstat_conflict_key *key,
			  const struct twstat_holder *holder,
			  const struct twstat_refused *refused)
{
	struct twstat_conflicts *conflicts = twstat_conflicts_of(tn);
	struct twstat_conflict *row;

	twstat_conflict_is_incident(tn, key, refused);
	if (!conflicts) {
		twstat_count_add(tn, TWSTAT_CONFLICT_LOST, refused->count);
		return;
	}
	spin_lock(&conflicts->lock);
	row = twstat_conflicts_find(conflicts, key);
	if (!row->used || !twstat_conflict_is(&row->key, key)) {
		twstat_count_add(tn, TWSTAT_CONFLICT_LOST, row->count);
		row->key = *key;
		row->count = 0;
		conflicts->generation++;
	}
	row->holder = *holder;
	row->count += refused->count;
	row->seen = ktime_get_real_ns();
	row->program = refused->program;
	row->pid = refused->pid;
	row->used = ++conflicts->used;
	spin_unlock(&conflicts->lock);
}

/**
 * twstat_conflicts_copy() - copy a row
 * @tn: the namespace
 * @at: the number of the row, from 0 on
 * @conflict: filled in
 *
 * Context: process.
 * Return: whether there is such a row.
 */
bool twstat_conflicts_copy(const struct twstat_net *tn, unsigned int at,
			   struct twstat_conflict *conflict)
{
	/* Pairs with smp_store_release() in twstat_conflicts_of(). */
	struct twstat_conflicts *conflicts = smp_load_acquire(&tn->conflicts);

	if (!conflicts || at >= TWSTAT_CONFLICTS)
		return false;
	spin_lock(&conflicts->lock);
	*conflict = conflicts->row[at];
	spin_unlock(&conflicts->lock);
	return conflict->used;
}

/**
 * twstat_conflicts_generation() - return a number that identifies the set of rows
 * @tn: the namespace
 *
 * Return: the number. It changes with each row that is added or replaced; never 0.
 */
u32 twstat_conflicts_generation(const struct twstat_net *tn)
{
	/* Pairs with smp_store_release() in twstat_conflicts_of(). */
	const struct twstat_conflicts *conflicts = smp_load_acquire(&tn->conflicts);

	return (conflicts ? READ_ONCE(conflicts->generation) : 0) + 1 ?: 1;
}

/**
 * twstat_conflicts_size() - return how much memory a namespace's table takes
 * @tn: the namespace
 *
 * Return: the number of bytes.
 */
unsigned long twstat_conflicts_size(const struct twstat_net *tn)
{
	return READ_ONCE(tn->conflicts) ? sizeof(struct twstat_conflicts) : 0;
}

/**
 * twstat_conflicts_free() - free a namespace's table
 * @tn: the namespace; no failed call of it waits to be examined, and nobody reads
 *
 * Context: process.
 */
void twstat_conflicts_free(struct twstat_net *tn)
{
	kfree(tn->conflicts);
	tn->conflicts = NULL;
}
