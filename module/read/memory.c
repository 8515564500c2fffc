// SPDX-License-Identifier: GPL-2.0
/* How much memory twstat uses: the sizes that it asks the kernel for. */
#include "read/memory.h"
#include "tables/blocks.h"
#include "tables/conflicts.h"
#include "tables/endpoint_growth.h"
#include "tables/endpoint_pool.h"
#include "tables/entries.h"
#include "tables/entry_pool.h"
#include "tables/incidents.h"
#include "tables/net.h"
#include "tables/shares.h"

static unsigned long twstat_memory_net(const struct twstat_net *tn)
{
	const struct twstat_endpoints *table;
	unsigned long size = sizeof(*tn);

	if (twstat_net_counts(tn))
		size += twstat_block_size();
	for (table = tn->endpoints; table < tn->endpoints + TWSTAT_ENDPOINT_KINDS; table++)
		size += twstat_buckets_size(table) +
			READ_ONCE(table->number) * sizeof(struct twstat_endpoint);
	return size + twstat_conflicts_size(tn) + twstat_incidents_size(tn);
}

/**
 * twstat_memory_read() - read how much memory twstat uses
 * @memory: filled in
 * @tn: the namespace of its @net
 *
 * Context: process.
 */
void twstat_memory_read(struct twstat_memory *memory, const struct twstat_net *tn)
{
	memory->net = twstat_memory_net(tn);
	memory->entries = twstat_entry_pool_size();
	memory->endpoints = twstat_endpoint_pool_size();
	memory->spare = twstat_blocks_spare() * twstat_block_size();
	memory->fixed = twstat_entries_size() + twstat_shares_size() +
			num_possible_cpus() * sizeof(struct twstat_cpu);
}
