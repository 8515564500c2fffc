// SPDX-License-Identifier: GPL-2.0
/*
 * Changes that listeners for events want to know of.
 *
 * Handlers list a destination before they change it, and the namespace with it; both are lists
 * without a lock. A round takes all namespaces, and looks at their listed destinations. A
 * destination of which there is nothing more to tell leaves its list in two steps: it becomes
 * TWSTAT_LISTED_READ, so that the next change is noticed; and after a grace period, when all
 * handlers are done that saw it listed before, it is looked at again.
 */
#include <linux/kprobes.h>
#include <linux/mutex.h>
#include <linux/sched.h>

#include "tables/changes.h"
#include "tables/endpoints.h"
#include "tables/net.h"

/* How long after the first change a round begins, in jiffies. */
#define TWSTAT_CHANGES_PERIOD	(HZ / 10)

struct twstat_hearing twstat_hearing __read_mostly = { .era = 1 };

static LLIST_HEAD(twstat_changed_nets);
static struct delayed_work twstat_changes_work;

/* Held during a round: no namespace that the round has taken goes away meanwhile. */
static DEFINE_MUTEX(twstat_changes_round);

/**
 * twstat_changes_heard() - check whether anyone in a namespace may listen
 * @tn: the namespace
 * @id: the audience
 *
 * Return: whether someone may.
 */
bool twstat_changes_heard(const struct twstat_net *tn, enum twstat_audience_id id)
{
	return READ_ONCE(twstat_hearing.on[id]) &&
	       READ_ONCE(tn->changes.audience[id].deaf) != READ_ONCE(twstat_hearing.era);
}

NOKPROBE_SYMBOL(twstat_changes_heard);

/**
 * twstat_changes_since() - return a number that identifies for how long changes are listed
 * @tn: the namespace
 * @id: the audience
 *
 * What was told before is worth nothing if changes were not listed meanwhile.
 *
 * Return: the number; it is another one after a time without listeners. Never 0.
 */
u32 twstat_changes_since(const struct twstat_net *tn, enum twstat_audience_id id)
{
	return READ_ONCE(twstat_hearing.since[id]) +
	       READ_ONCE(tn->changes.audience[id].since);
}

NOKPROBE_SYMBOL(twstat_changes_since);

/**
 * twstat_changes_list() - have the next round look at a namespace
 * @tn: the namespace
 *
 * Context: any.
 */
void twstat_changes_list(struct twstat_net *tn)
{
	if (test_and_set_bit(0, &tn->changes.listed))
		return;
	if (llist_add(&tn->changes.node, &twstat_changed_nets))
		queue_delayed_work(system_long_wq, &twstat_changes_work,
				   TWSTAT_CHANGES_PERIOD);
}

NOKPROBE_SYMBOL(twstat_changes_list);

/* A listed destination becomes TWSTAT_LISTED; returns whether it wasn't listed. */
static bool twstat_changes_claim(struct twstat_told *told)
{
	if (READ_ONCE(told->listing) == TWSTAT_LISTED_READ &&
	    cmpxchg(&told->listing, TWSTAT_LISTED_READ, TWSTAT_LISTED_AGAIN))
		return false;
	return cmpxchg(&told->listing, TWSTAT_UNLISTED, TWSTAT_LISTED) == TWSTAT_UNLISTED;
}

NOKPROBE_SYMBOL(twstat_changes_claim);

/**
 * twstat_changes_list_row() - list a destination if someone in its namespace may listen
 * @told: its @told
 *
 * Whoever changes the destination before it is listed tries to list it, too. So what this reads
 * before it succeeds are the numbers before the first change.
 *
 * Context: as twstat_changes_row().
 */
void twstat_changes_list_row(struct twstat_told *told)
{
	struct twstat_endpoint *to = container_of(told, struct twstat_endpoint, told);
	struct twstat_net *tn = twstat_endpoint_net(to);
	u32 since, ports, exhausted;

	if (to->table->kind != TWSTAT_DESTINATION)
		return;
	since = twstat_changes_since(tn, TWSTAT_AUDIENCE_DESTINATIONS);
	/* If this @since comes after a time without listeners, so does what is read now. */
	smp_rmb();
	if (!twstat_changes_heard(tn, TWSTAT_AUDIENCE_DESTINATIONS))
		return;
	ports = twstat_endpoint_ports(to);
	exhausted = twstat_endpoint_counted(to, TWSTAT_DST_EXHAUSTED);
	if (!twstat_changes_claim(told))
		return;

	atomic_inc(&to->refs);
	if (told->since != since) {
		told->since = since;
		told->ports = ports;
		told->exhausted = exhausted;
		told->fresh = true;
	}
	llist_add(&told->node, &tn->changes.rows);
	twstat_changes_list(tn);
}

NOKPROBE_SYMBOL(twstat_changes_list_row);

static u32 twstat_changes_denials(const struct twstat_net *tn)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		const u64 *count = per_cpu_ptr(READ_ONCE(tn->cpu), cpu)->count;

		sum += READ_ONCE(count[TWSTAT_DENIED_LIMIT]) +
		       READ_ONCE(count[TWSTAT_DENIED_NOMEM]);
	}
	return sum;
}

NOKPROBE_SYMBOL(twstat_changes_denials);

/**
 * twstat_changes_list_denied() - list a denial if someone in its namespace may listen
 * @tn: the namespace
 *
 * Context: as twstat_changes_denied().
 */
void twstat_changes_list_denied(struct twstat_net *tn)
{
	struct twstat_changes *changes = &tn->changes;
	u32 since = twstat_changes_since(tn, TWSTAT_AUDIENCE_EVENTS);
	u64 base = READ_ONCE(changes->denied_base);

	/* As in twstat_changes_list_row(). */
	smp_rmb();
	if (!twstat_changes_heard(tn, TWSTAT_AUDIENCE_EVENTS))
		return;
	if (base >> 32 != since)
		cmpxchg64(&changes->denied_base, base,
			  (u64)since << 32 | twstat_changes_denials(tn));
	if (READ_ONCE(changes->denied))
		return;
	WRITE_ONCE(changes->denied, true);
	twstat_changes_list(tn);
}

NOKPROBE_SYMBOL(twstat_changes_list_denied);

/**
 * twstat_changes_lock() - begin a round
 *
 * Until twstat_changes_unlock() no namespace goes away that has netlink state.
 *
 * Context: process, may sleep.
 */
void twstat_changes_lock(void)
{
	mutex_lock(&twstat_changes_round);
}

/**
 * twstat_changes_unlock() - end a round
 */
void twstat_changes_unlock(void)
{
	mutex_unlock(&twstat_changes_round);
}

/**
 * twstat_changes_take() - take all namespaces with changes
 *
 * Context: in a round.
 * Return: for twstat_changes_next().
 */
struct llist_node *twstat_changes_take(void)
{
	lockdep_assert_held(&twstat_changes_round);
	return llist_reverse_order(llist_del_all(&twstat_changed_nets));
}

/**
 * twstat_changes_next() - take the first of these namespaces
 * @nets: from twstat_changes_take()
 *
 * From now on, a change lists it again.
 *
 * Return: the namespace, or NULL.
 */
struct twstat_net *twstat_changes_next(struct llist_node **nets)
{
	struct twstat_net *tn;

	if (!*nets)
		return NULL;
	tn = llist_entry(*nets, struct twstat_net, changes.node);
	*nets = (*nets)->next;
	clear_bit(0, &tn->changes.listed);
	/* A handler that sees the bit set has listed its destination before. */
	smp_mb__after_atomic();
	return tn;
}

static struct twstat_endpoint *twstat_changes_endpoint(struct llist_node *node)
{
	return container_of(node, struct twstat_endpoint, told.node);
}

/* Takes the first node of a list. */
static struct twstat_endpoint *twstat_changes_pop(struct llist_node **list)
{
	struct llist_node *node = *list;

	if (!node)
		return NULL;
	*list = node->next;
	cond_resched();
	return twstat_changes_endpoint(node);
}

static void twstat_changes_push(struct llist_node **list, struct twstat_endpoint *to)
{
	to->told.node.next = *list;
	*list = &to->told.node;
}

static void twstat_changes_put(struct twstat_endpoint *to)
{
	local_irq_disable();
	twstat_endpoint_put(to);
	local_irq_enable();
}

/* Moves the destinations that handlers have listed to the kept ones. */
static void twstat_changes_gather(struct twstat_changes *changes)
{
	struct llist_node *rows = llist_del_all(&changes->rows);
	struct twstat_endpoint *to;

	while ((to = twstat_changes_pop(&rows)))
		twstat_changes_push(&changes->kept, to);
}

/**
 * twstat_changes_look() - look at a namespace's listed destinations
 * @tn: the namespace
 * @look: returns whether there may be more to tell, so that the next round looks again
 * @data: for @look
 *
 * Follow this by a grace period and twstat_changes_settle().
 *
 * Context: in a round, with the lock of struct twstat_netlink.
 */
void twstat_changes_look(struct twstat_net *tn, twstat_changes_visit *look, void *data)
{
	struct twstat_changes *changes = &tn->changes;
	struct twstat_endpoint *to;
	struct llist_node *rows;

	twstat_changes_gather(changes);
	rows = changes->kept;
	changes->kept = NULL;
	while ((to = twstat_changes_pop(&rows))) {
		if (look(to, data)) {
			twstat_changes_push(&changes->kept, to);
			continue;
		}
		WRITE_ONCE(to->told.listing, TWSTAT_LISTED_READ);
		twstat_changes_push(&changes->read, to);
	}
}

/**
 * twstat_changes_settle() - look again at the destinations that a round is done with
 * @tn: the namespace
 * @look: as for twstat_changes_look()
 * @data: for @look
 *
 * Context: as twstat_changes_look().
 */
void twstat_changes_settle(struct twstat_net *tn, twstat_changes_visit *look, void *data)
{
	struct twstat_changes *changes = &tn->changes;
	struct twstat_endpoint *to;

	while ((to = twstat_changes_pop(&changes->read))) {
		if (look(to, data) ||
		    cmpxchg(&to->told.listing, TWSTAT_LISTED_READ, TWSTAT_UNLISTED) !=
		    TWSTAT_LISTED_READ) {
			WRITE_ONCE(to->told.listing, TWSTAT_LISTED);
			twstat_changes_push(&changes->kept, to);
		} else {
			twstat_changes_put(to);
		}
	}
	if (changes->kept)
		twstat_changes_list(tn);
}

/**
 * twstat_changes_each() - visit all listed destinations of a namespace
 * @tn: the namespace
 * @visit: called for each; its result is ignored
 * @data: for @visit
 *
 * Context: process, with the lock of struct twstat_netlink.
 */
void twstat_changes_each(struct twstat_net *tn, twstat_changes_visit *visit, void *data)
{
	struct twstat_changes *changes = &tn->changes;
	struct llist_node *node;

	twstat_changes_gather(changes);
	for (node = changes->kept; node; node = node->next)
		visit(twstat_changes_endpoint(node), data);
	for (node = changes->read; node; node = node->next)
		visit(twstat_changes_endpoint(node), data);
}

/**
 * twstat_changes_net_exit() - forget the changes of a namespace that goes away
 * @tn: the namespace; no handler uses it any more
 *
 * Context: process, may sleep.
 */
void twstat_changes_net_exit(struct twstat_net *tn)
{
	struct twstat_changes *changes = &tn->changes;
	struct twstat_endpoint *to;
	struct llist_node *nets;
	struct twstat_net *other;

	twstat_changes_lock();
	if (changes->listed) {
		nets = twstat_changes_take();
		while ((other = twstat_changes_next(&nets)))
			if (other != tn)
				twstat_changes_list(other);
	}
	twstat_changes_gather(changes);
	while ((to = twstat_changes_pop(&changes->kept)))
		twstat_changes_put(to);
	twstat_changes_unlock();
}

/**
 * twstat_changes_init() - set what a round does
 * @look: it
 *
 * Call this before @on of twstat_hearing is set.
 */
void twstat_changes_init(work_func_t look)
{
	INIT_DELAYED_WORK(&twstat_changes_work, look);
}

/**
 * twstat_changes_exit() - wait for the last round
 *
 * Call this after @on of twstat_hearing was cleared, and a grace period.
 *
 * Context: process, may sleep.
 */
void twstat_changes_exit(void)
{
	cancel_delayed_work_sync(&twstat_changes_work);
}
