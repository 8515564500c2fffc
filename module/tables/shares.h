/* SPDX-License-Identifier: GPL-2.0 */
/* Endpoints that several CPUs use at once: their counts are kept per CPU. */
#ifndef _TWSTAT_TABLES_SHARES_H
#define _TWSTAT_TABLES_SHARES_H

#include <linux/cache.h>
#include <linux/percpu.h>
#include <linux/seqlock.h>

#include "tables/endpoint.h"

/* How many endpoints of the whole machine can have shares. */
#define TWSTAT_SHARES	64

/*
 * The unit of @share of an endpoint: the offset of its share in a CPU's memory, as a small
 * number. 0 means none, so the first unit is not used.
 */
#define TWSTAT_SHARE_UNIT	128

/**
 * struct twstat_share - what one CPU has added to the numbers of an endpoint
 * @refs: added to its @refs
 * @ports: added to its @ports
 * @told: the part of @ports that has been added to its @told_ports
 * @mini: added to its @mini
 * @count: added to its @count
 * @program: added to those of its @programs
 *
 * Only this CPU writes it, without preemption, until no CPU uses it any more.
 */
struct twstat_share {
	int refs;
	int ports;
	int told;
	int mini[TWSTAT_SUBSTATES][TWSTAT_KINDS];
	u64 count[TWSTAT_DST_COUNTS];
	struct twstat_program_share program[TWSTAT_PROGRAMS];
} __aligned(TWSTAT_SHARE_UNIT);

#define TWSTAT_SHARE_UNITS	(sizeof(struct twstat_share) / TWSTAT_SHARE_UNIT)

static_assert(!(sizeof(struct twstat_share) % TWSTAT_SHARE_UNIT));
static_assert(TWSTAT_SHARES * TWSTAT_SHARE_UNITS <= U8_MAX);

/* How much a CPU's share of @ports changes before the other CPUs see it in @told_ports. */
#define TWSTAT_SHARE_TELL	32

extern void __percpu *twstat_shares;
extern seqcount_t twstat_share_seq;

/**
 * twstat_share_at() - return an endpoint's share
 * @share: its @share, not 0
 *
 * Return: the share, for this_cpu_add() and the like.
 */
static __always_inline struct twstat_share __percpu *twstat_share_at(u8 share)
{
	return twstat_shares + share * TWSTAT_SHARE_UNIT;
}

/**
 * twstat_share_of() - return which share an endpoint has
 * @endpoint: the endpoint
 *
 * As long as it has one, it is not recycled: so its address is that of the same endpoint for
 * the rest of the handler.
 *
 * Context: no preemption.
 * Return: for twstat_share_at(); 0 if it has none.
 */
static __always_inline u8 twstat_share_of(const struct twstat_endpoint *endpoint)
{
	/* What is read of it after this is not older. */
	return smp_load_acquire(&endpoint->share);
}

u8 twstat_share_to_read(const struct twstat_endpoint *endpoint);
void twstat_share_tell(struct twstat_endpoint *endpoint, u8 share);
s64 twstat_shared(const struct twstat_endpoint *endpoint, const atomic_t *base,
		  size_t offset);
u64 twstat_shared_count(const struct twstat_endpoint *endpoint,
			enum twstat_endpoint_count what);

unsigned long twstat_shares_size(void);
int twstat_shares_init(void);
void twstat_shares_exit(void);

#endif
