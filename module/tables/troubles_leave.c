// SPDX-License-Identifier: GPL-2.0
/* What leaves the lists of trouble: destinations that are not in trouble any more, or go away. */
#include <linux/irqflags.h>
#include <linux/ktime.h>

#include "tables/blocks.h"
#include "tables/endpoints.h"
#include "tables/troubles.h"

static void twstat_troubles_put(struct twstat_endpoint *to)
{
	atomic_dec(&twstat_endpoint_net(to)->block->troubles.number);
	local_irq_disable();
	twstat_endpoint_put(to);
	local_irq_enable();
}

static void twstat_troubles_put_all(struct llist_node **rows)
{
	struct twstat_endpoint *to;

	while ((to = twstat_troubles_pop(rows)))
		twstat_troubles_put(to);
}

/**
 * twstat_troubles_drop() - stop watching a destination that a look has taken
 * @to: the destination
 *
 * Return: whether that is done; if not, a connect() has just failed, or the alarm was raised: watch
 *	it.
 */
bool twstat_troubles_drop(struct twstat_endpoint *to)
{
	struct twstat_trouble *trouble = &to->trouble;

	WRITE_ONCE(trouble->listed, 0);
	/* Pairs with the barrier in twstat_trouble_row(). */
	smp_mb();
	if ((twstat_endpoint_counted(to, TWSTAT_DST_EXHAUSTED) != trouble->counted ||
	     READ_ONCE(to->alarm) == TWSTAT_NO_ALARM) && !cmpxchg(&trouble->listed, 0, 1)) {
		trouble->began = ktime_get_real_ns();
		return false;
	}
	twstat_troubles_put(to);
	return true;
}

/**
 * twstat_troubles_net_exit() - forget the troubles of a namespace that goes away
 * @tn: the namespace; no handler uses it any more
 *
 * Context: process, may sleep.
 */
void twstat_troubles_net_exit(struct twstat_net *tn)
{
	struct twstat_troubles *troubles;
	struct llist_node *nets;
	struct twstat_net *other;

	if (!tn->block)
		return;
	troubles = &tn->block->troubles;
	twstat_troubles_lock();
	if (troubles->listed) {
		nets = twstat_troubles_take();
		while ((other = twstat_troubles_next(&nets)))
			if (other != tn)
				twstat_troubles_list(other);
	}
	twstat_troubles_put_all(&troubles->watched);
	twstat_troubles_put_all(&troubles->done);
	twstat_troubles_put_all(&troubles->fresh);
	troubles->fresh = llist_del_all(&troubles->rows);
	twstat_troubles_put_all(&troubles->fresh);
	twstat_troubles_unlock();
}
