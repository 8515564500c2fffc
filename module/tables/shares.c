// SPDX-License-Identifier: GPL-2.0
/*
 * Endpoints that several CPUs use at once: their counts are kept per CPU.
 *
 * An endpoint counts in its own memory, by atomic operations. If different CPUs use it all the
 * time, each of these operations waits for the cache line of another CPU. So such an endpoint
 * gets a share on each CPU, see tables/sharing.c. As long as it has that, handlers add to the
 * share of their CPU, and readers add all shares to the endpoint's own numbers.
 *
 * The numbers are exact at every quiet moment. Only the highest number of ports in use isn't:
 * each CPU tells the others of every 32nd change, so the peak can be off by 32 for each CPU.
 */
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/percpu.h>

#include "tables/shares.h"
#include "tables/troubles.h"

void __percpu *twstat_shares __read_mostly;

/* Changes while shares are folded into their endpoint. */
seqcount_t twstat_share_seq = SEQCNT_ZERO(twstat_share_seq);

/**
 * twstat_share_tell() - add what this CPU has changed to the number of ports that all CPUs see
 * @endpoint: the endpoint
 * @share: its share
 *
 * Context: no preemption.
 */
void twstat_share_tell(struct twstat_endpoint *endpoint, u8 share)
{
	struct twstat_share *mine = this_cpu_ptr(twstat_share_at(share));
	unsigned long flags;
	int now, peak;

	/* A handler that interrupts this one may come here, too. */
	local_irq_save(flags);
	now = atomic_add_return(mine->ports - mine->told, &endpoint->told_ports);
	mine->told = mine->ports;
	local_irq_restore(flags);
	peak = atomic_read(&endpoint->peak);
	if (now > peak)
		WRITE_ONCE(endpoint->peak_at, get_jiffies_64());
	while (now > peak && !atomic_try_cmpxchg(&endpoint->peak, &peak, now))
		;
	if (unlikely(now >= READ_ONCE(endpoint->alarm)))
		twstat_trouble_alarm(endpoint);
}

NOKPROBE_SYMBOL(twstat_share_tell);

/**
 * twstat_share_to_read() - return which share of an endpoint a reader adds to its own numbers
 * @endpoint: the endpoint
 *
 * Context: between read_seqcount_begin() and read_seqcount_retry() of twstat_share_seq.
 * Return: its shares, or those that are just being folded; 0 if there are none.
 */
u8 twstat_share_to_read(const struct twstat_endpoint *endpoint)
{
	return twstat_share_of(endpoint) ?: READ_ONCE(endpoint->folding);
}

NOKPROBE_SYMBOL(twstat_share_to_read);

/**
 * twstat_shared() - add all shares of a number to an endpoint's own
 * @endpoint: the endpoint, held
 * @base: its own number
 * @offset: of the number, in struct twstat_share
 *
 * Context: any.
 * Return: the sum.
 */
s64 twstat_shared(const struct twstat_endpoint *endpoint, const atomic_t *base,
		  size_t offset)
{
	unsigned int seq;
	int cpu, sum;
	u8 share;

	do {
		seq = read_seqcount_begin(&twstat_share_seq);
		share = twstat_share_to_read(endpoint);
		sum = atomic_read(base);
		if (!share)
			continue;
		for_each_possible_cpu(cpu)
			sum += READ_ONCE(*(int *)((void *)per_cpu_ptr(twstat_share_at(share),
								      cpu) + offset));
	} while (read_seqcount_retry(&twstat_share_seq, seq));
	return sum;
}

NOKPROBE_SYMBOL(twstat_shared);

/**
 * twstat_shared_count() - read a counter of an endpoint
 * @endpoint: the endpoint, held
 * @what: the counter
 *
 * Context: any.
 * Return: the count, with all shares.
 */
u64 twstat_shared_count(const struct twstat_endpoint *endpoint,
			enum twstat_endpoint_count what)
{
	unsigned int seq;
	u8 share;
	u64 sum;
	int cpu;

	do {
		seq = read_seqcount_begin(&twstat_share_seq);
		share = twstat_share_to_read(endpoint);
		sum = atomic64_read(&endpoint->count[what]);
		if (!share)
			continue;
		for_each_possible_cpu(cpu)
			sum += READ_ONCE(per_cpu_ptr(twstat_share_at(share), cpu)->count[what]);
	} while (read_seqcount_retry(&twstat_share_seq, seq));
	return sum;
}

NOKPROBE_SYMBOL(twstat_shared_count);

/**
 * twstat_shares_size() - return how much memory the shares take
 *
 * Return: the number of bytes.
 */
unsigned long twstat_shares_size(void)
{
	return num_possible_cpus() *
	       (TWSTAT_SHARE_UNIT + TWSTAT_SHARES * sizeof(struct twstat_share));
}

/**
 * twstat_shares_init() - allocate the shares
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_shares_init(void)
{
	twstat_shares = __alloc_percpu(TWSTAT_SHARE_UNIT +
				       TWSTAT_SHARES * sizeof(struct twstat_share),
				       TWSTAT_SHARE_UNIT);
	return twstat_shares ? 0 : -ENOMEM;
}

/**
 * twstat_shares_exit() - free the shares; no handler may run any more
 */
void twstat_shares_exit(void)
{
	free_percpu(twstat_shares);
}
