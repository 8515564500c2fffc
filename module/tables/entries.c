// SPDX-License-Identifier: GPL-2.0
/*
 * The tables of entries: one of mini-sockets, one of full sockets that called connect().
 *
 * The table of mini-sockets has as many buckets as TCP's ehash and uses tw_hash, the keyed
 * hash that TCP has computed for that table. So its chains are as long as the kernel's, and
 * there is no second hash to compute. A full socket gets that hash only once it has a port;
 * so the table of full sockets is indexed by the socket's address. The tables are separate
 * because each event of a connection looks up a full socket: that costs the same however
 * many sockets are in TIME_WAIT.
 */
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <net/inet_hashtables.h>

#include "tables/entries.h"

struct twstat_bucket *twstat_mini_buckets __read_mostly;
struct twstat_bucket *twstat_full_buckets __read_mostly;
u32 twstat_bucket_mask __read_mostly;

struct twstat_searching __percpu *twstat_searching __read_mostly;

/* Held by a walk until what it dropped is freed: the namespaces of that must exist so long. */
static DEFINE_MUTEX(twstat_entries_walking);

/**
 * twstat_entry_take_later() - remove a full socket's entry that isn't the first of its bucket
 * @bucket: the bucket, locked; it is unlocked then
 * @first: the link of its first entry, or NULL
 * @sk: the socket
 *
 * Context: as twstat_entry_take().
 * Return: as twstat_entry_take().
 */
struct twstat_entry *twstat_entry_take_later(struct twstat_bucket *bucket,
					     struct twstat_link *first, const struct sock *sk)
{
	struct twstat_locked_entries entries = { .bucket = bucket, .first = first };
	struct twstat_entry *entry = twstat_entries_find(&entries, sk);

	if (entry)
		twstat_entries_del(&entries, entry);
	twstat_bucket_unlock(bucket, entries.first);
	return entry;
}

NOKPROBE_SYMBOL(twstat_entry_take_later);

/*
 * Removes the entries of a bucket that @visit chooses. They come into the list @dropped, or are
 * freed at once if that is NULL.
 */
static void twstat_entries_walk_bucket(struct twstat_bucket *bucket,
				       bool (*visit)(struct twstat_entry *entry,
						     void *data),
				       void *data, struct twstat_link **dropped)
{
	struct twstat_link *link, *next;
	struct twstat_locked_entries entries;

	twstat_entries_lock_bucket(&entries, bucket);
	for (link = entries.first; link; link = next) {
		next = link->next;
		if (!visit(twstat_entry(link), data))
			continue;
		twstat_entries_del(&entries, twstat_entry(link));
		if (!dropped) {
			twstat_entry_free(twstat_entry(link));
			continue;
		}
		link->next = *dropped;
		*dropped = link;
	}
	twstat_entries_unlock(&entries);
}

/* Walks every @step-th bucket, from @first on. */
static void twstat_entries_walk_part(struct twstat_bucket *table, u32 first,
				     u32 step,
				     bool (*visit)(struct twstat_entry *entry,
						   void *data),
				     void *data, struct twstat_link **dropped)
{
	u32 i, n = 0;

	for (i = first; i <= twstat_bucket_mask; i += step) {
		if (!(++n & 1023))
			cond_resched();
		if (!twstat_bucket_is_empty(&table[i]))
			twstat_entries_walk_bucket(&table[i], visit, data, dropped);
	}
}

/* Frees the entries of full sockets that a walk has removed. */
static void twstat_entries_free_dropped(struct twstat_link *dropped)
{
	struct twstat_link *next;

	if (!dropped)
		return;
	/* A handler may have found one without a lock, see twstat_entry_peek(). */
	synchronize_rcu();
	for (; dropped; dropped = next) {
		next = dropped->next;
		local_irq_disable();
		twstat_entry_free(twstat_entry(dropped));
		local_irq_enable();
		cond_resched();
	}
}

static bool twstat_entries_part_searches(unsigned int part)
{
	int cpu, sum = 0;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(twstat_searching, cpu)->part[part]);
	return sum;
}

/**
 * twstat_entries_walk_searches() - visit at least the entries of sockets that search a port
 * @visit: called for each entry, with its bucket locked; returns whether to drop the entry.
 *	It also sees other entries of the same parts of the table
 * @data: for @visit
 *
 * Context: process, may sleep.
 */
void twstat_entries_walk_searches(bool (*visit)(struct twstat_entry *entry,
						void *data),
				  void *data)
{
	struct twstat_link *dropped = NULL;
	u32 part;

	for (part = 0; part < TWSTAT_ENTRIES_PARTS; part++)
		if (twstat_entries_part_searches(part))
			twstat_entries_walk_part(twstat_full_buckets,
						 part & twstat_bucket_mask,
						 TWSTAT_ENTRIES_PARTS, visit, data, &dropped);
	twstat_entries_free_dropped(dropped);
}

/**
 * twstat_entries_walk_minis() - visit all entries of mini-sockets
 * @visit: called for each entry, with its bucket locked; returns whether to drop the entry
 * @data: for @visit
 *
 * Context: process, may sleep.
 */
void twstat_entries_walk_minis(bool (*visit)(struct twstat_entry *entry, void *data),
			       void *data)
{
	twstat_entries_walk_part(twstat_mini_buckets, 0, 1, visit, data, NULL);
}

/**
 * twstat_entries_walk() - visit all entries
 * @visit: called for each entry, with its bucket locked; returns whether to drop the entry
 * @data: for @visit
 *
 * Context: process, may sleep.
 */
void twstat_entries_walk(bool (*visit)(struct twstat_entry *entry, void *data),
			 void *data)
{
	struct twstat_link *dropped = NULL;

	mutex_lock(&twstat_entries_walking);
	twstat_entries_walk_part(twstat_full_buckets, 0, 1, visit, data, &dropped);
	twstat_entries_free_dropped(dropped);
	mutex_unlock(&twstat_entries_walking);
	twstat_entries_walk_minis(visit, data);
}

/**
 * twstat_entries_size() - return how much memory the tables take, without entries
 *
 * Return: the number of bytes.
 */
unsigned long twstat_entries_size(void)
{
	return (twstat_bucket_mask + 1UL) *
	       (sizeof(*twstat_mini_buckets) + sizeof(*twstat_full_buckets)) +
	       num_possible_cpus() * sizeof(struct twstat_searching);
}

/**
 * twstat_entries_init() - allocate the tables
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
	twstat_searching = alloc_percpu(struct twstat_searching);
	if (twstat_mini_buckets && twstat_full_buckets && twstat_searching)
		return 0;
	twstat_entries_exit();
	return -ENOMEM;
}

/**
 * twstat_entries_exit() - free the tables; the hooks must be off
 */
void twstat_entries_exit(void)
{
	free_percpu(twstat_searching);
	kvfree(twstat_mini_buckets);
	kvfree(twstat_full_buckets);
}
