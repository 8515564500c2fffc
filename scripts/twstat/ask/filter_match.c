// SPDX-License-Identifier: GPL-2.0
/* Which destinations a filter selects: what the module does with a filter, for a recording. */
#include <sys/socket.h>

#include "ask/filter_match.h"

static bool address_matches(const struct address_filter *filter, const struct address *address)
{
	unsigned int bits = filter->bits, i;
	__u8 mask;

	if (filter->address.family == AF_UNSPEC)
		return true;
	if (filter->address.family != address->family)
		return false;
	for (i = 0; i < 16 && bits; i++) {
		mask = bits >= 8 ? 0xff : 0xff << (8 - bits);
		if ((filter->address.bytes[i] ^ address->bytes[i]) & mask)
			return false;
		bits -= bits >= 8 ? 8 : bits;
	}
	return true;
}

/**
 * filter_matches() - whether a filter selects a destination
 * @filter: the filter; NULL: all
 * @destination: the destination
 *
 * Return: whether it does.
 */
bool filter_matches(const struct destination_filter *filter,
		    const struct destination *destination)
{
	const __u64 *value = destination->n.value;

	if (!filter)
		return true;
	if (filter->family != AF_UNSPEC && filter->family != destination->remote.family)
		return false;
	if (filter->port >= 0 && value[TWSTAT_A_DESTINATION_PORT] != (__u64)filter->port)
		return false;
	if (filter->device >= 0 && value[TWSTAT_A_DESTINATION_DEVICE] != (__u64)filter->device)
		return false;
	return value[TWSTAT_A_DESTINATION_PORTS] >= filter->ports_min &&
	       address_matches(&filter->local, &destination->local) &&
	       address_matches(&filter->remote, &destination->remote);
}
