// SPDX-License-Identifier: GPL-2.0
/*
 * What handlers list for the look for incidents: destinations and namespaces in trouble.
 *
 * A handler counts a failure, and then lists where it happened, unless that is listed already.
 * The look takes something off its list and then reads the counts again. So no failure is left
 * out, and while nothing is wrong nothing is listed.
 */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/sched.h>

#include "tables/blocks.h"
#include "tables/programs.h"
#include "tables/troubles.h"

/* How long after the first trouble a look begins, and how often to look while it lasts. */
#define TWSTAT_TROUBLES_DELAY	(HZ / 10)
#define TWSTAT_TROUBLES_PERIOD	HZ

static LLIST_HEAD(twstat_troubled_nets);
static struct delayed_work twstat_troubles_work;

/* Held during a look: no namespace that it has taken goes away meanwhile. */
static DEFINE_MUTEX(twstat_troubles_looking);

static void twstat_troubles_add(struct twstat_net *tn, bool queue)
{
	struct twstat_troubles *troubles = &tn->block->troubles;

	if (test_and_set_bit(0, &troubles->listed))
		return;
	if (llist_add(&troubles->node, &twstat_troubled_nets) && queue)
		queue_delayed_work(system_dfl_wq, &twstat_troubles_work,
				   TWSTAT_TROUBLES_DELAY);
}

NOKPROBE_SYMBOL(twstat_troubles_add);

/**
 * twstat_troubles_list() - have the next look come to a namespace
 * @tn: the namespace, which has a block
 *
 * Context: any.
 */
void twstat_troubles_list(struct twstat_net *tn)
{
	twstat_troubles_add(tn, true);
}

NOKPROBE_SYMBOL(twstat_troubles_list);

/**
 * twstat_troubles_watch() - have the look that twstat_troubles_again() plans come to a namespace
 * @tn: the namespace
 *
 * Context: during a look.
 */
void twstat_troubles_watch(struct twstat_net *tn)
{
	twstat_troubles_add(tn, false);
}

/**
 * twstat_troubles_again() - plan the next look
 *
 * Context: during a look.
 */
void twstat_troubles_again(void)
{
	queue_delayed_work(system_dfl_wq, &twstat_troubles_work, TWSTAT_TROUBLES_PERIOD);
}

/**
 * twstat_trouble_list() - list a destination
 * @to: the destination, held; nothing is done for a service
 *
 * If too many are listed, IncidentLost counts it.
 *
 * Context: as twstat_trouble_row().
 */
void twstat_trouble_list(struct twstat_endpoint *to)
{
	struct twstat_trouble *trouble = &to->trouble;
	struct twstat_net *tn = twstat_endpoint_net(to);

	if (to->kind != TWSTAT_DESTINATION || cmpxchg(&trouble->listed, 0, 1))
		return;
	/* What is listed keeps memory, and there may be ever new destinations. */
	if (atomic_inc_return(&tn->block->troubles.number) > TWSTAT_TROUBLES_MOST) {
		atomic_dec(&tn->block->troubles.number);
		WRITE_ONCE(to->alarm, READ_ONCE(tn->block->troubles.alarm));
		WRITE_ONCE(trouble->listed, 0);
		twstat_count(tn, TWSTAT_INCIDENT_LOST);
		return;
	}
	trouble->began = ktime_get_real_ns();
	atomic_inc(&to->refs);
	llist_add(&trouble->node, &tn->block->troubles.rows);
	twstat_troubles_list(tn);
}

NOKPROBE_SYMBOL(twstat_trouble_list);

/**
 * twstat_trouble_alarm() - note that a destination has reached its alarm
 * @to: the destination, held
 *
 * The look determines whether it is in trouble, and sets the alarm again.
 *
 * Context: as twstat_trouble_row().
 */
void twstat_trouble_alarm(struct twstat_endpoint *to)
{
	WRITE_ONCE(to->alarm, TWSTAT_NO_ALARM);
	twstat_trouble_row(to);
}

NOKPROBE_SYMBOL(twstat_trouble_alarm);

/**
 * twstat_trouble_flag() - note that something has happened in a namespace
 * @tn: the namespace
 * @kind: what
 *
 * Context: handlers, after it was counted; or process, without preemption.
 */
void twstat_trouble_flag(struct twstat_net *tn, enum twstat_trouble_kind kind)
{
	struct twstat_troubles *troubles = &tn->block->troubles;

	/* As in twstat_trouble_row(). */
	smp_mb();
	if (READ_ONCE(troubles->flags) & BIT(kind))
		return;
	if (kind < TWSTAT_TROUBLE_KINDS)
		WRITE_ONCE(troubles->began[kind], ktime_get_real_ns());
	if (!test_and_set_bit(kind, &troubles->flags))
		twstat_troubles_list(tn);
}

NOKPROBE_SYMBOL(twstat_trouble_flag);

/**
 * twstat_trouble_bind() - note that a bind() to port 0 has failed
 * @tn: the namespace
 * @sk: the socket
 *
 * Context: handlers, in the task that called bind(); no preemption.
 */
void twstat_trouble_bind(struct twstat_net *tn, const struct sock *sk)
{
	struct twstat_troubles *troubles = &tn->block->troubles;

	if (!(READ_ONCE(troubles->flags) & BIT(TWSTAT_TROUBLE_BIND_AUTO)) &&
	    twstat_switches.who) {
		twstat_program_id_of(&troubles->program, sk);
		WRITE_ONCE(troubles->pid, current->tgid);
	}
	twstat_trouble_flag(tn, TWSTAT_TROUBLE_BIND_AUTO);
}

NOKPROBE_SYMBOL(twstat_trouble_bind);

/**
 * twstat_troubles_lock() - begin a look
 *
 * Until twstat_troubles_unlock() no namespace goes away that has a block.
 *
 * Context: process, may sleep.
 */
void twstat_troubles_lock(void)
{
	mutex_lock(&twstat_troubles_looking);
}

/**
 * twstat_troubles_unlock() - end a look
 */
void twstat_troubles_unlock(void)
{
	mutex_unlock(&twstat_troubles_looking);
}

/**
 * twstat_troubles_take() - take all namespaces that are to be looked at
 *
 * Context: during a look.
 * Return: for twstat_troubles_next().
 */
struct llist_node *twstat_troubles_take(void)
{
	lockdep_assert_held(&twstat_troubles_looking);
	return llist_reverse_order(llist_del_all(&twstat_troubled_nets));
}

/**
 * twstat_troubles_next() - take the first of these namespaces
 * @nets: from twstat_troubles_take()
 *
 * From now on, trouble lists it again.
 *
 * Return: the namespace, or NULL.
 */
struct twstat_net *twstat_troubles_next(struct llist_node **nets)
{
	struct twstat_troubles *troubles;

	if (!*nets)
		return NULL;
	troubles = llist_entry(*nets, struct twstat_troubles, node);
	*nets = (*nets)->next;
	clear_bit(0, &troubles->listed);
	/* A handler that sees the bit set has listed its destination before. */
	smp_mb__after_atomic();
	return container_of(troubles, struct twstat_block, troubles)->rows.tn;
}

/**
 * twstat_troubles_pop() - take the first destination of a list
 * @rows: the list
 *
 * Return: the destination, which is still listed; or NULL.
 */
struct twstat_endpoint *twstat_troubles_pop(struct llist_node **rows)
{
	struct llist_node *node = *rows;

	if (!node)
		return NULL;
	*rows = node->next;
	cond_resched();
	return container_of(node, struct twstat_endpoint, trouble.node);
}

/**
 * twstat_troubles_push() - put a destination that a look has taken into a list
 * @rows: the list
 * @to: the destination
 */
void twstat_troubles_push(struct llist_node **rows, struct twstat_endpoint *to)
{
	to->trouble.node.next = *rows;
	*rows = &to->trouble.node;
}

/**
 * twstat_troubles_init() - set what a look does
 * @look: it
 */
void twstat_troubles_init(work_func_t look)
{
	INIT_DELAYED_WORK(&twstat_troubles_work, look);
}

/**
 * twstat_troubles_exit() - wait for the last look; no namespace is left
 *
 * Context: process, may sleep.
 */
void twstat_troubles_exit(void)
{
	cancel_delayed_work_sync(&twstat_troubles_work);
}
