/* SPDX-License-Identifier: GPL-2.0 */
/* Blocks: what a namespace needs from its first TCP event on. */
#ifndef _TWSTAT_TABLES_BLOCKS_H
#define _TWSTAT_TABLES_BLOCKS_H

#include <linux/list.h>
#include <linux/types.h>

#include "tables/endpoint_pool.h"
#include "tables/endpoints.h"
#include "tables/net.h"
#include "tables/trouble.h"

/**
 * struct twstat_block - what a namespace needs from its first TCP event on
 * @list: node in the list of spare blocks, or of those that were taken a moment ago
 * @cpu: the per-CPU numbers
 * @shards: the histograms, one set for each of twstat_histogram_shards()
 * @no_table: the table that @nowhere belongs to; it has no buckets
 * @nowhere: the endpoint of sockets whose endpoint is unknown, so that an entry always has
 *	one. It is in no bucket, and its counters are never read
 * @rows: what the namespace has taken from the pool of endpoints
 * @troubles: what is wrong there
 * @first: the first buckets of its tables, by enum twstat_endpoint_kind: each is a struct
 *	twstat_buckets of TWSTAT_BUCKETS_FIRST
 */
struct twstat_block {
	struct list_head list;
	struct twstat_cpu __percpu *cpu;
	struct twstat_histograms *shards;
	struct twstat_endpoints no_table;
	struct twstat_endpoint nowhere;
	struct twstat_rows rows;
	struct twstat_troubles troubles;
	u64 first[TWSTAT_ENDPOINT_KINDS][TWSTAT_BUCKETS_FIRST + 1];
};

bool twstat_block_take(struct twstat_net *tn);
bool twstat_block_give(struct twstat_net *tn);

void twstat_blocks_net_init(struct twstat_net *tn);
void twstat_blocks_net_begin(struct twstat_net *tn);
void twstat_blocks_net_stop(struct twstat_net *tn);
void twstat_blocks_net_exit(struct twstat_net *tn);

void twstat_blocks_reserve(const struct twstat_net *tn);
unsigned int twstat_block_shards(void);
unsigned long twstat_block_size(void);
unsigned int twstat_blocks_spare(void);

int twstat_blocks_init(void);
void twstat_blocks_exit(void);

#endif
