// SPDX-License-Identifier: GPL-2.0
/*
 * Endpoints: bounded tables of destinations and services.
 *
 * Each namespace has a table of each kind. A full table evicts an endpoint for each new one:
 * the least recently used endpoint without sockets, or if all have sockets, the least
 * recently used one. The sockets of an evicted endpoint still hold it and count for it,
 * although it can't be found and read any more.
 *
 * Lock order: the bucket of the socket's entry, the table, the table's bucket. On the path of
 * a connection only the bucket is locked; an endpoint's place in the LRU list is updated at
 * most once per jiffy.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>

#include "tables/endpoint_pool.h"
#include "tables/endpoints.h"
#include "tables/net.h"

#define TWSTAT_ENDPOINTS_MOST	65536

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
	atomic_inc(&tn->nowhere.refs);
	return &tn->nowhere;
}

NOKPROBE_SYMBOL(twstat_endpoint_get_nowhere);

static struct twstat_bucket *
twstat_endpoint_bucket(const struct twstat_endpoint *endpoint)
{
	return &endpoint->table->buckets[endpoint->hash];
}

NOKPROBE_SYMBOL(twstat_endpoint_bucket);

/*
 * Removes an endpoint from its table, which is locked. Unless @with_sockets, fails if sockets
 * hold the endpoint. A removed endpoint can't be found any more.
 */
static bool twstat_endpoint_unlink(struct twstat_endpoint *endpoint,
				   bool with_sockets)
{
	struct twstat_bucket *bucket = twstat_endpoint_bucket(endpoint);
	struct twstat_endpoints *table = endpoint->table;
	struct twstat_link *first = twstat_bucket_lock(bucket);
	bool may = with_sockets || atomic_read(&endpoint->refs) == 1;

	if (may)
		first = twstat_link_remove(first, &endpoint->link);
	twstat_bucket_unlock(bucket, first);
	if (!may)
		return false;

	list_del_init(&endpoint->lru);
	table->number--;
	twstat_count(table->tn, table->kind == TWSTAT_DESTINATION ?
		     TWSTAT_DESTINATION_EVICTED : TWSTAT_SERVICE_EVICTED);
	return true;
}

NOKPROBE_SYMBOL(twstat_endpoint_unlink);

/*
 * Removes the least recently used endpoint without sockets; the table is locked. Endpoints
 * with sockets are in use, so they move to the front of the list. If all have sockets, no
 * further call searches in this jiffy.
 */
static struct twstat_endpoint *
twstat_endpoint_unlink_idle(struct twstat_endpoints *table)
{
	struct twstat_endpoint *endpoint;
	unsigned int n;

	if (table->all_busy == (u32)jiffies)
		return NULL;
	for (n = table->number; n; n--) {
		endpoint = list_last_entry(&table->lru, struct twstat_endpoint,
					   lru);
		if (twstat_endpoint_unlink(endpoint, false))
			return endpoint;
		list_move(&endpoint->lru, &table->lru);
	}
	table->all_busy = jiffies;
	return NULL;
}

NOKPROBE_SYMBOL(twstat_endpoint_unlink_idle);

/* Makes room for a new endpoint; the table is locked. */
static void twstat_endpoint_evict(struct twstat_endpoints *table)
{
	struct twstat_endpoint *endpoint = twstat_endpoint_unlink_idle(table);

	if (!endpoint) {
		endpoint = list_last_entry(&table->lru, struct twstat_endpoint,
					   lru);
		twstat_endpoint_unlink(endpoint, true);
	}
	twstat_endpoint_put(endpoint);
}

NOKPROBE_SYMBOL(twstat_endpoint_evict);

static void twstat_endpoint_set(struct twstat_endpoint *endpoint,
				struct twstat_endpoints *table,
				const struct twstat_address *address, u32 hash)
{
	memset(endpoint, 0, sizeof(*endpoint));
	if (address->family == AF_INET) {
		endpoint->address.word[0] = address->word[0];
		endpoint->address.port_family = address->port_family;
		endpoint->address.device = address->device;
	} else {
		endpoint->address = *address;
	}
	endpoint->hash = hash;
	endpoint->used = jiffies;
	endpoint->table = table;
}

NOKPROBE_SYMBOL(twstat_endpoint_set);

/**
 * twstat_endpoint_find() - find an endpoint
 * @bucket: its bucket
 * @address: its address
 *
 * Context: interrupts off.
 * Return: the endpoint, with a reference; or NULL.
 */
struct twstat_endpoint *
twstat_endpoint_find(struct twstat_bucket *bucket,
		     const struct twstat_address *address)
{
	struct twstat_link *first = twstat_bucket_lock(bucket), *link;

	for (link = first; link; link = link->next)
		if (twstat_address_equal(&twstat_endpoint(link)->address,
					 address))
			break;
	if (link)
		atomic_inc(&twstat_endpoint(link)->refs);
	twstat_bucket_unlock(bucket, first);
	return link ? twstat_endpoint(link) : NULL;
}

NOKPROBE_SYMBOL(twstat_endpoint_find);

static void twstat_endpoint_link(struct twstat_bucket *bucket,
				 struct twstat_endpoint *endpoint)
{
	endpoint->link.next = twstat_bucket_lock(bucket);
	twstat_bucket_unlock(bucket, &endpoint->link);
}

NOKPROBE_SYMBOL(twstat_endpoint_link);

/* Adds an endpoint that was not found, unless another CPU has just added it. */
static struct twstat_endpoint *
twstat_endpoint_new(struct twstat_endpoints *table,
		    const struct twstat_address *address, u32 hash)
{
	struct twstat_bucket *bucket = &table->buckets[hash];
	struct twstat_endpoint *endpoint;

	raw_spin_lock(&table->lock);
	/* Endpoints are added only under this lock, so the result can't become stale. */
	endpoint = twstat_endpoint_find(bucket, address);
	if (endpoint)
		goto out;

	endpoint = twstat_endpoint_pool_get();
	if (endpoint && table->number >= READ_ONCE(table->max))
		twstat_endpoint_evict(table);
	if (!endpoint) {
		twstat_count(table->tn, TWSTAT_TRACK_FAILED);
		endpoint = twstat_endpoint_get_nowhere(table->tn);
		goto out;
	}

	twstat_endpoint_set(endpoint, table, address, hash);
	atomic_set(&endpoint->refs, 2);
	twstat_endpoint_link(bucket, endpoint);
	list_add(&endpoint->lru, &table->lru);
	table->number++;
	table->peak = max(table->peak, table->number);
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
	u32 hash = twstat_address_hash(address);
	struct twstat_endpoint *endpoint;

	endpoint = twstat_endpoint_find(&table->buckets[hash], address);
	if (!endpoint)
		return twstat_endpoint_new(table, address, hash);
	twstat_endpoint_touch(endpoint);
	return endpoint;
}

NOKPROBE_SYMBOL(twstat_endpoint_get);

/**
 * twstat_endpoint_make_for() - find a socket's endpoint or add it, on the slow path
 * @table: the table
 * @sk: the common part of a full socket or mini-socket
 *
 * Context: interrupts off.
 * Return: as twstat_endpoint_get().
 */
struct twstat_endpoint *
twstat_endpoint_make_for(struct twstat_endpoints *table,
			 const struct sock_common *sk)
{
	struct twstat_address address;

	twstat_address_of(&address, sk, table->kind);
	return twstat_endpoint_get(table, &address);
}

NOKPROBE_SYMBOL(twstat_endpoint_make_for);

#if IS_ENABLED(CONFIG_IPV6)
/* The addresses are read as 64-bit words, so they must be aligned. */
static_assert(!(offsetof(struct sock_common, skc_v6_daddr) % sizeof(u64)));
static_assert(!(offsetof(struct sock_common, skc_v6_rcv_saddr) % sizeof(u64)));

/*
 * Like twstat_endpoint_find4(), it doesn't copy the address. A service has no remote address
 * and no device, so there are none to hash and to compare.
 */
static __always_inline struct twstat_endpoint *
twstat_endpoint_find6(struct twstat_endpoints *table, const u64 *remote,
		      const u64 *local, u32 port_family, u32 device,
		      bool service)
{
	u64 hash = twstat_address_hash6(service ? twstat_address_no_remote :
					twstat_address_hash_remote(remote),
					local, port_family, device);
	struct twstat_bucket *bucket =
		&table->buckets[twstat_address_bucket(hash)];
	struct twstat_link *first = twstat_bucket_lock(bucket), *link;
	struct twstat_endpoint *endpoint = NULL;

	for (link = first; link; link = link->next) {
		endpoint = twstat_endpoint(link);
		if ((service || (endpoint->address.word[0] == remote[0] &&
				 endpoint->address.word[1] == remote[1] &&
				 endpoint->address.device == device)) &&
		    endpoint->address.word[2] == local[0] &&
		    endpoint->address.word[3] == local[1] &&
		    endpoint->address.port_family == port_family)
			break;
	}
	if (likely(link))
		atomic_inc(&endpoint->refs);
	twstat_bucket_unlock(bucket, first);
	return likely(link) ? endpoint : NULL;
}

static __always_inline struct twstat_endpoint *
twstat_endpoint_get6(struct twstat_endpoints *table,
		     const struct sock_common *sk, __be16 port, bool service)
{
	struct twstat_endpoint *endpoint;

	endpoint = twstat_endpoint_find6(table, (const u64 *)&sk->skc_v6_daddr,
					 (const u64 *)&sk->skc_v6_rcv_saddr,
					 twstat_port_family(port, AF_INET6),
					 service ? 0 : twstat_device(sk),
					 service);
	if (unlikely(!endpoint))
		return twstat_endpoint_make_for(table, sk);
	twstat_endpoint_touch(endpoint);
	return endpoint;
}

/**
 * twstat_endpoint_to6() - find the destination of an IPv6 socket, or add it
 * @table: the table
 * @sk: the common part of a full socket or mini-socket
 *
 * Context: interrupts off.
 * Return: as twstat_endpoint_get().
 */
struct twstat_endpoint *
twstat_endpoint_to6(struct twstat_endpoints *table,
		    const struct sock_common *sk)
{
	return twstat_endpoint_get6(table, sk, sk->skc_dport, false);
}

NOKPROBE_SYMBOL(twstat_endpoint_to6);

/**
 * twstat_endpoint_of6() - find the service of an IPv6 socket, or add it
 * @table: the table
 * @sk: the common part of a full socket or mini-socket
 *
 * Context: interrupts off.
 * Return: as twstat_endpoint_get().
 */
struct twstat_endpoint *
twstat_endpoint_of6(struct twstat_endpoints *table,
		    const struct sock_common *sk)
{
	return twstat_endpoint_get6(table, sk, htons(sk->skc_num), true);
}

NOKPROBE_SYMBOL(twstat_endpoint_of6);
#endif

/**
 * twstat_endpoint_use() - move an endpoint to the front of the LRU list
 * @endpoint: the endpoint, held; used for the first time in this jiffy
 *
 * Context: interrupts off.
 */
void twstat_endpoint_use(struct twstat_endpoint *endpoint)
{
	struct twstat_endpoints *table = endpoint->table;

	raw_spin_lock(&table->lock);
	WRITE_ONCE(endpoint->used, (u32)jiffies);
	if (!list_empty(&endpoint->lru))
		list_move(&endpoint->lru, &table->lru);
	raw_spin_unlock(&table->lock);
}

NOKPROBE_SYMBOL(twstat_endpoint_use);

/**
 * twstat_endpoints_net_init() - allocate the tables of a namespace
 * @tn: the namespace
 *
 * Return: 0, or -ENOMEM with no table left allocated.
 */
int twstat_endpoints_net_init(struct twstat_net *tn)
{
	struct twstat_endpoints *table;
	int kind;

	for (kind = 0; kind <= TWSTAT_ENDPOINT_KINDS; kind++) {
		table = &tn->endpoints[kind];
		table->tn = tn;
		table->kind = kind;
		table->max = twstat_endpoints_max;
		raw_spin_lock_init(&table->lock);
		INIT_LIST_HEAD(&table->lru);
		table->all_busy = (u32)jiffies - 1;
		if (kind == TWSTAT_NO_ENDPOINT)
			break;
		table->buckets = kvcalloc(twstat_endpoints_buckets(),
					  sizeof(*table->buckets), GFP_KERNEL);
		if (!table->buckets) {
			twstat_endpoints_net_exit(tn);
			return -ENOMEM;
		}
	}
	tn->nowhere.table = table;
	INIT_LIST_HEAD(&tn->nowhere.lru);
	atomic_set(&tn->nowhere.refs, 1);
	return 0;
}

/**
 * twstat_endpoints_net_exit() - free the tables of a namespace
 * @tn: the namespace; none of its sockets may have an entry any more
 */
void twstat_endpoints_net_exit(struct twstat_net *tn)
{
	struct twstat_endpoint *endpoint, *next;
	struct twstat_endpoints *table;
	int kind;

	for (kind = 0; kind < TWSTAT_ENDPOINT_KINDS; kind++) {
		table = &tn->endpoints[kind];
		if (!table->buckets)
			continue;
		list_for_each_entry_safe(endpoint, next, &table->lru, lru) {
			local_irq_disable();
			twstat_endpoint_put(endpoint);
			local_irq_enable();
		}
		kvfree(table->buckets);
		table->buckets = NULL;
	}
}

/**
 * twstat_endpoints_buckets() - return the number of buckets of each table
 *
 * Return: the number.
 */
unsigned int twstat_endpoints_buckets(void)
{
	return roundup_pow_of_two(twstat_endpoints_max) / 2;
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
			twstat_endpoint_evict(table);
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

	twstat_address_init(twstat_endpoints_buckets());
	return twstat_endpoint_pool_init();
}
