// SPDX-License-Identifier: GPL-2.0
/*
 * Endpoints: bounded tables of destinations and services.
 *
 * Each namespace has a table of each kind. A full table evicts an endpoint for each new one,
 * see tables/endpoint_refs.c. A lookup takes no lock; the table is locked to add and to
 * remove an endpoint. A table begins small, see tables/endpoint_growth.c.
 *
 * Lock order: the bucket of the socket's entry, the table.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

#include "tables/blocks.h"
#include "tables/endpoint_growth.h"
#include "tables/endpoint_pool.h"
#include "tables/endpoints.h"
#include "tables/net.h"
#include "tables/program_places.h"
#include "tables/sharing.h"

#define TWSTAT_ENDPOINTS_MOST	65536

/*
 * An endpoint is used by several CPUs if it moves so often from one to another, without a
 * pause of so many jiffies.
 */
#define TWSTAT_MOVES_SHARED	16
#define TWSTAT_PAUSE		(HZ / 10)

/* For how long the number of ports that raises an alarm is taken to be right. */
#define TWSTAT_ALARM_AGE	HZ

static unsigned int twstat_endpoints_max = 4096;
module_param_named(destinations, twstat_endpoints_max, uint, 0444);
MODULE_PARM_DESC(destinations, "Maximum number of destinations per namespace, and of services (default: 4096)");

/**
 * twstat_endpoint_get_nowhere() - get the endpoint for sockets without a known one
 * @tn: the namespace of the socket
 *
 * Return: its @nowhere, with a reference.
 */
struct twstat_endpoint *twstat_endpoint_get_nowhere(struct twstat_net *tn)
{
	atomic_inc(&tn->nowhere->refs);
	return tn->nowhere;
}

NOKPROBE_SYMBOL(twstat_endpoint_get_nowhere);

static void twstat_endpoint_set(struct twstat_endpoint *endpoint,
				struct twstat_endpoints *table,
				const struct twstat_address *address, u64 hash)
{
	/* In words, which costs less than in bytes. */
	memset64((u64 *)endpoint, 0, offsetof(struct twstat_endpoint, programs) / sizeof(u64));
	twstat_programs_init(&endpoint->programs);
	if (address->family == AF_INET) {
		endpoint->address.word[0] = address->word[0];
		endpoint->address.port_family = address->port_family;
		endpoint->address.device = address->device;
	} else {
		endpoint->address = *address;
	}
	endpoint->hash = hash;
	endpoint->used = jiffies;
	endpoint->looked_at = endpoint->used;
	endpoint->table = table;
	endpoint->kind = table->kind;
	endpoint->cpu = smp_processor_id();
	endpoint->alarm = READ_ONCE(table->tn->block->troubles.alarm);
}

NOKPROBE_SYMBOL(twstat_endpoint_set);

/* Like twstat_endpoint_find(), if the hash is known. */
static __always_inline struct twstat_endpoint *
twstat_endpoint_find_by(struct twstat_endpoints *table, const struct twstat_address *address,
			u64 hash)
{
	struct twstat_endpoint *endpoint = twstat_endpoint_hashed(table, hash);

	return endpoint ? twstat_endpoint_if(endpoint, table,
					     twstat_address_equal(&endpoint->address,
								  address)) : NULL;
}

/**
 * twstat_endpoint_find() - find an endpoint, without a lock
 * @table: the table
 * @address: its address
 *
 * Context: interrupts off.
 * Return: the endpoint, with a reference; or NULL, as twstat_endpoint_hashed().
 */
struct twstat_endpoint *
twstat_endpoint_find(struct twstat_endpoints *table,
		     const struct twstat_address *address)
{
	return twstat_endpoint_find_by(table, address, twstat_address_hash(address));
}

NOKPROBE_SYMBOL(twstat_endpoint_find);

static __always_inline struct twstat_endpoint *
twstat_buckets_find(const struct twstat_buckets *buckets, u64 hash,
		    const struct twstat_address *address)
{
	struct twstat_link *link = buckets->bucket[hash >> buckets->shift].next;

	while (link && !twstat_address_equal(&twstat_endpoint(link)->address, address))
		link = link->next;
	return link ? twstat_endpoint(link) : NULL;
}

/* Like twstat_endpoint_find_locked(), if the hash is known. */
static struct twstat_endpoint *
twstat_endpoint_find_locked_by(struct twstat_endpoints *table,
			       const struct twstat_address *address, u64 hash)
{
	struct twstat_endpoint *endpoint;

	endpoint = twstat_buckets_find(table->buckets, hash, address);
	if (unlikely(!endpoint && table->old))
		endpoint = twstat_buckets_find(table->old, hash, address);
	if (endpoint)
		atomic_inc(&endpoint->refs);
	return endpoint;
}

NOKPROBE_SYMBOL(twstat_endpoint_find_locked_by);

/**
 * twstat_endpoint_find_locked() - find an endpoint
 * @table: the table, locked
 * @address: its address
 *
 * Context: interrupts off.
 * Return: the endpoint, with a reference; or NULL if there is none.
 */
struct twstat_endpoint *
twstat_endpoint_find_locked(struct twstat_endpoints *table,
			    const struct twstat_address *address)
{
	return twstat_endpoint_find_locked_by(table, address, twstat_address_hash(address));
}

NOKPROBE_SYMBOL(twstat_endpoint_find_locked);

/*
 * Takes a free endpoint, or one that is evicted because the table is full; the table is locked.
 * Returns NULL if there is none.
 */
static __always_inline struct twstat_endpoint *
twstat_endpoint_take(struct twstat_endpoints *table)
{
	bool full = table->number >= READ_ONCE(table->max);
	struct twstat_endpoint *endpoint = NULL;

	if (full)
		endpoint = twstat_endpoints_evict_idle(table);
	if (endpoint)
		return endpoint;
	endpoint = twstat_endpoint_pool_get(&table->tn->block->rows);
	if (full && endpoint)
		twstat_endpoints_evict_busy(table);
	return endpoint;
}

/* Adds an endpoint that was not found, unless another CPU has just added it. */
static struct twstat_endpoint *
twstat_endpoint_new(struct twstat_endpoints *table,
		    const struct twstat_address *address, u64 hash)
{
	struct twstat_endpoint *endpoint;
	struct twstat_link *bucket;

	raw_spin_lock(&table->lock);
	endpoint = twstat_endpoint_find_locked_by(table, address, hash);
	if (endpoint)
		goto out;

	endpoint = twstat_endpoint_take(table);
	if (!endpoint) {
		twstat_count(table->tn, TWSTAT_TRACK_FAILED);
		endpoint = twstat_endpoint_get_nowhere(table->tn);
		goto out;
	}

	twstat_endpoint_set(endpoint, table, address, hash);
	bucket = &table->buckets->bucket[hash >> table->buckets->shift];
	endpoint->link.next = bucket->next;
	/* A lookup that gets a reference here sees the key and the table. */
	atomic_set_release(&endpoint->refs, 2);
	/* A lookup that comes to it sees its hash. */
	smp_store_release(&bucket->next, &endpoint->link);
	list_add_tail(&endpoint->list, &table->busy);
	table->number++;
	table->peak = max(table->peak, table->number);
	twstat_growth_check(table);
	if (unlikely(endpoint->alarm == TWSTAT_ALARM_UNKNOWN))
		twstat_trouble_flag(table->tn, TWSTAT_TROUBLE_ALARM);
out:
	raw_spin_unlock(&table->lock);
	return endpoint;
}

NOKPROBE_SYMBOL(twstat_endpoint_new);

/**
 * twstat_endpoint_get() - find an endpoint, or add it
 * @table: the table
 * @address: its address
 *
 * Context: interrupts off.
 * Return: the endpoint, with a reference. If there is no memory for a new one, that is
 *	counted, and the result is that of twstat_endpoint_get_nowhere().
 */
struct twstat_endpoint *
twstat_endpoint_get(struct twstat_endpoints *table,
		    const struct twstat_address *address)
{
	u64 hash = twstat_address_hash(address);
	struct twstat_endpoint *endpoint = twstat_endpoint_find_by(table, address, hash);

	if (!endpoint)
		return twstat_endpoint_new(table, address, hash);
	twstat_endpoint_touch(endpoint);
	return endpoint;
}

NOKPROBE_SYMBOL(twstat_endpoint_get);

/**
 * twstat_endpoint_search() - find a socket's endpoint or add it; it is this CPU's last one then
 * @table: the table
 * @sk: the common part of a full socket or mini-socket
 *
 * Context: interrupts off.
 * Return: as twstat_endpoint_get().
 */
struct twstat_endpoint *
twstat_endpoint_search(struct twstat_endpoints *table,
		       const struct sock_common *sk)
{
	struct twstat_endpoint *endpoint;
	struct twstat_address address;
	u64 hash;

	endpoint = this_cpu_xchg(twstat_endpoint_last[table->kind].held, NULL);
	if (unlikely(endpoint))
		twstat_endpoint_drop(endpoint);
	twstat_address_of(&address, sk, table->kind);
	endpoint = twstat_endpoint_get(table, &address);
	hash = READ_ONCE(endpoint->hash);
	if (likely(hash != TWSTAT_NO_HASH)) {
		this_cpu_write(twstat_endpoint_last[table->kind].hash, hash);
		this_cpu_write(twstat_endpoint_last[table->kind].endpoint, endpoint);
	}
	return endpoint;
}

NOKPROBE_SYMBOL(twstat_endpoint_search);

/* Keeps the alarm of an endpoint up to date while the range of ports may change. */
static void twstat_endpoint_check_alarm(struct twstat_endpoint *endpoint)
{
	struct twstat_net *tn = endpoint->table->tn;
	const struct twstat_troubles *troubles = &tn->block->troubles;
	int alarm = READ_ONCE(troubles->alarm);

	if (endpoint->kind != TWSTAT_DESTINATION)
		return;
	if (READ_ONCE(endpoint->alarm) != TWSTAT_NO_ALARM)
		WRITE_ONCE(endpoint->alarm, alarm);
	if ((u32)jiffies - READ_ONCE(troubles->alarm_at) > TWSTAT_ALARM_AGE)
		twstat_trouble_flag(tn, TWSTAT_TROUBLE_ALARM);
}

NOKPROBE_SYMBOL(twstat_endpoint_check_alarm);

/**
 * twstat_endpoint_use() - note that an endpoint is in use
 * @endpoint: the endpoint, held; used for the first time in this jiffy
 *
 * If this is another CPU than the time before again and again, several CPUs use it.
 *
 * Context: interrupts off.
 */
void twstat_endpoint_use(struct twstat_endpoint *endpoint)
{
	u32 pause = (u32)jiffies - READ_ONCE(endpoint->used);
	u8 cpu = smp_processor_id();

	WRITE_ONCE(endpoint->used, (u32)jiffies);
	twstat_endpoint_check_alarm(endpoint);
	if (endpoint->cpu == cpu || endpoint->share)
		return;
	WRITE_ONCE(endpoint->cpu, cpu);
	WRITE_ONCE(endpoint->moves, pause > TWSTAT_PAUSE ? 0 : endpoint->moves + 1);
	if (endpoint->moves < TWSTAT_MOVES_SHARED)
		return;
	WRITE_ONCE(endpoint->moves, 0);
	twstat_share_want(endpoint);
}

NOKPROBE_SYMBOL(twstat_endpoint_use);

/* The buckets of all namespaces without a block; they stay empty. */
static u64 twstat_buckets_none[TWSTAT_BUCKETS_FIRST + 1];

static_assert(sizeof(struct twstat_buckets) == sizeof(u64));

/**
 * twstat_endpoints_net_init() - prepare the tables of a namespace
 * @tn: the namespace, which has no block yet
 */
void twstat_endpoints_net_init(struct twstat_net *tn)
{
	struct twstat_endpoints *table;
	int kind;

	for (kind = 0; kind < TWSTAT_ENDPOINT_KINDS; kind++) {
		table = &tn->endpoints[kind];
		table->tn = tn;
		table->kind = kind;
		table->max = twstat_endpoints_max;
		raw_spin_lock_init(&table->lock);
		INIT_LIST_HEAD(&table->idle);
		INIT_LIST_HEAD(&table->busy);
		table->buckets = (void *)twstat_buckets_none;
	}
}

/**
 * twstat_endpoints_net_drop() - drop all endpoints of a namespace that goes away
 * @tn: the namespace; no handler makes an entry for its sockets any more
 *
 * Before twstat_endpoints_net_exit(), a grace period must pass.
 *
 * Context: process, may sleep.
 */
void twstat_endpoints_net_drop(struct twstat_net *tn)
{
	int kind;

	for (kind = 0; kind < TWSTAT_ENDPOINT_KINDS; kind++)
		twstat_endpoints_drop_all(&tn->endpoints[kind]);
}

/**
 * twstat_endpoints_net_exit() - free the tables of a namespace
 * @tn: the namespace; its tables are empty
 */
void twstat_endpoints_net_exit(struct twstat_net *tn)
{
	int kind;

	for (kind = 0; kind < TWSTAT_ENDPOINT_KINDS; kind++) {
		twstat_buckets_free(tn->endpoints[kind].buckets);
		tn->endpoints[kind].buckets = NULL;
	}
}

/**
 * twstat_endpoints_limit() - return how many endpoints of a kind a namespace may have
 *
 * Return: the number.
 */
unsigned int twstat_endpoints_limit(void)
{
	return twstat_endpoints_max;
}

/**
 * twstat_endpoints_set_max() - change how many endpoints a table may have
 * @table: the table
 * @max: the new maximum; endpoints in excess are evicted at once
 *
 * Context: process, may sleep.
 */
void twstat_endpoints_set_max(struct twstat_endpoints *table, unsigned int max)
{
	bool more;

	WRITE_ONCE(table->max, max);
	do {
		raw_spin_lock_irq(&table->lock);
		more = table->number > max;
		if (more)
			twstat_endpoints_make_room(table);
		raw_spin_unlock_irq(&table->lock);
		cond_resched();
	} while (more);
}

/**
 * twstat_endpoints_init() - check the parameter, and fill the pool of endpoints
 *
 * Return: 0, -ENOMEM, or -EINVAL with a message in the kernel log.
 */
int twstat_endpoints_init(void)
{
	if (twstat_endpoints_max < TWSTAT_ENDPOINTS_LEAST ||
	    twstat_endpoints_max > TWSTAT_ENDPOINTS_MOST) {
		pr_err("destinations must be %d to %d, not %u\n",
		       TWSTAT_ENDPOINTS_LEAST, TWSTAT_ENDPOINTS_MOST,
		       twstat_endpoints_max);
		return -EINVAL;
	}

	((struct twstat_buckets *)twstat_buckets_none)->shift =
		TWSTAT_BUCKETS_SHIFT(TWSTAT_BUCKETS_FIRST);
	twstat_address_init(max_t(unsigned int, roundup_pow_of_two(twstat_endpoints_max) / 2,
				  TWSTAT_BUCKETS_FIRST));
	return twstat_endpoint_pool_init();
}
