/* SPDX-License-Identifier: GPL-2.0 */
/* Which destinations a request is about. */
#ifndef _TWSTAT_NETLINK_DESTINATION_FILTER_H
#define _TWSTAT_NETLINK_DESTINATION_FILTER_H

#include "netlink/message.h"
#include "tables/endpoints.h"

/**
 * struct twstat_address_filter - what an address has to begin with
 * @address: that, as IPv6 has addresses; of IPv4 the first four bytes
 * @bits: so many bits of it matter
 */
struct twstat_address_filter {
	struct in6_addr address;
	unsigned int bits;
};

/**
 * struct twstat_destination_filter - which destinations a request is about
 * @family: AF_INET or AF_INET6; or 0 for both, if there is no address
 * @local: of their local address
 * @remote: of their remote address
 * @port: the remote port
 * @any_port: it may be any other, too
 * @ports_min: how many of their ports are in use at least
 */
struct twstat_destination_filter {
	u16 family;
	struct twstat_address_filter local;
	struct twstat_address_filter remote;
	__be16 port;
	bool any_port;
	u32 ports_min;
};

int twstat_destination_key(struct twstat_address *key, struct genl_info *info);
int twstat_destination_filter(struct twstat_destination_filter *filter,
			      struct nlattr **attrs,
			      struct netlink_ext_ack *extack);
bool twstat_destination_fits(const struct twstat_endpoint *destination,
			     const struct twstat_destination_filter *filter);

#endif
