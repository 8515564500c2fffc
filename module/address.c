// SPDX-License-Identifier: GPL-2.0
/* What an endpoint is known by: addresses and a port, and their hash. */
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/random.h>

#include "address.h"

u64 twstat_address_secret[6] __read_mostly;
unsigned int twstat_address_shift __read_mostly;

/**
 * twstat_address_hash() - in which bucket an address is looked for
 * @address: the address
 *
 * Context: any.
 * Return: the bucket's number.
 */
u32 twstat_address_hash(const struct twstat_address *address)
{
	if (address->family == AF_INET6)
		return twstat_address_bucket(twstat_address_hash6(&address->word[0],
								  &address->word[2],
								  address->port_family));
	return twstat_address_bucket(twstat_address_hash4(address->word[0],
							  address->port_family));
}

NOKPROBE_SYMBOL(twstat_address_hash);

/**
 * twstat_address_init() - choose the hash
 * @buckets: how many buckets there are, a power of two
 */
void twstat_address_init(unsigned int buckets)
{
	get_random_bytes(twstat_address_secret, sizeof(twstat_address_secret));
	twstat_address_shift = 64 - ilog2(buckets);
}
