// SPDX-License-Identifier: GPL-2.0
/* The key of an endpoint, addresses, a port and a device, and the hash of it. */
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/random.h>

#include "tables/address.h"

u64 twstat_address_secret[7] __read_mostly;
u64 twstat_address_no_remote __read_mostly;
unsigned int twstat_address_shift __read_mostly;

/**
 * twstat_address_hash() - compute the hash of an address
 * @address: the address
 *
 * Context: any.
 * Return: the hash; see twstat_address_place().
 */
u64 twstat_address_hash(const struct twstat_address *address)
{
	if (address->family == AF_INET6)
		return twstat_address_hash6(twstat_address_hash_remote(&address->word[0]),
					    &address->word[2],
					    address->port_family,
					    address->device);
	return twstat_address_hash4(address->word[0], address->port_family,
				    address->device);
}

NOKPROBE_SYMBOL(twstat_address_hash);

/**
 * twstat_address_init() - choose the random secrets of the hash
 * @places: number of buckets of the largest table, a power of two
 */
void twstat_address_init(unsigned int places)
{
	static const u64 nowhere[2];

	get_random_bytes(twstat_address_secret, sizeof(twstat_address_secret));
	twstat_address_no_remote = twstat_address_hash_remote(nowhere);
	twstat_address_shift = 64 - ilog2(places);
}
