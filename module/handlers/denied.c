// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets that should have entered TIME_WAIT, but for which there was no mini-socket.
 *
 * No cheap hook sees a denial: the function that denies is also called for every birth, and a
 * probe on its return would cost each birth more than all other hooks together. But
 * tcp_time_wait() counts a denial in this CPU's TCPTimeWaitOverflow and closes the socket
 * right after that. The tracepoint reports the close at once, while the cause can still be
 * determined.
 */
#include <linux/kprobes.h>

#include "handlers/denied.h"
#include "tables/hook_state.h"
#include "tables/net.h"
#include "tables/troubles.h"
#include "tcp/overflow.h"

/*
 * The kernel compared the number with the limit a moment ago, and sockets may have ended since
 * then. So this also checks whether the limit was reached within the last second. If the limit
 * itself was changed in that time, a denial can be counted under the wrong cause; the sum of
 * both causes is right anyway.
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
	/* Read the count after overflow_seen: it is at least what another CPU stored there. */
	smp_rmb();
	now = twstat_overflow_on_cpu(tn->net, cpu);
	if (now != seen && try_cmpxchg(seen_at, &seen, now)) {
		twstat_changes_denied(tn);
		twstat_count_add(tn, twstat_denied_why(tn), now - seen);
		twstat_trouble_flag(tn, TWSTAT_TROUBLE_DENIED);
	}
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
 * twstat_denied_ending() - note that the limit is reached before a mini-socket makes room
 * @tn: the namespace of the mini-socket that ends
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
 * twstat_denied_settle() - count the denials of sockets that closed on another CPU
 * @tn: the namespace
 *
 * A process may be moved to another CPU between the kernel's count and the close, see
 * twstat_denied_any(). Readers count what such a move left over.
 *
 * Context: any.
 */
void twstat_denied_settle(struct twstat_net *tn)
{
	int cpu;

	if (!twstat_hook_is_on(TWSTAT_HOOK_STATE))
		return;

	/* A namespace that goes away waits for this. */
	preempt_disable();
	if (twstat_net_counts(tn))
		for_each_possible_cpu(cpu)
			twstat_denied_settle_cpu(tn, cpu);
	preempt_enable();
}

/**
 * twstat_denied_net_init() - skip the denials from before twstat watched a namespace
 * @tn: the namespace, new or existing before module load; no other CPU uses @tn yet
 */
void twstat_denied_net_init(struct twstat_net *tn)
{
	int cpu;

	tn->full_at = (u32)jiffies - HZ;
	if (!twstat_net_counts(tn))
		return;
	for_each_possible_cpu(cpu)
		per_cpu_ptr(tn->cpu, cpu)->overflow_seen =
			twstat_overflow_on_cpu(tn->net, cpu);
}
