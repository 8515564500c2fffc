// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets that should have entered TIME_WAIT and were denied it.
 *
 * A denial can't be seen from outside: the function that denies is entered for
 * every birth too, and a probe on its return would cost each of them more than
 * all our hooks together. But tcp_time_wait() counts a denial (this CPU's
 * TCPTimeWaitOverflow) and closes the socket right after that, which a tracepoint
 * tells at once, while the cause can still be seen.
 */
#include <linux/kprobes.h>

#include "handlers/denied.h"
#include "tables/hook_state.h"
#include "tables/net.h"
#include "tcp/overflow.h"

/*
 * The count was compared a while ago, and any number may have ended since then; so
 * it also matters whether it was that many within the last second. If the limit
 * itself was changed in that time, a denial can be put down to the wrong cause; the
 * sum of both is right all the same.
 */
static enum twstat_counter twstat_denied_why(const struct twstat_net *tn)
{
	return twstat_overflow_is_near(tn->net) ||
	       (u32)jiffies - READ_ONCE(tn->full_at) < HZ ?
		TWSTAT_DENIED_LIMIT : TWSTAT_DENIED_NOMEM;
}

NOKPROBE_SYMBOL(twstat_denied_why);

static void twstat_denied_settle_cpu(struct twstat_net *tn, int cpu)
{
	unsigned long *seen_at = &per_cpu_ptr(tn->cpu, cpu)->overflow_seen;
	unsigned long seen, now;

	seen = READ_ONCE(*seen_at);
	/* What another CPU has seen, the kernel had counted before. */
	smp_rmb();
	now = twstat_overflow_on_cpu(tn->net, cpu);
	if (now != seen && try_cmpxchg(seen_at, &seen, now))
		twstat_count_add(tn, twstat_denied_why(tn), now - seen);
}

NOKPROBE_SYMBOL(twstat_denied_settle_cpu);

/**
 * twstat_denied_count() - count the denials on this CPU
 * @tn: the namespace
 *
 * Context: no preemption.
 */
void twstat_denied_count(struct twstat_net *tn)
{
	twstat_denied_settle_cpu(tn, smp_processor_id());
}

NOKPROBE_SYMBOL(twstat_denied_count);

/**
 * twstat_denied_ending() - a mini-socket is about to leave room for another one
 * @tn: its namespace
 *
 * Context: handlers; any context without preemption.
 */
void twstat_denied_ending(struct twstat_net *tn)
{
	u32 now = jiffies;

	if (unlikely(twstat_overflow_is_near(tn->net)) &&
	    READ_ONCE(tn->full_at) != now)
		WRITE_ONCE(tn->full_at, now);
}

NOKPROBE_SYMBOL(twstat_denied_ending);

/**
 * twstat_denied_settle() - count the denials that closed on another CPU
 * @tn: the namespace
 *
 * A process may be moved to another CPU between the two steps, see
 * twstat_denied_any(); so readers settle what is left.
 *
 * Context: any.
 */
void twstat_denied_settle(struct twstat_net *tn)
{
	int cpu;

	if (!twstat_hook_is_on(TWSTAT_HOOK_STATE))
		return;

	preempt_disable();
	for_each_possible_cpu(cpu)
		twstat_denied_settle_cpu(tn, cpu);
	preempt_enable();
}

/**
 * twstat_denied_net_init() - what was denied before is not ours to count
 * @tn: the new namespace, or one that was there when the module was loaded;
 *	nobody else uses it yet
 */
void twstat_denied_net_init(struct twstat_net *tn)
{
	int cpu;

	tn->full_at = (u32)jiffies - HZ;
	for_each_possible_cpu(cpu)
		per_cpu_ptr(tn->cpu, cpu)->overflow_seen =
			twstat_overflow_on_cpu(tn->net, cpu);
}
