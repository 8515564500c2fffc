// SPDX-License-Identifier: GPL-2.0
/*
 * SYNs that a mini-socket has refused, until they come again: how long the client waited.
 *
 * Any peer can send such SYNs, as many as it likes. So there is one small table for all
 * namespaces, and a SYN takes the place of the one that hashes to the same slot. Only how long
 * a client waited is lost then, and that is told as not seen.
 *
 * A slot is one word: most bits are of the SYN's hash, the others are the time at which it was
 * refused. The key of the hash is secret, so nobody can choose SYNs that share a slot.
 */
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/random.h>
#include <linux/siphash.h>

#include "tables/refused_syns.h"

#define TWSTAT_REFUSED_SYNS	1024

/* The time: 28 bits of units of 2^20 ns, so it repeats after more than three days. */
#define TWSTAT_SYN_TIME		GENMASK_ULL(27, 0)
#define TWSTAT_SYN_UNIT		20

static u64 twstat_refused_syns[TWSTAT_REFUSED_SYNS];
static siphash_key_t twstat_refused_syns_key __read_mostly;

static u64 twstat_refused_syn_hash(const struct twstat_syn *syn)
{
	return siphash(syn, sizeof(*syn), &twstat_refused_syns_key);
}

NOKPROBE_SYMBOL(twstat_refused_syn_hash);

/* The slot is chosen by bits that the word doesn't keep. */
static u64 *twstat_refused_syn_slot(u64 hash)
{
	return &twstat_refused_syns[hash % TWSTAT_REFUSED_SYNS];
}

NOKPROBE_SYMBOL(twstat_refused_syn_slot);

static u64 twstat_refused_syn_now(void)
{
	return ktime_get_ns() >> TWSTAT_SYN_UNIT;
}

NOKPROBE_SYMBOL(twstat_refused_syn_now);

/**
 * twstat_refused_syn_put() - note a SYN that was refused now
 * @syn: the SYN
 *
 * Context: handlers; any context without preemption.
 */
void twstat_refused_syn_put(const struct twstat_syn *syn)
{
	u64 hash = twstat_refused_syn_hash(syn);

	WRITE_ONCE(*twstat_refused_syn_slot(hash),
		   (hash & ~TWSTAT_SYN_TIME) |
		   (twstat_refused_syn_now() & TWSTAT_SYN_TIME));
}

NOKPROBE_SYMBOL(twstat_refused_syn_put);

/**
 * twstat_refused_syn_take() - find a SYN that comes again, and forget it
 * @syn: the SYN
 * @ms: set to the milliseconds since it was refused, if it is found
 *
 * Context: handlers; any context without preemption.
 * Return: whether it was refused before, and not taken since.
 */
bool twstat_refused_syn_take(const struct twstat_syn *syn, u32 *ms)
{
	u64 hash = twstat_refused_syn_hash(syn);
	u64 *slot = twstat_refused_syn_slot(hash);
	u64 word = READ_ONCE(*slot);
	u64 units;

	if (!word || (word ^ hash) & ~TWSTAT_SYN_TIME)
		return false;
	/* If the SYN comes twice at once, it is taken once. */
	if (cmpxchg(slot, word, 0) != word)
		return false;
	units = (twstat_refused_syn_now() - word) & TWSTAT_SYN_TIME;
	*ms = (units << TWSTAT_SYN_UNIT) / NSEC_PER_MSEC;
	return true;
}

NOKPROBE_SYMBOL(twstat_refused_syn_take);

/**
 * twstat_refused_syns_init() - choose the secret key of the hash
 */
void twstat_refused_syns_init(void)
{
	get_random_bytes(&twstat_refused_syns_key, sizeof(twstat_refused_syns_key));
}
