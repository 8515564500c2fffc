// SPDX-License-Identifier: GPL-2.0
/*
 * The tables of live sockets: mini-sockets, and full ones that connected.
 *
 * The first has as many buckets as TCP's own table of established sockets and uses the
 * hash that TCP has computed and keyed for that one, so that chains are as long as the
 * kernel's and cost no second hash. A full socket gets that only once it has a port, so in
 * the second one its address says where its entry is. They are apart, since all that
 * happens to a connection is looked up among full sockets: that costs the same however
 * many are in TIME_WAIT.
 */
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <net/inet_hashtables.h>

#include "tables/entries.h"

struct twstat_bucket *twstat_mini_buckets __read_mostly;
struct twstat_bucket *twstat_full_buckets __read_mostly;
u32 twstat_bucket_mask __read_mostly;

atomic_t twstat_entries_searching[TWSTAT_ENTRIES_PARTS];

static void twstat_entries_walk_bucket(struct twstat_bucket *bucket,
				       bool (*visit)(struct twstat_entry *entry,
						     void *data),
				       void *data)
{
	struct twstat_link *link, *next;
	struct twstat_entries entries;

	twstat_entries_lock_bucket(&entries, bucket);
	for (link = entries.first; link; link = next) {
		next = link->next;
		if (!visit(twstat_entry(link), data))
			continue;
		twstat_entries_del(&entries, twstat_entry(link));
		twstat_entry_free(twstat_entry(link));
	}
	twstat_entries_unlock(&entries);
}

/* Every so many buckets. */
static void twstat_entries_walk_part(struct twstat_bucket *table, u32 first,
				     u32 step,
				     bool (*visit)(struct twstat_entry *entry,
						   void *data),
				     void *data)
{
	u32 i, n = 0;

	for (i = first; i <= twstat_bucket_mask; i += step) {
		if (!(++n & 1023))
			cond_resched();
		if (!twstat_bucket_is_empty(&table[i]))
			twstat_entries_walk_bucket(&table[i], visit, data);
	}
}

/**
 * twstat_entries_walk_searches() - visit all entries of sockets that search, and some others
 * @visit: called for each, its bucket locked; returns whether to drop it
 * @data: for @visit
 *
 * Context: process, may sleep.
 */
void twstat_entries_walk_searches(bool (*visit)(struct twstat_entry *entry,
						void *data),
				  void *data)
{
	u32 part;

	for (part = 0; part < TWSTAT_ENTRIES_PARTS; part++)
		if (atomic_read(&twstat_entries_searching[part]))
			twstat_entries_walk_part(twstat_full_buckets,
						 part & twstat_bucket_mask,
						 TWSTAT_ENTRIES_PARTS, visit, data);
}

/**
 * twstat_entries_walk_minis() - visit all entries of mini-sockets
 * @visit: called for each, its bucket locked; returns whether to drop it
 * @data: for @visit
 *
 * Context: process, may sleep.
 */
void twstat_entries_walk_minis(bool (*visit)(struct twstat_entry *entry, void *data),
			       void *data)
{
	twstat_entries_walk_part(twstat_mini_buckets, 0, 1, visit, data);
}

/**
 * twstat_entries_walk() - visit all entries
 * @visit: called for each, its bucket locked; returns whether to drop it
 * @data: for @visit
 *
 * Context: process, may sleep.
 */
void twstat_entries_walk(bool (*visit)(struct twstat_entry *entry, void *data),
			 void *data)
{
	twstat_entries_walk_part(twstat_full_buckets, 0, 1, visit, data);
	twstat_entries_walk_minis(visit, data);
}

/**
 * twstat_entries_init() - make the tables
 *
 * Return: 0, or -ENOMEM.
 */
int twstat_entries_init(void)
{
	u32 buckets = init_net.ipv4.tcp_death_row.hashinfo->ehash_mask + 1;

	twstat_bucket_mask = buckets - 1;
	twstat_mini_buckets = kvcalloc(buckets, sizeof(*twstat_mini_buckets),
				       GFP_KERNEL);
	twstat_full_buckets = kvcalloc(buckets, sizeof(*twstat_full_buckets),
				       GFP_KERNEL);
	if (twstat_mini_buckets && twstat_full_buckets)
		return 0;
	twstat_entries_exit();
	return -ENOMEM;
}

/**
 * twstat_entries_exit() - free the tables; the hooks are off already
 */
void twstat_entries_exit(void)
{
	kvfree(twstat_mini_buckets);
	kvfree(twstat_full_buckets);
}
